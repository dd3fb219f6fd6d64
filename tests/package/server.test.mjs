// `propylon/server` behind Express, Hono, Fastify and a plain Request, with a real Kratos.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer, get as ask } from "node:http";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { serve as serveHono } from "@hono/node-server";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { freePort, given, startKratos } from "./support/kratos.mjs";

const PASSWORD = "a-long-and-odd-passphrase-7";
const LOGIN = "https://auth.example.com/login";
const at = (file) => import(pathToFileURL(join(given("PROPYLON_PACKAGE"), "dist", file)));
const { connect } = await at("index.js");
const { getSession, handOver, requireSession, PropylonError } = await at("server.js");

let kratos;
let auth;
let token;
let cookie;
const email = "server@example.test";
before(async () => {
  kratos = await startKratos({ over: { session: { whoami: { required_aal: "aal1" } } } });
  auth = await connect({ url: kratos.url });
  const native = auth.native();
  const { flow } = await native.registration();
  ({ sessionToken: token } = await native.submit(flow, { method: "password", password: PASSWORD, traits: { email } }));
  const run = promisify(execFile)(process.execPath, [join(given("PROPYLON_PACKAGE"), "bin/propylon.js"), "session", "--url", kratos.url, "--cookie"]);
  run.child.stdin.end(`${email}\n${PASSWORD}\n`);
  cookie = /^Cookie: (\S+)/.exec((await run).stdout)[1];
});
after(async () => {
  auth?.dispose();
  await kratos?.stop();
});

/** A server that answers as `answer` says, and counts. */
const standIn = async (answer) => {
  const server = createServer((request, response) => {
    stand.seen.push(request.headers);
    answer(request, response);
  });
  await new Promise((done) => server.listen(0, "localhost", done));
  const stand = { url: `http://localhost:${server.address().port}`, seen: [], stop: () => (server.closeAllConnections(), server.close()) };
  return stand;
};
const json = (status, body) => (_, response) => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));

test("the session is that of the cookie or the token, from every kind of request", async () => {
  const headers = { cookie: `theme=dark; ${cookie}` };
  const kinds = [new Request("https://app.example.com/", { headers }), new Headers(headers), headers.cookie, { headers }, { headers: { "x-session-token": token } }, { headers: { authorization: `Bearer ${token}` } }];
  for (const source of kinds) {
    const { state, session } = await getSession(source, { kratosUrl: kratos.url });
    assert.equal(state, "active");
    assert.equal(session.identity.name, email);
    assert.deepEqual([session.assuranceLevel, session.methods.at(-1), session.identity.traits.email], ["aal1", "password", email]);
  }
  for (const source of [new Request("https://app.example.com/"), "", "ory_kratos_session=wrong", { headers: { authorization: "Bearer of-another-api" } }]) {
    assert.deepEqual(await getSession(source, { kratosUrl: kratos.url }), { state: "none", session: null, url: null, error: null });
  }
});

test("Kratos gets its own cookie and no other", async () => {
  const stand = await standIn(json(401, {}));
  try {
    await getSession("a=1; ory_kratos_session=mine; ory_kratos_session_other=2; b=3", { kratosUrl: stand.url });
    await getSession("a=1; ory_kratos_session=mine; sid=yours", { kratosUrl: stand.url, cookie: "sid" });
    assert.deepEqual(stand.seen.map(({ cookie }) => cookie), ["ory_kratos_session=mine", "sid=yours"]);
  } finally {
    stand.stop();
  }
});

test("silence, other servers and refusals are states with a reason, and a guard is closed", async () => {
  const proof = { headers: { cookie: "ory_kratos_session=mine" } };
  for (const [answer, code] of [
    [json(500, { error: { code: 500, message: "broken" } }), "refused"],
    [json(429, { error: { code: 429 } }), "too-many-requests"],
    [(_, response) => response.end("<!doctype html>"), "not-kratos"],
    [json(200, null), "not-kratos"],
    [json(200, { active: true }), "not-kratos"],
    [(_, response) => response.writeHead(302, { Location: "https://network.example" }).end(), "redirected"],
    [(request) => request.socket.destroy(), "unreachable"],
    [() => {}, "timed-out"],
  ]) {
    const stand = await standIn(answer);
    try {
      const options = { kratosUrl: stand.url, timeout: 300, cache: 60 };
      const { state, error } = await getSession(proof, options);
      assert.deepEqual([state, error.code, error instanceof PropylonError], ["unreachable", code, true]);
      const closed = await requireSession(new Request("https://app.example.com/inbox", proof), { ...options, loginUrl: LOGIN });
      assert.equal(closed.status, 503, code);
      assert.match(await closed.text(), /cannot be checked now/);
      assert.equal(handOver({ state, session: null, url: null, error }).state, "unknown");
    } finally {
      stand.stop();
    }
  }
});

