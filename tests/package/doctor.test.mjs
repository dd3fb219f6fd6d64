// The command `propylon` from the packed package, with a real Kratos.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { given, startKratos } from "./support/kratos.mjs";

const command = join(given("PROPYLON_PACKAGE"), "bin/propylon.js");

let kratos;

before(async () => {
  kratos = await startKratos();
});
/** Of tests that failed, too: a server that goes on would keep this file from ending. */
const servers = new Set();
after(async () => {
  await kratos?.stop();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

const run = (...args) =>
  new Promise((done) => {
    execFile(process.execPath, [command, ...args], (error, stdout, stderr) => done({ code: error?.code ?? 0, stdout, stderr }));
  });

const codesOf = async (...args) => {
  const { code, stdout } = await run("doctor", "--json", ...args);
  return { code, codes: JSON.parse(stdout).findings.map((finding) => finding.code) };
};

/** A server that answers everything in one way. */
const serving = async (answer) => {
  const server = createServer(answer);
  servers.add(server);
  await new Promise((done) => server.listen(0, "localhost", done));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { url: `http://localhost:${server.address().port}`, stop };
};

test("without a command it says how it is used, and exits with 2", async () => {
  const { code, stderr } = await run();
  assert.equal(code, 2);
  assert.match(stderr, /doctor URL/);
  assert.equal((await run("doctor", "nowhere")).code, 2);
  assert.equal((await run("--help")).code, 0);
});

test("nothing listens: unreachable, exit code 1, and a text with the cure", async () => {
  const { url, stop } = await serving(() => {});
  await stop();
  assert.deepEqual(await codesOf(url), { code: 1, codes: ["server-unreachable"] });
  const { stdout } = await run("doctor", url);
  assert.match(stdout, /Nothing answers at/);
  assert.match(stdout, /curl -v/);
});

test("a page of another origin that Kratos does not allow: CORS is missing", async () => {
  const { url, stop } = await serving((_, answer) => answer.writeHead(404).end());
  assert.deepEqual(await codesOf(url, "--kratos", kratos.url), { code: 1, codes: ["cors-missing"] });
  await stop();
});

// The settings were looked for at the root only, and Kratos below the page's own path.
test("a site below a path: its settings are there, and Kratos is where they say or beside them", async () => {
  const asked = [];
  let config = "{}";
  const { url, stop } = await serving((request, answer) => {
    asked.push(request.url);
    if (request.url === "/auth/config.json") answer.writeHead(200, { "Content-Type": "application/json" }).end(config);
    else answer.writeHead(404).end();
  });
  await run("doctor", `${url}/auth/login`);
  assert.ok(asked.some((path) => path.startsWith("/auth/health/")), asked.join(" "));
  assert.deepEqual(asked.filter((path) => path.startsWith("/auth/login/")), ["/auth/login/config.json"]);
  config = JSON.stringify({ kratosUrl: kratos.url });
  assert.deepEqual(await codesOf(`${url}/auth/login`), { code: 1, codes: ["cors-missing"] });
  await stop();
});

test("a page at every path is not Kratos", async () => {
  const { url, stop } = await serving((_, answer) => answer.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html>"));
  assert.deepEqual(await codesOf(url), { code: 1, codes: ["not-kratos"] });
  await stop();
});

test("redirects in circles, endless bodies and large ones are bounded", async () => {
  const loop = await serving((request, answer) => answer.writeHead(302, { Location: request.url }).end());
  assert.deepEqual((await codesOf(loop.url)).codes, ["redirect-loop"]);
  const large = await serving((_, answer) => answer.writeHead(200).end("x".repeat(1_000_000)));
  assert.deepEqual((await codesOf(large.url)).codes, ["answer-too-large"]);
  await Promise.all([loop.stop(), large.stop()]);
});
