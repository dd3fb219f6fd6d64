// React on the server and in Chromium, in each version: a page that a server sent is hydrated, in Strict Mode, with a real Kratos.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { call, makeConsumer } from "./consumer.mjs";
import { given, startKratos } from "./kratos.mjs";
import { serve } from "./server.mjs";

const require = createRequire(new URL("../../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

const APP = `
  import { createElement as h, StrictMode, useState } from "react";
  import { KratosLogin, PropylonProvider, SignedIn, SignedOut, useFlow, useSession } from "propylon/react";

  const Who = () => h("p", { id: "who" }, useSession().state);
  const Title = () => h("p", { id: "title" }, useFlow("login", { groups: ["default", "code"] }).screen?.title ?? "…");
  const Form = ({ heard }) => {
    const [isThere, set] = useState(true);
    return h("section", null,
      h("button", { id: "toggle", onClick: () => set(!isThere) }, "Toggle"),
      isThere && h(KratosLogin, { groups: ["default", "password"], className: "card", onScreen: ({ detail }) => heard?.(detail.phase), onSuccess: () => heard?.("success"), onNavigate: (event) => event.preventDefault() }));
  };
  export const App = ({ url, session, heard }) =>
    h(StrictMode, null, h(PropylonProvider, { url, session },
      h(Who), h(Title), h(Form, { heard }),
      h(SignedOut, { fallback: h("i", null, "?") }, h("b", null, "Somebody else")),
      h(SignedIn, { fallback: h("i", null, "?") }, h("b", null, "Inbox"))));`;

/** The tests, with the packages of a version. */
export const testReact = (packages) => {
  let consumer;
  let kratos;
  let site;
  let browser;

  before(async () => {
    consumer = await makeConsumer(packages);
    writeFileSync(join(consumer.folder, "app.js"), APP);
    const page = `
      import { createElement as h } from "react";
      import { hydrateRoot } from "react-dom/client";
      import { App } from "./app.js";
      // Somewhere else on the page, as in a header, before React is there.
      import "propylon/elements";
      window.heard = [];
      window.wrong = [];
      const tell = (error) => wrong.push(String(error));
      const props = { ...JSON.parse(document.body.dataset.props), heard: (what) => heard.push(what) };
      window.root = hydrateRoot(document.getElementById("app"), h(App, props), { onRecoverableError: tell, onUncaughtError: tell });`;
    writeFileSync(join(consumer.folder, "page.js"), page);
    const { build } = await import("esbuild");
    const options = { bundle: true, splitting: true, format: "esm", absWorkingDir: consumer.folder, outdir: "out", logLevel: "error" };
    // The development build says what does not fit.
    await build({ ...options, entryPoints: ["page.js"], define: { "process.env.NODE_ENV": '"development"' } });
    site = await serve({ folders: { "/": join(consumer.folder, "out") } });
    for (const name of ["core_bg.wasm", "elements_bg.wasm"]) {
      writeFileSync(join(consumer.folder, "out", name), await (await import("node:fs/promises")).readFile(join(given("PROPYLON_PACKAGE"), "dist", name)));
    }
    kratos = await startKratos({ site: site.url });
    browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
  });
  after(async () => {
    await browser?.close();
    await kratos?.stop();
    await site?.stop();
    consumer?.remove();
  });

  /** What the server sends. */
  const rendered = async (props) => {
    const script = `
      import { createElement as h } from "react";
      import { renderToString } from "react-dom/server";
      import { App } from "./app.js";
      process.stdout.write(renderToString(h(App, ${JSON.stringify(props)})));`;
    writeFileSync(join(consumer.folder, "server.js"), script);
    return (await call(process.execPath, ["server.js"], { cwd: consumer.folder })).stdout;
  };

  const opened = async (props) => {
    const html = await rendered(props);
    const data = JSON.stringify(props).replaceAll('"', "&quot;");
    site.pages["/index.html"] = `<!doctype html><title>App</title><link rel="icon" href="data:,"><body data-props="${data}"><div id="app">${html}</div><script type="module" src="/page.js"></script>`;
    const page = await (await browser.newContext()).newPage();
    const lines = [];
    const asked = [];
    page.on("request", (request) => request.url().includes("/sessions/whoami") && asked.push(request.url()));
    page.on("pageerror", (error) => lines.push(String(error)));
    page.on("console", (message) => message.type() === "error" && !/status of 4\d\d/.test(message.text()) && lines.push(message.text()));
    await page.goto(`${site.url}/index.html`);
    return { html, page, lines, asked };
  };

  // It was upgraded before React was there: error #418; and React heard none of its events.
  test("a page of a server is hydrated without an error, and the element's events are heard from the first on", async () => {
    const { html, page, lines } = await opened({ url: kratos.url });
    assert.match(html, /<kratos-login base-url="[^"]+" groups="default password" class="card" defer-hydration=""><\/kratos-login>/);
    assert.match(html, /<p id="who">unknown<\/p>/);
    await page.locator("kratos-login [name=identifier]").waitFor();
    await page.getByText("Somebody else").waitFor();
    await page.locator("#title", { hasText: "Sign in" }).waitFor();
    await page.locator("#who", { hasText: "none" }).waitFor();
    assert.deepEqual(await page.evaluate(() => wrong), []);
    assert.deepEqual(lines, []);
    assert.deepEqual(await page.evaluate(() => [...new Set(heard)]), ["loading", "ready"]);
    // Removed and shown again by React.
    for (let times = 0; times < 5; times += 1) {
      await page.locator("#toggle").click();
      await page.locator("kratos-login").waitFor({ state: "detached" });
      await page.locator("#toggle").click();
      await page.locator("kratos-login [name=identifier]").waitFor();
    }
    await page.evaluate(() => root.unmount());
    assert.equal(await page.evaluate(() => document.getElementById("app").innerHTML), "");
    assert.deepEqual(lines, []);
  });

  test("what the server knows of the session is known at once, and asked when the page comes to the front", async () => {
    const session = { state: "active", session: { id: "s", assuranceLevel: "aal1", methods: [], devices: [], identity: null, authenticatedAt: null, expiresAt: null }, url: null, error: null };
    const { html, page, lines, asked } = await opened({ url: kratos.url, session });
    assert.match(html, /<b>Inbox<\/b>/);
    assert.doesNotMatch(html, /Somebody else|<i>/);
    await page.locator("#title", { hasText: "Sign in" }).waitFor();
    assert.deepEqual(asked, []);
    // The cookie is gone meanwhile.
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await page.getByText("Somebody else").waitFor();
    assert.deepEqual(await page.evaluate(() => wrong), []);
    assert.deepEqual(lines, []);
  });

  test("a hook without its provider says which one is missing", async () => {
    const script = `
      import { createElement as h } from "react";
      import { renderToString } from "react-dom/server";
      import { useSession } from "propylon/react";
      const App = () => h("p", null, useSession().state);
      try { renderToString(h(App)); } catch (error) { process.stdout.write(error.code + " " + error.remedy); }`;
    writeFileSync(join(consumer.folder, "alone.js"), script);
    const { stdout } = await call(process.execPath, ["alone.js"], { cwd: consumer.folder });
    assert.match(stdout, /^no-provider Put <PropylonProvider/);
  });
};
