// The package in Node with a real Kratos: API flows with a session token.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { given, startKratos } from "./support/kratos.mjs";

const PASSWORD = "a-long-and-odd-passphrase-7";
const dist = join(given("PROPYLON_PACKAGE"), "dist");
const { connect, PropylonError } = await import(pathToFileURL(join(dist, "index.js")));

let kratos;
let auth;
let native;

before(async () => {
  kratos = await startKratos();
  auth = await connect({ url: kratos.url });
  native = auth.native();
});
after(async () => {
  auth?.dispose();
  await kratos?.stop();
});

let people = 0;
const register = async (traits = {}) => {
  people += 1;
  const email = `person-${people}@example.test`;
  const { kind, flow } = await native.registration();
  assert.equal(kind, "form");
  const done = await native.submit(flow, { method: "password", password: PASSWORD, traits: { email, ...traits } });
  assert.equal(done.kind, "done", JSON.stringify(done));
  return { email, ...done };
};

test("a person registers and has a session", async () => {
  const { email, sessionToken, session, identity } = await register();
  assert.ok(sessionToken);
  assert.equal(identity.traits.email, email);
  assert.equal(session.active, true);
  const who = await native.whoami(sessionToken);
  assert.equal(who.state, "active");
  assert.equal(who.session.identity.id, identity.id);
});

test("a wrong password is a form that says so, and the right one signs in", async () => {
  const { email } = await register();
  const { flow } = await native.login();
  const refused = await native.submit(flow, { method: "password", identifier: email, password: "wrong" });
  assert.equal(refused.kind, "form");
  assert.deepEqual(refused.flow.ui.messages.map(({ id }) => id), [4000006]);
  const again = await native.flow("login", flow.id);
  assert.equal(again.flow.id, flow.id);
  const done = await native.submit(refused.flow, { method: "password", identifier: email, password: PASSWORD });
  assert.equal(done.kind, "done");
  assert.ok(done.sessionToken);
});

test("a code signs in", async () => {
  const { email } = await register();
  await kratos.code(email).catch(() => {});
  const { flow } = await native.login();
  const sent = await native.submit(flow, { method: "code", identifier: email });
  assert.equal(sent.flow.state, "sent_email");
  const code = await kratos.code(email);
  const done = await native.submit(sent.flow, { method: "code", identifier: email, code });
  assert.equal(done.kind, "done", JSON.stringify(done));
});

test("signing out ends the session", async () => {
  const { sessionToken } = await register();
  await native.logout(sessionToken);
  assert.deepEqual(await native.whoami(sessionToken), { state: "none", session: null });
});

test("changed settings keep the traits that are not mentioned", async () => {
  const { email, sessionToken } = await register({ name: "Ada" });
  const { flow } = await native.settings({ token: sessionToken });
  const saved = await native.submit(flow, { method: "profile", traits: { name: "Bo" } }, { token: sessionToken });
  assert.equal(saved.kind, "saved");
  const { session } = await native.whoami(sessionToken);
  assert.deepEqual(session.identity.traits, { email, name: "Bo" });
});

test("settings without a session ask for a sign-in", async () => {
  assert.deepEqual(await native.settings(), { kind: "sign-in", reason: "signed-out" });
});

test("a refresh requires a new sign-in", async () => {
  const { sessionToken, email } = await register();
  const { flow } = await native.login({ refresh: true, token: sessionToken });
  assert.equal(flow.refresh, true);
  const done = await native.submit(flow, { method: "password", identifier: email, password: PASSWORD }, { token: sessionToken });
  assert.equal(done.kind, "done");
});

test("the two codes of a sign-in through a provider are exchanged when it is over", async () => {
  const { flow } = await native.login({ tokenExchange: true });
  const initCode = flow.session_token_exchange_code;
  assert.ok(initCode);
  assert.deepEqual(await native.exchange({ initCode, returnToCode: "not-yet" }), { kind: "pending" });
  await assert.rejects(native.exchange({ initCode, returnToCode: "" }), { code: "refused", status: 400 });
});

test("verification and recovery begin", async () => {
  for (const kind of ["verification", "recovery"]) {
    const { flow } = await native[kind]();
    const sent = await native.submit(flow, { method: "code", email: "nobody@example.test" });
    assert.equal(sent.flow.state, "sent_email");
  }
});

