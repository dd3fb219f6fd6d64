// The wrapper for React with Preact in its place, in Chromium, with a real Kratos.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ACTIVE, COUNTING, makeApp, signedOutPage, toggled } from "./support/hydrated.mjs";

const PAGE = `
  ${COUNTING}
  import { createElement as h, useState } from "react";
  import { createRoot } from "react-dom/client";
  import { KratosLogin, PropylonProvider, SignedIn, SignedOut, useFlow, useSession } from "propylon/react";

  const Who = () => h("p", { id: "who" }, useSession().state);
  const Title = () => h("p", { id: "title" }, useFlow("login", { groups: ["default", "code"] }).screen?.title ?? "…");
  const Form = () => {
    const [isThere, set] = useState(true);
    return h("section", null,
      h("button", { id: "toggle", onClick: () => set(!isThere) }, "Toggle"),
      isThere && h(KratosLogin, { groups: ["default", "password"], className: "card", onScreen: ({ detail }) => heard.push(detail.phase), onNavigate: (event) => event.preventDefault() }));
  };
  const root = createRoot(document.getElementById("app"));
  root.render(h(PropylonProvider, { url: props.url, session: props.session },
    h(Who), h(Title), h(Form), h(SignedOut, null, h("b", null, "Somebody else")), h(SignedIn, null, h("b", null, "Inbox"))));
  window.unmount = () => root.unmount();`;

let app;

before(async () => {
  const alias = { react: "preact/compat", "react-dom/client": "preact/compat/client" };
  app = await makeApp({ packages: ["preact"], files: { "page.js": PAGE }, options: { alias } });
});
after(() => app?.stop());

test("hooks follow the session and a flow, and the element's events are heard from the first on", async () => {
  const { page, lines, heard } = await app.opened({ url: app.kratos.url }, "");
  await page.locator("kratos-login.card").waitFor();
  await signedOutPage(page);
  assert.deepEqual(await heard(), ["loading", "ready"]);
  const before = await page.evaluate(() => counted.listeners);
  await toggled(page);
  assert.equal(await page.evaluate(() => counted.listeners), before);
  await page.evaluate(() => unmount());
  await page.waitForFunction(() => counted.listeners === 0);
  assert.deepEqual(lines, []);
});

test("what the server knows of the session is known at once", async () => {
  const { page, lines, asked } = await app.opened({ url: app.kratos.url, session: ACTIVE }, "");
  await page.getByText("Inbox").waitFor();
  await page.locator("#title", { hasText: "Sign in" }).waitFor();
  assert.deepEqual(asked, []);
  assert.deepEqual(lines, []);
});
