// The links of `preloadTags`, in Chromium on slow 4G (1.6 Mbit/s, 150 ms), with a real Kratos on another origin.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { makeConsumer } from "./support/consumer.mjs";
import { given, startKratos } from "./support/kratos.mjs";
import { serve } from "./support/server.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");
const DIST = join(given("PROPYLON_PACKAGE"), "dist");
const { preloadHtml, preloadTags } = await import(pathToFileURL(join(DIST, "server.js")));

const ROUNDS = 5;
const TYPES = { js: "text/javascript", css: "text/css", wasm: "application/wasm" };

let browser;
let kratos;
let site;
before(async () => {
  // As a web server sends them.
  const files = readdirSync(DIST).filter((name) => /\.(js|css|wasm)$/.test(name));
  const packed = (name) => ({ body: brotliCompressSync(readFileSync(join(DIST, name))), headers: { "Content-Type": TYPES[name.split(".").at(-1)], "Content-Encoding": "br", "Cache-Control": "max-age=60" } });
  site = await serve({ pages: Object.fromEntries(files.map((name) => [`/dist/${name}`, packed(name)])) });
  kratos = await startKratos({ site: site.url });
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await kratos?.stop();
  await site?.stop();
});

test("the tags, as attributes and as HTML", () => {
  const options = { wasmUrl: '/a.wasm?"<&', kratosUrl: "https://auth.example.com/kratos", scripts: ["/a.js"], styles: "/a.css" };
  assert.deepEqual(preloadTags(options).map(({ rel, href }) => [rel, href]), [
    ["preconnect", "https://auth.example.com"],
    ["preload", "/a.css"],
    ["modulepreload", "/a.js"],
    ["preload", '/a.wasm?"<&'],
  ]);
  assert.match(preloadHtml(options), /^<link rel="preconnect" crossorigin="use-credentials" href="https:\/\/auth.example.com">\n/);
  assert.match(preloadHtml(options), /<link rel="preload" as="fetch" type="application\/wasm" crossorigin="anonymous" href="\/a.wasm\?&quot;&lt;&amp;">$/);
  assert.deepEqual(preloadTags({ wasmUrl: "/a.wasm", kratosUrl: "/kratos" }).map(({ rel }) => rel), ["preload"]);
  assert.throws(() => preloadTags({}), { code: "bad-option" });
});

/** Opens the sign-in anew; gives when each thing was asked for and there, in milliseconds, and what moved. */
const opened = async (head) => {
  site.pages["/sign-in.html"] = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>App</title>
    <link rel="icon" href="data:,"><link rel="stylesheet" href="/dist/styles.css">${head}<script type="module" src="/dist/elements.js"></script>
    <h1>App</h1><kratos-login base-url="${kratos.url}" groups="default code" locale="en"></kratos-login><p>Below</p>`;
  const context = await browser.newContext();
  const page = await context.newPage();
  const lines = [];
  page.on("console", (message) => lines.push(message.text()));
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 });
  await page.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => globalThis.shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: "layout-shift", buffered: true });
    // Playwright looks again only after a while.
    new MutationObserver((_, observer) => {
      if (!document.querySelector("kratos-login [name=identifier]")) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => (globalThis.usable = performance.now())));
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${site.url}/sign-in.html`);
  await page.waitForFunction(() => globalThis.usable);
  const seen = await page.evaluate(() => {
    const of = (word) => {
      const found = performance.getEntriesByType("resource").filter(({ name }) => name.includes(word));
      return { asked: Math.min(...found.map(({ startTime }) => startTime)), there: Math.max(...found.map(({ responseEnd }) => responseEnd)), times: found.length };
    };
    return { usable: globalThis.usable, script: of("/dist/elements.js"), chunks: of("/dist/shared-"), wasm: of(".wasm"), flow: of("/self-service/"), shifts: globalThis.shifts };
  });
  await context.close();
  assert.deepEqual(lines.filter((line) => /preload/i.test(line)), []);
  return seen;
};

const median = (numbers) => numbers.sort((one, other) => one - other)[numbers.length >> 1];

test("WebAssembly starts with the page, once, and nothing moves", async () => {
  // Those that a script imports at once, as a bundler's manifest lists them.
  const imports = (name) => [...readFileSync(join(DIST, name), "utf8").matchAll(/(?:from|import)\s*"\.\/(shared-\w+\.js)"/g)].map(([, file]) => file);
  const all = new Set(imports("elements.js"));
  for (const file of all) imports(file).forEach((other) => all.add(other));
  const head = preloadHtml({ kratosUrl: kratos.url, wasmUrl: "/dist/elements_bg.wasm", scripts: [...all].map((file) => `/dist/${file}`) });
  const seen = { without: [], with: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    seen.without.push(await opened(""));
    seen.with.push(await opened(head));
  }
  for (const one of [...seen.without, ...seen.with]) assert.deepEqual(one.shifts, []);
  for (const { wasm, script, chunks, flow } of seen.with) {
    assert.equal(wasm.times, 1);
    assert.ok(wasm.asked < script.there, "the WebAssembly waits for the script");
    assert.ok(chunks.asked < script.there, "the script's imports wait for it");
    assert.ok(flow.asked < wasm.there, "the flow waits for the WebAssembly");
  }
  for (const { wasm, script } of seen.without) assert.ok(wasm.asked >= script.there);
  const figures = (rounds) => {
    const of = (read) => Math.round(median(rounds.map(read)));
    return { script: of(({ script }) => script.there), imports: of(({ chunks }) => chunks.there), "wasm asked": of(({ wasm }) => wasm.asked), wasm: of(({ wasm }) => wasm.there), "flow asked": of(({ flow }) => flow.asked), flow: of(({ flow }) => flow.there), usable: of(({ usable }) => usable) };
  };
  const [before, after] = [figures(seen.without), figures(seen.with)];
  console.table({ before, after });
  assert.ok(after.usable < before.usable);
});

test("Vite: a plugin puts the links into the page", async () => {
  const { build } = await import("vite");
  const consumer = await makeConsumer();
  try {
    writeFileSync(join(consumer.folder, "index.html"), '<!doctype html><title>App</title><script type="module" src="./main.js"></script>');
    writeFileSync(join(consumer.folder, "main.js"), 'import "propylon/elements";');
    const preload = {
      name: "preload",
      transformIndexHtml: (_, { bundle = {} }) =>
        Object.keys(bundle).filter((name) => name.includes("elements_bg")).flatMap((name) => preloadTags({ wasmUrl: `/${name}` })).map((attrs) => ({ tag: "link", attrs })),
    };
    await build({ root: consumer.folder, logLevel: "error", configFile: false, plugins: [preload], build: { target: "esnext" } });
    const html = readFileSync(join(consumer.folder, "dist/index.html"), "utf8");
    const [, href] = /<link rel="preload" as="fetch" type="application\/wasm" crossorigin="anonymous" href="([^"]+)">/.exec(html);
    assert.deepEqual(readFileSync(join(consumer.folder, "dist", href)), readFileSync(join(DIST, "elements_bg.wasm")));
  } finally {
    consumer.remove();
  }
});
