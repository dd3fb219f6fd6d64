// The recipes of docs/recipes.md that Kratos alone carries, with a real one.
import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { given, startKratos } from "./support/kratos.mjs";

const PASSWORD = "a-long-and-odd-passphrase-7";
const { connect } = await import(pathToFileURL(join(given("PROPYLON_PACKAGE"), "dist/index.js")));

const base64 = (text) => `base64://${Buffer.from(text).toString("base64")}`;

/** The demo's schema with the pattern of the recipe at the address. */
const schema = () => {
  const person = JSON.parse(readFileSync(new URL("../../deploy/kratos/identity.schema.json", import.meta.url), "utf8"));
  const recipe = readFileSync(new URL("../../docs/recipes.md", import.meta.url), "utf8");
  const { email } = JSON.parse(`{${/^"email": .*"pattern".*$/m.exec(recipe)[0]}}`);
  person.properties.traits.properties.email.pattern = email.pattern;
  return JSON.stringify(person);
};

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keys = { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }] };

/** Refuses the sign-in of one person, as a service with a list would. */
const refusing = createServer(async (request, answer) => {
  const { email } = JSON.parse(Buffer.concat(await request.toArray()).toString());
  const messages = [{ instance_ptr: "#/identifier", messages: [{ id: 90001, type: "error", text: "Ask your team for access." }] }];
  const isListed = email !== "left@example.com";
  answer.writeHead(isListed ? 200 : 403, { "Content-Type": "application/json" }).end(JSON.stringify(isListed ? {} : { messages }));
});

let kratos;
let auth;
let native;
before(async () => {
  await new Promise((done) => refusing.listen(0, "127.0.0.1", done));
  const hook = {
    hook: "web_hook",
    config: {
      url: `http://127.0.0.1:${refusing.address().port}/`,
      method: "POST",
      body: base64("function(ctx) { email: ctx.identity.traits.email }"),
      can_interrupt: true,
    },
  };
  const claims = "local claims = std.extVar('claims'); local session = std.extVar('session'); { claims: claims { email: session.identity.traits.email } }";
  kratos = await startKratos({
    over: {
      identity: { default_schema_id: "person", schemas: [{ id: "person", url: base64(schema()) }] },
      selfservice: { flows: { login: { after: { password: { hooks: [hook] } } } } },
      session: {
        whoami: {
          required_aal: "aal1",
          tokenizer: { templates: { api: { ttl: "5m", jwks_url: base64(JSON.stringify(keys)), claims_mapper_url: base64(claims) } } },
        },
      },
    },
  });
  auth = await connect({ url: kratos.url });
  native = auth.native();
});
after(async () => {
  auth?.dispose();
  await kratos?.stop();
  refusing.close();
  refusing.closeAllConnections();
});

const register = async (email) => {
  const { flow } = await native.registration();
  return native.submit(flow, { method: "password", password: PASSWORD, traits: { email } });
};
const signIn = async (identifier) => {
  const { flow } = await native.login();
  return native.submit(flow, { method: "password", identifier, password: PASSWORD });
};
const messagesAt = ({ flow }, name) => flow.ui.nodes.find(({ attributes }) => attributes.name === name).messages;

test("an address of another domain is refused at its field, one of the domain is taken", async () => {
  for (const other of ["ada@elsewhere.example", "ada@example.com.evil.example", "ada@notexample.com"]) {
    const refused = await register(other);
    assert.equal(refused.kind, "form", other);
    assert.deepEqual(messagesAt(refused, "traits.email").map(({ id }) => id), [4000004]);
  }
  assert.equal((await register("ada@example.com")).kind, "done");
  assert.equal((await register("ada@example.org")).kind, "done");
});

test("a web hook refuses a sign-in, with its words at the field that it names", async () => {
  assert.equal((await register("left@example.com")).kind, "done");
  const refused = await signIn("left@example.com");
  assert.equal(refused.kind, "form", JSON.stringify(refused));
  assert.deepEqual(messagesAt(refused, "identifier").map(({ text }) => text), ["Ask your team for access."]);
  assert.equal((await register("stays@example.com")).kind, "done");
  assert.equal((await signIn("stays@example.com")).kind, "done");
});

test("whoami gives a signed token of a session, by a template of Kratos", async () => {
  const { sessionToken } = await register("token@example.com");
  const answer = await fetch(`${kratos.url}/sessions/whoami?tokenize_as=api`, { headers: { "X-Session-Token": sessionToken } });
  const { tokenized, identity } = await answer.json();
  const [head, body, signature] = tokenized.split(".");
  const key = createPublicKey({ key: publicKey.export({ format: "jwk" }), format: "jwk" });
  assert.ok(verify("RSA-SHA256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url")));
  const claims = JSON.parse(Buffer.from(body, "base64url"));
  assert.deepEqual([claims.email, claims.sub], ["token@example.com", identity.id]);
  const minutes = (claims.exp - claims.iat) / 60;
  assert.equal(minutes, 5);
});
