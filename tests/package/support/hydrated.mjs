// An app of a framework: rendered on the server, and hydrated in Chromium, with a real Kratos.
import assert from "node:assert/strict";
import { copyFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { call, makeConsumer } from "./consumer.mjs";
import { given, startKratos } from "./kratos.mjs";
import { serve } from "./server.mjs";

const require = createRequire(new URL("../../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

/** A session as a server hands it over. */
export const ACTIVE = { state: "active", session: { id: "s", assuranceLevel: "aal1", methods: [], devices: [], identity: null, authenticatedAt: null, expiresAt: null }, url: null, error: null };

/**
 * `files` are modules by name: `server.js` exports `render(props)`, which returns HTML or a promise of it; `page.js`
 * hydrates `#app` with `props`, and pushes what it hears and what is wrong to `heard` and `wrong`, and has `unmount`.
 */
export const makeApp = async ({ packages, files, prepare, options = {} }) => {
  const consumer = await makeConsumer(packages);
  const ends = [() => consumer.remove()];
  const stop = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const write = (name, text) => writeFileSync(join(consumer.folder, name), text);
    const begin = `
      // Somewhere else on the page, as in a header, before the framework is there.
      import "propylon/elements";
      Object.assign(window, { heard: [], wrong: [], props: JSON.parse(document.body.dataset.props) });`;
    for (const [name, text] of Object.entries(files)) write(name, text);
    write("begin.js", begin);
    write("main.js", `import "./begin.js"; import "./page.js";`);
    await prepare?.(consumer.folder);
    const { build } = await import("esbuild");
    const common = { bundle: true, splitting: true, format: "esm", absWorkingDir: consumer.folder, outdir: "out", logLevel: "error" };
    // The development build says what does not fit.
    await build({ ...common, entryPoints: ["main.js"], define: { "process.env.NODE_ENV": '"development"', ...options.define }, ...options });
    const out = join(consumer.folder, "out");
    for (const name of ["core_bg.wasm", "elements_bg.wasm"]) copyFileSync(join(given("PROPYLON_PACKAGE"), "dist", name), join(out, name));
    const site = await serve({ folders: { "/": out } });
    ends.push(() => site.stop());
    const kratos = await startKratos({ site: site.url });
    ends.push(() => kratos.stop());
    const browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
    ends.push(() => browser.close());

    /** What a script that imports the app prints in Node. */
    const run = async (text, args = []) => {
      write("run.js", text);
      return (await call(process.execPath, [...args, "run.js"], { cwd: consumer.folder })).stdout;
    };

    /** What the server sends. */
    const rendered = (props) => run(`import { render } from "./server.js"; process.stdout.write(await render(${JSON.stringify(props)}));`);

    /** Opens the page; `asked` are its requests for the session. */
    const opened = async (props, html) => {
      html ??= await rendered(props);
      const data = JSON.stringify(props).replaceAll('"', "&quot;");
      site.pages["/index.html"] = `<!doctype html><title>App</title><link rel="icon" href="data:,"><body data-props="${data}"><div id="app">${html}</div><script type="module" src="/main.js"></script>`;
      const page = await (await browser.newContext()).newPage();
      const lines = [];
      const asked = [];
      page.on("request", (request) => request.url().includes("/sessions/whoami") && asked.push(request.url()));
      page.on("pageerror", (error) => lines.push(String(error)));
      page.on("console", (message) => ["error", "warning"].includes(message.type()) && !/status of 4\d\d/.test(message.text()) && lines.push(message.text()));
      await page.goto(`${site.url}/index.html`);
      return { html, page, lines, asked, wrong: () => page.evaluate(() => wrong), heard: () => page.evaluate(() => [...new Set(heard)]) };
    };
    return { folder: consumer.folder, kratos, run, rendered, opened, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Counts listeners of elements, which have no other means of being counted, and clients' ends. */
export const COUNTING = `
  const counted = { listeners: 0 };
  for (const [method, by] of [["addEventListener", 1], ["removeEventListener", -1]]) {
    const own = EventTarget.prototype[method];
    EventTarget.prototype[method] = function (name, ...rest) {
      if (String(name).startsWith("kratos-")) counted.listeners += by;
      return own.call(this, name, ...rest);
    };
  }
  window.counted = counted;`;

/** Waits until the page knows that nobody is signed in, and has a flow and an element's form. */
export const signedOutPage = async (page) => {
  await page.locator("kratos-login [name=identifier]").waitFor();
  await page.getByText("Somebody else").waitFor();
  await page.locator("#title", { hasText: "Sign in" }).waitFor();
  await page.locator("#who", { hasText: "none" }).waitFor();
};

/** Removes the element and shows it again, twenty times, before it is there. */
export const toggled = async (page) => {
  for (let times = 0; times < 20; times += 1) {
    await page.locator("#toggle").click();
    await page.locator("kratos-login").waitFor({ state: "detached" });
    await page.locator("#toggle").click();
    await page.locator("kratos-login").waitFor({ state: "attached" });
  }
  await page.locator("kratos-login [name=identifier]").waitFor();
};

/** Shows and removes a part with a client of its own, twenty times; each of them has ended. `others` are the page's clients. */
export const partsEnd = async (page, others = 0) => {
  for (let times = 1; times <= 20; times += 1) {
    await page.locator("#part").click();
    await page.waitForFunction((count) => clients.size === count, times + others);
    await page.locator("#part").click();
    await page.locator("#title").nth(1).waitFor({ state: "detached" });
  }
  const ended = await page.evaluate(() => [...clients].filter((client) => {
    try { client.login().dispose(); } catch (error) { return error.code === "disposed"; }
  }).length);
  assert.equal(ended, 20);
};

/** A session that the server handed over is asked for once, when the page comes to the front. */
export const askedInFront = async ({ page, lines, asked }) => {
  await page.locator("#title", { hasText: "Sign in" }).waitFor();
  assert.deepEqual(asked, []);
  // The cookie is gone meanwhile.
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await page.getByText("Somebody else").waitFor();
  assert.equal(asked.length, 1);
  assert.deepEqual(lines, []);
};
