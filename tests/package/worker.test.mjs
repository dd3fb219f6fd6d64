// An app with a service worker of vite-plugin-pwa and Kratos on its own origin, in Chromium: docs/recipes.md.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, request as askOf } from "node:http";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { makeConsumer } from "./support/consumer.mjs";
import { given, startKratos } from "./support/kratos.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");
const { createIdentity } = await import(pathToFileURL(join(given("PROPYLON_PACKAGE"), "dist/testing-playwright.js")));

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml" };
const email = "ada@example.com";
const password = "a-long-and-odd-passphrase-7";

/** The lines of the recipe. */
const RECIPE = {
  navigateFallbackDenylist: [/^\/self-service\//, /^\/sessions\//, /^\/\.well-known\//],
  globIgnores: ["**/*_bg*.wasm"],
};

let browser;
let consumer;
let kratos;
let server;
let url;
before(async () => {
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
  consumer = await makeConsumer(["workbox-window"]);
  writeFileSync(join(consumer.folder, "index.html"), '<!doctype html><html><head><title>App</title><link rel="icon" href="data:,"></head><body><main>Inbox</main><script type="module" src="/main.js"></script></body></html>');
  const script = `
    import "propylon/elements";
    import "propylon/styles.css";
    import { registerSW } from "virtual:pwa-register";
    registerSW({ immediate: true });
    if (location.pathname === "/login") {
      const login = document.createElement("kratos-login");
      login.setAttribute("flow", new URLSearchParams(location.search).get("flow") ?? "");
      document.querySelector("main").replaceChildren(login);
    }`;
  writeFileSync(join(consumer.folder, "main.js"), script);
  server = createServer((request, answer) => {
    const { pathname } = new URL(request.url, url);
    if (/^\/(self-service|sessions|\.well-known)\//.test(pathname)) {
      const onward = askOf(kratos.url + request.url, { method: request.method, headers: request.headers }, (back) => back.pipe(answer.writeHead(back.statusCode, back.headers)));
      onward.on("error", () => answer.writeHead(502).end());
      return void request.pipe(onward);
    }
    const file = extname(pathname) ? pathname : "/index.html";
    try {
      const body = readFileSync(join(consumer.folder, "dist", file));
      answer.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" }).end(body);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "localhost", done));
  url = `http://localhost:${server.address().port}`;
  kratos = await startKratos({ site: url, over: { serve: { public: { base_url: `${url}/`, host: "localhost" } } } });
  await createIdentity({ adminUrl: kratos.admin, email, password });
});
after(async () => {
  await browser?.close();
  await kratos?.stop();
  server?.closeAllConnections();
  server?.close();
  consumer?.remove();
});

/** A page that the service worker of a build serves, and the paths that it keeps. */
const controlled = async (workbox) => {
  const { build } = await import("vite");
  const { VitePWA } = await import("vite-plugin-pwa");
  const plugins = VitePWA({ registerType: "autoUpdate", manifest: { name: "App" }, workbox: { globPatterns: ["**/*.{js,css,html,wasm}"], ...workbox } });
  await build({ root: consumer.folder, logLevel: "error", configFile: false, plugins, build: { target: "esnext" } });
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(`${url}/`);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  const kept = await page.evaluate(async () => {
    const caches = await Promise.all((await globalThis.caches.keys()).map((name) => globalThis.caches.open(name)));
    return (await Promise.all(caches.map((cache) => cache.keys()))).flat().map((request) => new URL(request.url).pathname);
  });
  return { context, page, kept };
};

// Its fallback for navigations answers Kratos' paths with the app's page, and nobody comes in.
test("a service worker without the recipe stands between people and Kratos", async () => {
  const { context, page, kept } = await controlled({});
  await page.goto(`${url}/self-service/login/browser`);
  assert.equal(new URL(page.url()).pathname, "/self-service/login/browser");
  assert.equal(await page.title(), "App");
  assert.ok(kept.some((path) => path.includes("doctor_bg")));
  await context.close();
});

test("with the recipe, people sign in, the app opens offline, and only what it needs is kept", async () => {
  const { context, page, kept } = await controlled(RECIPE);
  assert.deepEqual(kept.filter((path) => /\.wasm|self-service|sessions/.test(path)), []);
  assert.ok(kept.some((path) => path.endsWith(".js")));
  await page.goto(`${url}/self-service/login/browser`);
  assert.equal(new URL(page.url()).pathname, "/login");
  await page.locator("kratos-login [name=identifier]").fill(email);
  await page.locator("kratos-login [name=password]").fill(password);
  const landed = page.waitForEvent("framenavigated");
  await page.locator("kratos-login [name=method][value=password]").click();
  await landed;
  const who = () => page.evaluate(async () => (await fetch("/sessions/whoami", { headers: { Accept: "application/json" } })).status);
  await page.goto(`${url}/`);
  assert.equal(await who(), 200);
  await context.clearCookies();
  assert.equal(await who(), 401);
  await context.setOffline(true);
  await page.goto(`${url}/`);
  assert.equal(await page.locator("main").textContent(), "Inbox");
  await context.close();
});