test("an active session is kept for the seconds asked for, any other is not", async () => {
  let answer = json(200, { id: "one", identity: { id: "person", traits: {} } });
  const stand = await standIn((request, response) => answer(request, response));
  try {
    const options = { kratosUrl: stand.url, cache: 60 };
    const ask = (value) => getSession(`ory_kratos_session=${value}`, options);
    const states = await Promise.all([ask("a"), ask("a"), ask("a")]);
    assert.deepEqual([states.map(({ state }) => state), stand.seen.length], [["active", "active", "active"], 1]);
    assert.equal((await ask("b")).state, "active");
    assert.equal(stand.seen.length, 2);
    answer = json(403, { error: { id: "session_aal2_required" }, redirect_browser_to: "https://auth.example.com/aal2" });
    assert.equal((await ask("a")).state, "active");
    assert.deepEqual([(await ask("c")).url, (await ask("c")).state, stand.seen.length], ["https://auth.example.com/aal2", "needs-aal2", 4]);
  } finally {
    stand.stop();
  }
});

const page = { accept: "text/html" };
const guard = (url, options = {}, headers = page) => requireSession(new Request(url, { headers }), { kratosUrl: kratos.url, loginUrl: LOGIN, ...options });
const returnTo = (response) => new URL(response.headers.get("location")).searchParams.get("return_to");

test("a page leads to the sign-in and back, and never to an origin that was not allowed", async () => {
  const own = "https://app.example.com/inbox?folder=1";
  const answer = await guard(own);
  assert.deepEqual([answer.status, answer.headers.get("cache-control"), returnTo(answer)], [303, "no-store", own]);
  assert.ok(answer.headers.get("location").startsWith(`${LOGIN}?`));
  for (const wanted of ["https://evil.example/", "//evil.example", "\\\\evil.example", "javascript:alert(1)", "https://app.example.com.evil.example/", "https://app.example.com@evil.example/", "http://app.example.com/"]) {
    assert.equal(returnTo(await guard(own, { returnTo: wanted })), own, wanted);
  }
  assert.equal(returnTo(await guard(own, { returnTo: "/orders" })), "https://app.example.com/orders");
  assert.equal(returnTo(await guard(own, { returnTo: "https://shop.example.com/1", allow: ["https://shop.example.com"] })), "https://shop.example.com/1");
  assert.equal(returnTo(await guard("http://10.0.0.1:3000/inbox", { appUrl: "https://app.example.com" })), "https://app.example.com/inbox");
  const node = { url: "//evil.example/x", method: "GET", headers: page };
  const options = { kratosUrl: kratos.url, loginUrl: LOGIN };
  assert.equal(returnTo(await requireSession(node, { ...options, appUrl: "https://app.example.com" })), "https://app.example.com//evil.example/x");
  await assert.rejects(requireSession({ ...node, url: "http://evil.example/x" }, options), { code: "bad-option" });
});

