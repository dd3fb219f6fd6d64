// Vue on the server and in Chromium: a page that a server sent is hydrated, with a real Kratos.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ACTIVE, COUNTING, askedInFront, makeApp, partsEnd, signedOutPage, toggled } from "./support/hydrated.mjs";

const APP = `
  import { createSSRApp, defineComponent, h, ref } from "vue";
  import { KratosLogin, SignedIn, SignedOut, propylon, providePropylon, useAuth, useFlow, useSession } from "propylon/vue";

  export const clients = new Set();
  const Who = defineComponent({ setup: () => { const session = useSession(); return () => h("p", { id: "who" }, session.value.state); } });
  const Title = defineComponent({ props: ["groups"], setup: (props) => {
    const { screen } = useFlow("login", () => ({ groups: props.groups }));
    return () => h("p", { id: "title" }, screen.value?.title ?? "…");
  } });
  const Form = defineComponent({ props: ["heard"], setup: (props) => () =>
    h(KratosLogin, { groups: ["default", "password"], class: "card", onScreen: ({ detail }) => props.heard?.(detail.phase), onNavigate: (event) => event.preventDefault() }) });
  const Watched = defineComponent({ setup: () => { const auth = useAuth(); return () => { if (auth.value) clients.add(auth.value); return h("i"); }; } });
  // A part of an app with a client of its own.
  const Part = defineComponent({ props: ["url"], setup: (props) => { providePropylon({ url: props.url }); return () => [h(Watched), h(Title, { groups: ["default"] })]; } });

  export const makeApp = ({ url, session, heard }) => {
    const Root = defineComponent({ setup: () => {
      const isThere = ref(true);
      const isPart = ref(false);
      return () => h("main", null, [
        h("button", { id: "toggle", onClick: () => { isThere.value = !isThere.value; } }, "Toggle"),
        h("button", { id: "part", onClick: () => { isPart.value = !isPart.value; } }, "Part"),
        h(Who), h(Title, { groups: ["default", "code"] }), isThere.value ? h(Form, { heard }) : null, isPart.value ? h(Part, { url }) : null,
        h(SignedOut, null, { default: () => h("b", "Somebody else"), fallback: () => h("i", "?") }),
        h(SignedIn, null, { default: () => h("b", "Inbox"), fallback: () => h("i", "?") }),
      ]);
    } });
    return createSSRApp(Root).use(propylon({ url, session }));
  };`;

const files = {
  "app.js": APP,
  "server.js": `import { renderToString } from "vue/server-renderer"; import { makeApp } from "./app.js"; export const render = (props) => renderToString(makeApp(props));`,
  "page.js": `
    ${COUNTING}
    import { clients, makeApp } from "./app.js";
    const app = makeApp({ ...props, heard: (what) => heard.push(what) });
    app.config.errorHandler = (error) => wrong.push(String(error));
    app.mount("#app");
    Object.assign(window, { clients, unmount: () => app.unmount() });`,
};

let app;

before(async () => {
  app = await makeApp({ packages: ["vue", "@vue"], files, options: { define: { "process.env.NODE_ENV": '"development"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true" } } });
});
after(() => app?.stop());

test("a page of a server is hydrated without an error, and the element's events are heard from the first on", async () => {
  const { html, page, lines, wrong, heard } = await app.opened({ url: app.kratos.url });
  assert.match(html, /<kratos-login (?=[^>]*base-url="[^"]+")(?=[^>]*groups="default password")(?=[^>]*class="card")[^>]*defer-hydration[^>]*><\/kratos-login>/);
  assert.match(html, /<p id="who">unknown<\/p>/);
  await signedOutPage(page);
  assert.deepEqual(await wrong(), []);
  assert.deepEqual(await heard(), ["loading", "ready"]);
  const before = await page.evaluate(() => counted.listeners);
  await toggled(page);
  assert.equal(await page.evaluate(() => counted.listeners), before);
  await page.evaluate(() => unmount());
  assert.equal(await page.evaluate(() => document.getElementById("app").innerHTML), "");
  assert.equal(await page.evaluate(() => counted.listeners), 0);
  assert.deepEqual(lines, []);
});

test("a part with a client of its own leaves nothing behind", async () => {
  const { page, lines } = await app.opened({ url: app.kratos.url });
  await page.locator("#title").waitFor();
  await partsEnd(page);
  assert.deepEqual(lines, []);
});

test("what the server knows of the session is known at once, and asked when the page comes to the front", async () => {
  const opened = await app.opened({ url: app.kratos.url, session: ACTIVE });
  assert.match(opened.html, /<b>Inbox<\/b>/);
  assert.doesNotMatch(opened.html, /Somebody else|<i>/);
  await askedInFront(opened);
});

test("where there is no client, people who are not signed in are not shut out", async () => {
  const { page, wrong } = await app.opened({ url: "nowhere:1" });
  await page.getByText("Somebody else").waitFor();
  await page.locator("#who", { hasText: "unreachable" }).waitFor();
  assert.match((await wrong()).join(), /bad-option|not valid/);
});

test("a composable without its provider says which one is missing", async () => {
  const stdout = await app.run(`
    import { createSSRApp } from "vue";
    import { renderToString } from "vue/server-renderer";
    import { useSession } from "propylon/vue";
    const app = createSSRApp({ setup: () => { useSession(); return () => null; } });
    app.config.warnHandler = () => {};
    await renderToString(app).catch((error) => process.stdout.write(error.code + " " + error.remedy));`);
  assert.match(stdout, /^no-provider Call app\.use\(propylon\(/);
});
