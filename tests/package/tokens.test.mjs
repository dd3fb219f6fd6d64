// `auth.token` and `auth.fetch` in Chromium, with a real Kratos and an API on an origin of its own.
import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { after, afterEach, before, beforeEach, test as nodeTest } from "node:test";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { given, startKratos } from "./support/kratos.mjs";
import { serve } from "./support/server.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

const PASSWORD = "a-long-and-odd-passphrase-7";
// A promise in a page may never settle, so each test has a timeout that names it.
const test = (name, body) => nodeTest(name, { timeout: 60_000 }, body);

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keys = { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }] };
const jwks_url = `base64://${Buffer.from(JSON.stringify(keys)).toString("base64")}`;

/** The subject of a token, or `undefined` for one that Kratos did not sign. */
const subjectOf = (token = "") => {
  const [head, body, signature] = token.split(".");
  const key = createPublicKey({ key: publicKey.export({ format: "jwk" }), format: "jwk" });
  if (!signature || !verify("RSA-SHA256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"))) return undefined;
  return JSON.parse(Buffer.from(body, "base64url")).sub;
};

/** The app's API: answers who a token is of, and what it was sent. It refuses tokens in `refused`, and all at `/never`. */
const refused = new Set();
let seen = [];
const api = createServer(async (request, answer) => {
  const cors = {
    "Access-Control-Allow-Origin": request.headers.origin ?? "*",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Allow-Methods": "GET, POST",
    Location: "/elsewhere",
  };
  if (request.method === "OPTIONS") return answer.writeHead(204, cors).end();
  const body = Buffer.concat(await request.toArray()).toString();
  const token = request.headers.authorization?.replace("Bearer ", "");
  seen.push({ url: request.url, token, cookie: request.headers.cookie ?? "", body });
  const sub = subjectOf(token);
  const isIn = request.url === "/cookies" ? /ory_kratos_session=/.test(request.headers.cookie) : sub && !refused.has(token);
  const status = request.url === "/moved" ? 302 : isIn && request.url !== "/never" ? 200 : 401;
  answer.writeHead(status, { ...cors, "Content-Type": "application/json" }).end(JSON.stringify({ sub, body }));
});

let kratos;
let site;
let browser;
let page;
let asked;

before(async () => {
  await new Promise((done) => api.listen(0, "localhost", done));
  api.url = `http://localhost:${api.address().port}`;
  const folder = (name) => fileURLToPath(new URL(`node_modules/${name}`, import.meta.url));
  site = await serve({ folders: { "/propylon/": join(given("PROPYLON_PACKAGE"), "dist"), "/axios/": folder("axios/dist/esm"), "/ky/": folder("ky/distribution") } });
  const templates = { api: { ttl: "5m", jwks_url }, short: { ttl: "2s", jwks_url } };
  kratos = await startKratos({ site: site.url, over: { session: { whoami: { required_aal: "aal1", tokenizer: { templates } } } } });
  site.pages["/"] = `<!doctype html><meta charset="utf-8"><title>App</title><link rel="icon" href="data:,"><script type="module" src="/app.js"></script>`;
  site.pages["/app.js"] = `
    import { connect } from "/propylon/index.js";
    window.connect = connect;
    window.kratos = ${JSON.stringify(kratos.url)};
    window.api = ${JSON.stringify(api.url)};
    window.auth = await connect({ url: kratos, api, navigate: (event) => event.preventDefault() });
    window.failed = (promise) => promise.then(() => null, ({ code, remedy }) => ({ code, remedy }));
    window.register = async (email) => {
      const flow = auth.registration();
      await flow.submit({ method: "profile", traits: { email } });
      await flow.submit({ method: "password", password: ${JSON.stringify(PASSWORD)} });
      flow.dispose();
      return (await auth.session()).session.identity.id;
    };
    document.title = "Ready";`;
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await kratos?.stop();
  await site?.stop();
  api.close();
  api.closeAllConnections();
});
beforeEach(async () => {
  page = await (await browser.newContext()).newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => document.title === "Ready");
  asked = [];
  seen = [];
  refused.clear();
  page.on("request", (request) => asked.push(request.url().replace(kratos.url, "")));
});
afterEach(() => page.context().close());

const tokenRequests = () => asked.filter((url) => url.includes("tokenize_as")).length;
let people = 0;
const register = () => page.evaluate((email) => register(email), `token-${(people += 1)}@example.test`);

test("a token is signed for the person; callers share a request, and later ones the token", async () => {
  const id = await register();
  const tokens = await page.evaluate(() => Promise.all([auth.token("api"), auth.token("api"), auth.token("api")]));
  assert.equal(new Set(tokens).size, 1);
  assert.equal(subjectOf(tokens[0]), id);
  assert.equal(await page.evaluate(() => auth.token("api")), tokens[0]);
  assert.equal(tokenRequests(), 1);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.ok(!stored.includes(tokens[0]));
});

test("a token is renewed before it ends", async () => {
  await register();
  const [first, second, later] = await page.evaluate(async () => {
    const first = await auth.token("short");
    const second = await auth.token("short");
    const clock = Date.now;
    Date.now = () => clock() + 1_900;
    return [first, second, await auth.token("short")];
  });
  assert.equal(second, first);
  assert.equal(tokenRequests(), 2);
  assert.ok(subjectOf(later));
});

test("nobody signed in and an unknown template are typed errors with remedies", async () => {
  assert.deepEqual(await page.evaluate(() => failed(auth.token("api"))), { code: "no-session", remedy: "Show the sign-in: auth.login()." });
  await register();
  const { code, remedy } = await page.evaluate(() => failed(auth.token("nope")));
  assert.equal(code, "unknown-template");
  assert.match(remedy, /tokenizer\.templates/);
  assert.equal((await page.evaluate(async () => failed((await connect({ url: "http://localhost:1" })).token("api")))).code, "unreachable");
});

