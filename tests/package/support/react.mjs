// React on the server and in Chromium, in each version: a page that a server sent is hydrated, in Strict Mode, with a real Kratos.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ACTIVE, askedInFront, makeApp, signedOutPage } from "./hydrated.mjs";

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

const files = {
  "app.js": APP,
  "server.js": `
    import { createElement as h } from "react";
    import { renderToString } from "react-dom/server";
    import { App } from "./app.js";
    export const render = (props) => renderToString(h(App, props));`,
  "page.js": `
    import { createElement as h } from "react";
    import { hydrateRoot } from "react-dom/client";
    import { App } from "./app.js";
    const tell = (error) => wrong.push(String(error));
    const all = { ...props, heard: (what) => heard.push(what) };
    const root = hydrateRoot(document.getElementById("app"), h(App, all), { onRecoverableError: tell, onUncaughtError: tell });
    window.unmount = () => root.unmount();`,
};

/** The tests, with the packages of a version. */
export const testReact = (packages) => {
  let app;

  before(async () => {
    app = await makeApp({ packages, files });
  });
  after(() => app?.stop());

  // It was upgraded before React was there: error #418; and React heard none of its events.
  test("a page of a server is hydrated without an error, and the element's events are heard from the first on", async () => {
    const { html, page, lines, wrong, heard } = await app.opened({ url: app.kratos.url });
    assert.match(html, /<kratos-login base-url="[^"]+" groups="default password" class="card" defer-hydration=""><\/kratos-login>/);
    assert.match(html, /<p id="who">unknown<\/p>/);
    await signedOutPage(page);
    assert.deepEqual(await wrong(), []);
    assert.deepEqual(lines, []);
    assert.deepEqual(await heard(), ["loading", "ready"]);
    // Removed and shown again by React.
    for (let times = 0; times < 5; times += 1) {
      await page.locator("#toggle").click();
      await page.locator("kratos-login").waitFor({ state: "detached" });
      await page.locator("#toggle").click();
      await page.locator("kratos-login [name=identifier]").waitFor();
    }
    await page.evaluate(() => unmount());
    assert.equal(await page.evaluate(() => document.getElementById("app").innerHTML), "");
    assert.deepEqual(lines, []);
  });

  test("what the server knows of the session is known at once, and asked when the page comes to the front", async () => {
    const opened = await app.opened({ url: app.kratos.url, session: ACTIVE });
    assert.match(opened.html, /<b>Inbox<\/b>/);
    assert.doesNotMatch(opened.html, /Somebody else|<i>/);
    await askedInFront(opened);
    assert.deepEqual(await opened.wrong(), []);
  });

  test("a hook without its provider says which one is missing", async () => {
    const stdout = await app.run(`
      import { createElement as h } from "react";
      import { renderToString } from "react-dom/server";
      import { useSession } from "propylon/react";
      const App = () => h("p", null, useSession().state);
      try { renderToString(h(App)); } catch (error) { process.stdout.write(error.code + " " + error.remedy); }`);
    assert.match(stdout, /^no-provider Put <PropylonProvider/);
  });
};