test("scripts get 401; a weak session leads to the second factor; loops end with words", async () => {
  assert.equal((await guard("https://app.example.com/api", {}, { accept: "application/json" })).status, 401);
  assert.equal((await guard("https://app.example.com/api", {}, { ...page, "sec-fetch-mode": "cors" })).status, 401);
  // Frameworks ask for the data of a page as scripts do.
  assert.equal((await guard("https://app.example.com/inbox", { page: true, returnTo: "/inbox?a=1" }, { accept: "*/*", "sec-fetch-mode": "cors" })).status, 303);
  assert.equal((await guard("https://app.example.com/inbox", { page: false })).status, 401);
  const signedIn = { ...page, cookie };
  assert.equal((await guard("https://app.example.com/", {}, signedIn)).state, "active");
  const weak = await guard("https://app.example.com/", { aal: "aal2" }, signedIn);
  assert.equal(new URL(weak.headers.get("location")).searchParams.get("aal"), "aal2");
  assert.match(await (await guard(`${LOGIN}?flow=1`)).text(), /guarded itself/);
  const jar = { ...page };
  const statuses = [];
  let words;
  for (let visit = 0; visit < 6; visit += 1) {
    const answer = await guard("https://app.example.com/inbox", {}, jar);
    statuses.push(answer.status);
    if (answer.status === 508) words = await answer.text();
    jar.cookie = answer.headers.get("set-cookie").split(";")[0];
  }
  assert.deepEqual(statuses, [303, 303, 303, 303, 508, 303]);
  assert.match(words, /cookie does not reach this server\. Check cookies\.domain and cookies\.same_site in Kratos/);
});

test("a helper without its URLs is a typed error", async () => {
  for (const call of [() => getSession("", {}), () => getSession("", { kratosUrl: "kratos" }), () => guard("https://app.example.com/", { loginUrl: undefined })]) {
    await assert.rejects(call, { code: "bad-option" });
  }
});

/** The adapters of docs/server.md. Each answers the name at `/inbox`, and listens at `port`. */
const SERVERS = {
  async Express(port, options) {
    const app = express();
    app.use(async (request, response, next) => {
      const session = await requireSession(request, options);
      if (!(session instanceof Response)) return (request.session = session), next();
      response.status(session.status).set(Object.fromEntries(session.headers)).send(await session.text());
    });
    app.get("/inbox", (request, response) => response.send(request.session.session.identity.name));
    const server = app.listen(port, "localhost");
    await new Promise((done) => server.once("listening", done));
    return () => (server.closeAllConnections(), server.close());
  },
  async Hono(port, options) {
    const app = new Hono();
    app.use(async (context, next) => {
      const session = await requireSession(context.req.raw, options);
      if (session instanceof Response) return session;
      context.set("session", session);
      await next();
    });
    app.get("/inbox", (context) => context.text(context.get("session").session.identity.name));
    const server = serveHono({ fetch: app.fetch, port, hostname: "localhost" });
    await new Promise((done) => (server.listening ? done() : server.once("listening", done)));
    return () => (server.closeAllConnections(), server.close());
  },
  async Fastify(port, options) {
    const app = fastify({ forceCloseConnections: true });
    app.addHook("onRequest", async (request, reply) => {
      const session = await requireSession(request, options);
      if (!(session instanceof Response)) return void (request.session = session);
      return reply.code(session.status).headers(Object.fromEntries(session.headers)).send(await session.text());
    });
    app.get("/inbox", async (request) => request.session.session.identity.name);
    await app.listen({ port, host: "localhost" });
    return () => app.close();
  },
};

for (const [name, start] of Object.entries(SERVERS)) {
  test(`${name}: signed in, signed out, a script, and Kratos away`, async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const options = { kratosUrl: kratos.url, loginUrl: LOGIN, appUrl: url };
    const stop = await start(port, options);
    // Node's fetch calls itself a script by Sec-Fetch-Mode.
    const get = async (headers) => {
      const answer = await new Promise((done, fail) => ask(`${url}/inbox?a=1`, { headers, agent: false }, done).on("error", fail));
      const text = Buffer.concat(await answer.toArray()).toString();
      return new Response(text || null, { status: answer.statusCode, headers: { location: answer.headers.location ?? "" } });
    };
    try {
      const inside = await get({ ...page, cookie });
      assert.deepEqual([inside.status, await inside.text()], [200, email]);
      const out = await get(page);
      assert.deepEqual([out.status, returnTo(out)], [303, `${url}/inbox?a=1`]);
      assert.equal((await get({ accept: "application/json" })).status, 401);
      options.kratosUrl = "http://localhost:1";
      const away = await get({ ...page, cookie });
      assert.equal(away.status, 503);
      assert.match(await away.text(), /cannot be checked/);
    } finally {
      await stop();
    }
  });
}