test("a sign-out ends the token, here and in another tab", async () => {
  await register();
  await page.evaluate(() => auth.token("api"));
  await page.evaluate(() => auth.logout({ mode: "fetch" }));
  assert.equal((await page.evaluate(() => failed(auth.token("api")))).code, "no-session");

  const second = await register();
  assert.equal(subjectOf(await page.evaluate(() => auth.token("api"))), second);
  await page.waitForFunction(() => auth.session.snapshot().state === "active");
  const other = await page.context().newPage();
  await other.goto(site.url);
  await other.waitForFunction(() => document.title === "Ready");
  await other.evaluate(() => auth.logout({ mode: "fetch" }));
  await page.bringToFront();
  await page.waitForFunction(() => auth.session.snapshot().state === "none");
  assert.equal((await page.evaluate(() => failed(auth.token("api")))).code, "no-session");
});

test("fetch calls the API with the token; without one, with cookies", async () => {
  const id = await register();
  const body = await page.evaluate(async () => (await auth.fetch(`${api}/me`, { token: "api", method: "POST", body: "hello" })).json());
  assert.deepEqual(body, { sub: id, body: "hello" });
  assert.equal(seen[0].cookie, "");
  assert.equal(await page.evaluate(async () => (await auth.fetch(`${api}/cookies`)).status), 200);
  assert.equal(seen[1].token, undefined);
});

test("axios and ky take the token, as docs/recipes.md says", async () => {
  const id = await register();
  const answers = await page.evaluate(async () => {
    const { default: axios } = await import("/axios/axios.min.js");
    const { default: ky } = await import("/ky/index.js");
    const one = axios.create({ baseURL: api, adapter: "fetch", env: { fetch: (input, init) => auth.fetch(input, { ...init, token: "api" }) } });
    const two = ky.create({ prefixUrl: api, fetch: (input, init) => auth.fetch(input, { ...init, token: "api" }) });
    return [(await one.post("/me", "hello")).data, await two.post("me", { json: 1 }).json()];
  });
  assert.deepEqual(answers, [{ sub: id, body: "hello" }, { sub: id, body: "1" }]);
});

test("a refused token is renewed once, and the request repeated once with its body", async () => {
  const id = await register();
  refused.add(await page.evaluate(() => auth.token("api")));
  const answer = await page.evaluate(async () => (await auth.fetch(`${api}/me`, { token: "api", method: "POST", body: "hello" })).json());
  assert.deepEqual(answer, { sub: id, body: "hello" });
  assert.deepEqual(seen.map(({ body }) => body), ["hello", "hello"]);
  assert.equal(await page.evaluate(async () => (await auth.fetch(`${api}/never`, { token: "api" })).status), 401);
  assert.equal(seen.length, 4);
  // The body of a request is a stream.
  const status = await page.evaluate(async () => (await auth.fetch(new Request(`${api}/never`, { method: "POST", body: "once" }), { token: "api" })).status);
  assert.deepEqual([status, seen.length], [401, 5]);
});

test("after a 401 without a session, subscribers learn that it ended, and nothing is repeated", async () => {
  await register();
  await page.evaluate(async () => {
    await auth.token("api");
    auth.session.subscribe(() => {});
  });
  await page.waitForFunction(() => auth.session.snapshot().state === "active");
  await page.context().clearCookies();
  assert.equal(await page.evaluate(async () => (await auth.fetch(`${api}/never`, { token: "api" })).status), 401);
  await page.waitForFunction(() => auth.session.snapshot().state === "none");
  assert.equal(seen.length, 1);
});

test("no token and no cookies go to an origin that was not named, nor along a redirect", async () => {
  await register();
  const other = api.url.replace("localhost", "127.0.0.1");
  for (const init of [{ token: "api" }, {}]) {
    const { code, remedy } = await page.evaluate(([url, init]) => failed(auth.fetch(`${url}/me`, init)), [other, init]);
    assert.equal(code, "unknown-api");
    assert.ok(remedy.includes(`connect({ api: ["${other}"] })`), remedy);
  }
  assert.deepEqual(seen, []);
  await page.evaluate(() => failed(auth.fetch(`${api}/moved`, { token: "api" })));
  assert.deepEqual(seen.map(({ url }) => url), ["/moved"]);
});

test("what the server handed over is known at once, and asked for again when the page comes to the front", async () => {
  const identity = await register();
  const whoami = () => asked.filter((url) => url === "/sessions/whoami").length;
  const before = whoami();
  const states = await page.evaluate(async (identity) => {
    window.given = await connect({ url: kratos, session: { state: "active", session: { id: "one", identity: { id: identity } } } });
    window.states = [];
    given.session.subscribe(({ state }) => states.push(state));
    return [given.session.snapshot().session.identity.id, ...states];
  }, identity);
  assert.deepEqual([...states, whoami() - before], [identity, "active", 0]);
  // The focus of a field was once taken for that of the page.
  await page.evaluate(async () => {
    document.body.appendChild(document.createElement("input")).focus();
    await given.sessions().list();
  });
  assert.deepEqual([await page.evaluate(() => given.session.snapshot().session.id), whoami() - before], ["one", 0]);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await page.waitForFunction(() => given.session.snapshot().session.id !== "one");
  assert.deepEqual([await page.evaluate(() => states), whoami() - before], [["active", "active"], 1]);
  // What the server could not learn is nothing that is known.
  const unknown = await page.evaluate(async () => (await connect({ url: kratos, session: { state: "unreachable" } })).session.snapshot().state);
  assert.equal(unknown, "unknown");
});
