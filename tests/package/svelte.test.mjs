// Svelte on the server and in Chromium: a page that a server sent is hydrated, with a real Kratos.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { ACTIVE, COUNTING, askedInFront, makeApp, partsEnd, signedOutPage, toggled } from "./support/hydrated.mjs";

const files = {
  "App.svelte": `
    <script>
      import { setPropylon } from "propylon/svelte";
      import Body from "./Body.svelte";
      import Part from "./Part.svelte";
      let { url, session, heard } = $props();
      // svelte-ignore state_referenced_locally
      const { element, session: now, error } = setPropylon({ url, session });
      let isThere = $state(true);
      let isPart = $state(false);
    </script>
    <button id="toggle" onclick={() => (isThere = !isThere)}>Toggle</button>
    <button id="part" onclick={() => (isPart = !isPart)}>Part</button>
    <p id="error">{$error?.code ?? ""}</p>
    <Body groups={["default", "code"]} />
    {#if isThere}
      <kratos-login defer-hydration groups="default password" class="card" {@attach element}
        onkratos-screen={({ detail }) => heard?.(detail.phase)} onkratos-navigate={(event) => event.preventDefault()}></kratos-login>
    {/if}
    {#if isPart}<Part {url} />{/if}
    {#if $now.state === "active"}<b>Inbox</b>{:else if $now.state === "unknown"}<i>?</i>{:else}<b>Somebody else</b>{/if}`,
  "Body.svelte": `
    <script>
      import { getPropylon } from "propylon/svelte";
      let { groups } = $props();
      const { auth, session, flow } = getPropylon();
      // svelte-ignore state_referenced_locally
      const { screen } = flow("login", { groups });
      $effect(() => { if ($auth) window.clients.add($auth); });
    </script>
    <p id="who">{$session.state}</p>
    <p id="title">{$screen?.title ?? "…"}</p>`,
  // A part of an app with a client of its own.
  "Part.svelte": `
    <script>
      import { setPropylon } from "propylon/svelte";
      import Body from "./Body.svelte";
      let { url } = $props();
      // svelte-ignore state_referenced_locally
      setPropylon({ url });
    </script>
    <Body groups={["default"]} />`,
  "Alone.svelte": `<script>import { getPropylon } from "propylon/svelte"; getPropylon();</script>`,
  "server.js": `import { render as draw } from "svelte/server"; import App from "./server/App.js"; export const render = (props) => draw(App, { props }).body;`,
  "page.js": `
    ${COUNTING}
    import { hydrate, unmount } from "svelte";
    import App from "./client/App.js";
    window.clients = new Set();
    const app = hydrate(App, { target: document.getElementById("app"), props: { ...props, heard: (what) => heard.push(what) } });
    window.unmount = () => unmount(app);`,
};

let app;

before(async () => {
  const { compile } = await import("svelte/compiler");
  const prepare = (folder) => {
    for (const generate of ["client", "server"]) {
      mkdirSync(join(folder, generate));
      for (const name of Object.keys(files).filter((name) => name.endsWith(".svelte"))) {
        const { js } = compile(readFileSync(join(folder, name), "utf8"), { generate, dev: generate === "client", filename: name });
        writeFileSync(join(folder, generate, name.replace(".svelte", ".js")), js.code.replaceAll(/(from '\.\/\w+)\.svelte'/g, "$1.js'").replaceAll(/(from "\.\/\w+)\.svelte"/g, '$1.js"'));
      }
    }
  };
  const packages = ["svelte", "esm-env", "clsx", "devalue", "@jridgewell", "acorn", "aria-query", "axobject-query", "is-reference", "locate-character", "magic-string", "zimmerframe", "esrap"];
  app = await makeApp({ packages, files, prepare, options: { conditions: ["svelte", "browser", "development"] } });
});
after(() => app?.stop());

test("a page of a server is hydrated without an error, and the element's events are heard from the first on", async () => {
  const { html, page, lines, heard } = await app.opened({ url: app.kratos.url });
  assert.match(html, /<kratos-login (?=[^>]*groups="default password")(?=[^>]*class="card")[^>]*defer-hydration[^>]*><\/kratos-login>/);
  assert.match(html, /<p id="who">unknown<\/p>/);
  await signedOutPage(page);
  assert.deepEqual(await heard(), ["loading", "ready"]);
  const before = await page.evaluate(() => counted.listeners);
  await toggled(page);
  await page.evaluate(() => unmount());
  assert.equal(await page.evaluate(() => document.getElementById("app").innerText.trim()), "");
  // Svelte leaves its own for `onkratos-…`, two, to each removed element.
  assert.equal(before, 5 + 2);
  assert.equal(await page.evaluate(() => counted.listeners), 21 * 2);
  assert.deepEqual(lines, []);
});

test("a part with a client of its own leaves nothing behind", async () => {
  const { page, lines } = await app.opened({ url: app.kratos.url });
  await page.waitForFunction(() => clients.size === 1);
  await partsEnd(page, 1);
  assert.deepEqual(lines, []);
});

test("what the server knows of the session is known at once, and asked when the page comes to the front", async () => {
  const opened = await app.opened({ url: app.kratos.url, session: ACTIVE });
  assert.match(opened.html, /<b>Inbox<\/b>/);
  assert.doesNotMatch(opened.html, /Somebody else|<i>/);
  await askedInFront(opened);
});

test("where there is no client, the session is not known, and the error is there", async () => {
  const { page } = await app.opened({ url: "nowhere:1" });
  await page.locator("#who", { hasText: "unreachable" }).waitFor();
  await page.locator("#error", { hasText: "bad-option" }).waitFor();
  await page.getByText("Somebody else").waitFor();
});

test("a component without its provider says which one is missing", async () => {
  const stdout = await app.run(`
    import { render } from "svelte/server";
    import Alone from "./server/Alone.js";
    try { render(Alone).body; } catch (error) { process.stdout.write(error.code + " " + error.remedy); }`);
  assert.match(stdout, /^no-provider Call setPropylon\(/);
});
