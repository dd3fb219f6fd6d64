// Solid on the server and in Chromium: a page that a server sent is hydrated, with a real Kratos.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ACTIVE, COUNTING, askedInFront, makeApp, partsEnd, signedOutPage, toggled } from "./support/hydrated.mjs";

// Without Solid's compiler, as the package itself.
const APP = `
  import { createComponent, createSignal, ErrorBoundary, createEffect, Show } from "solid-js";
  import { Dynamic } from "solid-js/web";
  import { KratosLogin, PropylonProvider, SignedIn, SignedOut, useAuth, useFlow, useSession } from "propylon/solid";

  export const clients = new Set();
  const tag = (component, props) => createComponent(Dynamic, { component, ...props });
  const text = (component, id, read) => createComponent(Dynamic, { component, id, get children() { return read(); } });
  const Who = () => { const session = useSession(); return text("p", "who", () => session().state); };
  const Title = (props) => { const { screen } = useFlow("login", () => ({ groups: props.groups })); return text("p", "title", () => screen()?.title ?? "…"); };
  const Watched = () => { const auth = useAuth(); createEffect(() => auth() && clients.add(auth())); return null; };
  const Main = (props) => {
    const [isThere, setThere] = createSignal(true);
    const [isPart, setPart] = createSignal(false);
    return [
      tag("button", { id: "toggle", onClick: () => setThere(!isThere()), children: "Toggle" }),
      tag("button", { id: "part", onClick: () => setPart(!isPart()), children: "Part" }),
      createComponent(Who, {}),
      createComponent(ErrorBoundary, { fallback: (error) => tag("p", { id: "failed", children: error.code }), get children() { return createComponent(Title, { groups: ["default", "code"] }); } }),
      createComponent(Show, { get when() { return isThere(); }, get children() {
        return createComponent(KratosLogin, { groups: ["default", "password"], class: "card", onScreen: ({ detail }) => props.heard?.(detail.phase), onNavigate: (event) => event.preventDefault() });
      } }),
      // A part of an app with a client of its own.
      createComponent(Show, { get when() { return isPart(); }, get children() {
        return createComponent(PropylonProvider, { url: props.url, get children() { return [createComponent(Watched, {}), createComponent(Title, { groups: ["default"] })]; } });
      } }),
      createComponent(SignedOut, { get fallback() { return tag("i", { children: "?" }); }, get children() { return tag("b", { children: "Somebody else" }); } }),
      createComponent(SignedIn, { get fallback() { return tag("i", { children: "?" }); }, get children() { return tag("b", { children: "Inbox" }); } }),
    ];
  };
  export const App = (props) => createComponent(PropylonProvider, { url: props.url, session: props.session, get children() { return createComponent(Main, props); } });`;

const files = {
  "app.js": APP,
  "server.js": `
    import { createComponent } from "solid-js";
    import { renderToString } from "solid-js/web";
    import { App } from "./app.js";
    export const render = (props) => renderToString(() => createComponent(App, props));`,
  "page.js": `
    ${COUNTING}
    import { createComponent } from "solid-js";
    import { hydrate } from "solid-js/web";
    import { App, clients } from "./app.js";
    window._$HY = { events: [], completed: new WeakSet(), r: {}, fe() {} };
    const first = document.querySelector("kratos-login");
    const unmount = hydrate(() => createComponent(App, { ...props, heard: (what) => heard.push(what) }), document.getElementById("app"));
    Object.assign(window, { clients, unmount, isKept: first === document.querySelector("kratos-login") });`,
};

let app;

before(async () => {
  app = await makeApp({ packages: ["solid-js", "seroval", "seroval-plugins", "csstype"], files, options: { conditions: ["browser", "development"] } });
});
after(() => app?.stop());

test("a page of a server is hydrated without an error, and the element's events are heard from the first on", async () => {
  const { html, page, lines, heard } = await app.opened({ url: app.kratos.url });
  assert.match(html, /<kratos-login (?=[^>]*base-url="[^"]+")(?=[^>]*groups="default password")(?=[^>]*class="card ?")[^>]*defer-hydration[^>]*><\/kratos-login>/);
  assert.match(html, /<p[^>]* id="who"[^>]*>unknown<\/p>/);
  await signedOutPage(page);
  assert.equal(await page.evaluate(() => isKept), true);
  assert.deepEqual(await heard(), ["loading", "ready"]);
  assert.equal(await page.locator("kratos-login").getAttribute("base-url"), app.kratos.url);
  assert.equal(await page.locator("kratos-login").getAttribute("groups"), "default password");
  const before = await page.evaluate(() => counted.listeners);
  await toggled(page);
  assert.equal(await page.locator("kratos-login").getAttribute("base-url"), app.kratos.url);
  assert.equal(await page.evaluate(() => counted.listeners), before);
  await page.evaluate(() => unmount());
  assert.equal(await page.evaluate(() => counted.listeners), 0);
  assert.deepEqual(lines, []);
});

test("a part with a client of its own leaves nothing behind", async () => {
  const { page, lines } = await app.opened({ url: app.kratos.url });
  await page.locator("#title", { hasText: "Sign in" }).waitFor();
  await partsEnd(page);
  assert.deepEqual(lines, []);
});

test("what the server knows of the session is known at once, and asked when the page comes to the front", async () => {
  const opened = await app.opened({ url: app.kratos.url, session: ACTIVE });
  assert.match(opened.html, /<b[^>]*>Inbox<\/b>/);
  assert.doesNotMatch(opened.html, /Somebody else|<i/);
  await askedInFront(opened);
});

test("where there is no client, people who are not signed in are not shut out", async () => {
  const { page } = await app.opened({ url: "nowhere:1" });
  await page.locator("#failed", { hasText: "bad-option" }).waitFor();
  await page.locator("#who", { hasText: "unreachable" }).waitFor();
  await page.getByText("Somebody else").waitFor();
});

test("a primitive without its provider says which one is missing", async () => {
  const stdout = await app.run(`
    import { createComponent } from "solid-js";
    import { renderToString } from "solid-js/web";
    import { useSession } from "propylon/solid";
    try { renderToString(() => createComponent(() => useSession()().state, {})); } catch (error) { process.stdout.write(error.code + " " + error.remedy); }`);
  assert.match(stdout, /^no-provider Put <PropylonProvider/);
});