test("unknown flows and options are typed errors", async () => {
  await assert.rejects(native.submit({ id: "x" }, {}), { name: "PropylonError", code: "no-such-flow" });
  await assert.rejects(native.flow("logn", "x"), { code: "no-such-flow" });
  await assert.rejects(native.login({ returnto: "/" }), (error) => {
    assert.ok(error instanceof PropylonError);
    assert.equal(error.code, "bad-option");
    assert.ok(error.known.includes("returnTo"));
    return true;
  });
});

test("a flow that Kratos does not have any more is an outcome", async () => {
  const gone = await native.flow("login", "00000000-0000-4000-8000-000000000000");
  assert.deepEqual(gone, { kind: "expired", useFlowId: null });
});

test("an unreachable server and a server that is not Kratos are different errors", async () => {
  const nobody = await connect({ url: "http://127.0.0.1:9" });
  await assert.rejects(nobody.native().login(), { code: "unreachable" });
  const gateway = createServer((_, answer) => answer.writeHead(502, { "Content-Type": "text/html" }).end("<h1>Bad gateway</h1>"));
  await new Promise((done) => gateway.listen(0, "127.0.0.1", done));
  const other = await connect({ url: `http://127.0.0.1:${gateway.address().port}` });
  await assert.rejects(other.native().login(), { code: "not-kratos", status: 502 });
  gateway.close();
});

test("browser flows outside a browser, and calls of a disposed client, are errors", async () => {
  assert.throws(() => auth.login(), { code: "no-browser" });
  await assert.rejects(auth.session(), { code: "no-browser" });
  const gone = await connect({ url: kratos.url });
  gone.dispose();
  assert.throws(() => gone.native(), { code: "disposed" });
  await assert.rejects(gone.logout(), { code: "disposed" });
});

test("API flows throw in a browser", async () => {
  globalThis.document = {};
  try {
    assert.throws(() => auth.native(), { code: "native-in-browser" });
  } finally {
    delete globalThis.document;
  }
});

test("an invalid URL is refused before anything is loaded", async () => {
  await assert.rejects(connect({ url: "auth.example.com" }), { code: "bad-option" });
  await assert.rejects(connect({}), { code: "bad-option" });
  await assert.rejects(connect({ uri: "http://x" }), { code: "bad-option" });
});

test("the module is taken from a file, bytes, a response, a module, and from the inline entry", async () => {
  // Each copy of the entry loads its module once, so each source needs its own copy.
  const fresh = async (wasm) => (await import(`${pathToFileURL(join(dist, "index.js"))}?${Math.random()}`)).connect({ url: kratos.url, wasm });
  const bytes = await readFile(join(dist, "core_bg.wasm"));
  const type = { headers: { "Content-Type": "application/wasm" } };
  for (const wasm of [pathToFileURL(join(dist, "core_bg.wasm")), bytes, new Response(bytes, type), new WebAssembly.Module(bytes)]) {
    const client = await fresh(wasm);
    assert.equal((await client.native().login()).kind, "form");
  }
  const inline = await import(pathToFileURL(join(dist, "inline.js")));
  const client = await inline.connect({ url: kratos.url });
  assert.equal((await client.native().login()).kind, "form");
});

test("a failed load has a cause, and the next call tries again", async () => {
  const { connect } = await import(`${pathToFileURL(join(dist, "index.js"))}?fails`);
  const url = kratos.url;
  const html = new Response("<!doctype html>", { headers: { "Content-Type": "text/html" } });
  await assert.rejects(connect({ url, wasm: html }), { code: "wasm-not-wasm" });
  await assert.rejects(connect({ url, wasm: new Response("", { status: 404 }) }), { code: "wasm-not-found" });
  await assert.rejects(connect({ url, wasm: pathToFileURL("/nowhere/core_bg.wasm") }), { code: "wasm-not-found" });
  await assert.rejects(connect({ url, wasm: "http://127.0.0.1:9/core_bg.wasm" }), { code: "wasm-unreachable" });
  const broken = Uint8Array.from([0, 0x61, 0x73, 0x6d, 9, 9, 9, 9]);
  await assert.rejects(connect({ url, wasm: broken }), { code: "wasm-broken" });
  assert.ok(await connect({ url }));
});
