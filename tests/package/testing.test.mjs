// `propylon/testing`: its screens are those of the core; unit tests with it in Vitest, Jest and Node; end-to-end tests
// with its functions for Playwright, with a real Kratos.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { FILE, drawnScreens, leavingOf, written } from "./support/drawn.mjs";
import { call, makeConsumer } from "./support/consumer.mjs";
import { given, startKratos } from "./support/kratos.mjs";
import { startMailpit } from "./support/mailpit.mjs";
import { serve } from "./support/server.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

let browser;
let site;
before(async () => {
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
  site = await serve({ pages: { "/blank.html": "<!doctype html><title>Blank</title>" }, folders: { "/dist/": join(given("PROPYLON_PACKAGE"), "dist") } });
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

test("the screens are those that the core draws", async () => {
  const page = await browser.newPage();
  const screens = await drawnScreens(page, site.url);
  await page.close();
  if (process.env.UPDATE) writeFileSync(FILE, written(screens));
  assert.equal(readFileSync(FILE, "utf8"), written(screens), "the screens of propylon/testing are old: UPDATE=1 cargo xtask test package");
});

const at = (file) => import(pathToFileURL(join(given("PROPYLON_PACKAGE"), "dist", file)));

test("without a DOM: a script of screens, what was submitted, and names that Kratos does not have", async () => {
  const { fakeAuth, flow, screen, screenNames, signedIn, signedOut, needsAal2, unreachable } = await at("testing.js");
  const auth = fakeAuth({ tokens: { api: "a.b.c" } });
  const login = auth.login({ groups: ["default", "code"], returnTo: "/inbox" });
  assert.equal(login.snapshot().phase, "loading");
  const phases = [];
  login.subscribe(({ phase, title }) => phases.push(`${phase} ${title}`));
  await assert.rejects(login.submit({ identifer: "ada" }), { code: "unknown-field", known: ["identifier"] });
  await assert.rejects(login.submit({ method: "password" }), { code: "unknown-method", known: ["code"] });
  await assert.rejects(login.passkey(), { code: "no-ceremony" });
  await assert.rejects(auth.token("api"), { code: "no-session" });
  const sent = await login.submit({ identifier: "ada@example.com" });
  assert.deepEqual([sent, auth.login().submitted], [screen("login/code-sent"), [{ identifier: "ada@example.com", method: "code" }]]);
  const end = await login.submit({ code: "123456" });
  assert.deepEqual(end.leaving, { url: "/inbox", done: true });
  await assert.rejects(login.submit({ code: "123456" }), { code: "no-form" });
  assert.deepEqual(phases, ["loading Sign in", "ready Sign in", "busy Sign in", "ready Check your email", "busy Check your email", "leaving Check your email"]);
  assert.deepEqual(auth.navigations, [{ url: "/inbox", done: true, flow: "login", defaultPrevented: false }]);
  assert.equal((await auth.whoami()).identity.traits.email, "ada@example.com");
  assert.equal(await auth.token("api"), "a.b.c");
  await assert.rejects(auth.token("web"), { code: "unknown-template" });
  assert.deepEqual(await auth.logout({ mode: "fetch" }), { kind: "signed-out", url: null });
  assert.equal((await auth.session()).state, "none");
  auth.dispose();
  await assert.rejects(login.submit({}), { code: "disposed" });

  const both = fakeAuth().login();
  await assert.rejects(both.submit({ identifier: "ada" }), { code: "which-method" });
  await both.passkey({ identifier: "ada" });
  assert.deepEqual(both.submitted, [{ identifier: "ada", method: "passkey" }]);
  assert.throws(() => flow("login", { groups: ["totp"] }), /has no screens of the groups totp; there are: code; passkey/);
  assert.throws(() => screen("login/nothing"), /there are: login\/loading, login\/start/);
  for (const name of screenNames()) assert.equal(screen(name).flow, name.split("/")[0]);
  for (const [state, name] of [[signedIn(), "active"], [signedOut(), "none"], [needsAal2(), "needs-aal2"], [unreachable(), "unreachable"]]) assert.equal(state.state, name);
});

// What a fake makes up itself, compared with the client on the same answers.
test("a fake's screens while it is busy and when it leaves are those of the client", async () => {
  const page = await browser.newPage();
  const real = await leavingOf(page, site.url);
  const { fakeAuth } = await at("testing.js");
  const flow = fakeAuth().login({ returnTo: real.at(-1).leaving.url });
  const fake = [];
  flow.subscribe((screen) => fake.push(screen));
  await flow.submit({ method: "password", identifier: "ada@example.test", password: "right" });
  // The client is busy a second time while it asks for the session.
  const byPhase = (screens) => Object.fromEntries([...screens].reverse().map((screen) => [screen.phase, screen]));
  assert.deepEqual(fake.map(({ phase }) => phase), ["loading", "ready", "busy", "leaving"]);
  assert.deepEqual(byPhase(fake), byPhase(real));
  await page.close();
});

/** An app that calls `connect` itself, and its test. */
const MOCKED = `
  import { connect } from "propylon";
  import { fakeAuth, signedIn } from "propylon/testing";
  const auth = fakeAuth({ session: signedIn() });
  vi.mock("propylon", () => ({ connect: async () => auth }));
  test("is given the client", async () => {
    const { state } = await (await connect({ url: "https://auth.example.com" })).session();
    expect(state).toBe("active");
  });`;

/** Runs the unit tests of an app. */
const unit = async (files, program, args) => {
  const consumer = await makeConsumer(["react", "react-dom", "scheduler", "@testing-library/react", "@testing-library/dom", "vitest", "vite", "jsdom", "happy-dom", "jest", "jest-environment-jsdom", "@babel/preset-env"]);
  try {
    for (const name of ["app.js", "app.test.js"]) writeFileSync(join(consumer.folder, name), readFileSync(new URL(`support/unit/${name}`, import.meta.url)));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(consumer.folder, name), text);
    const env = { ...process.env, CI: "1", NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined };
    const path = join(consumer.folder, "node_modules", program);
    const { stdout, stderr } = await call(process.execPath, [...args, path, ...(program.includes("vitest") ? ["run"] : [])], { cwd: consumer.folder, env }).catch((error) => error);
    return stdout + stderr;
  } finally {
    consumer.remove();
  }
};

for (const environment of ["jsdom", "happy-dom"]) {
  test(`an app's tests run in Vitest with ${environment}`, async () => {
    const config = `export default { test: { globals: true, environment: "${environment}" } };`;
    const files = { "vitest.config.js": config, "mocked.test.js": MOCKED };
    assert.match(await unit(files, "vitest/vitest.mjs", []), /Tests.*4 passed/);
  });
}

test("an app's tests run in Jest, as CommonJS and as modules", async () => {
  const common = {
    "package.json": "{}",
    "babel.config.js": `module.exports = { presets: [["@babel/preset-env", { targets: { node: "current" } }]] };`,
    "jest.config.js": `module.exports = { testEnvironment: "jsdom", transformIgnorePatterns: ["/node_modules/(?!propylon/)"] };`,
  };
  assert.match(await unit(common, "jest/bin/jest.js", []), /Tests: +3 passed/);
  const modules = { "jest.config.js": `export default { testEnvironment: "jsdom", transform: {} };` };
  assert.match(await unit(modules, "jest/bin/jest.js", ["--experimental-vm-modules"]), /Tests: +3 passed/);
});

test("Playwright: identities, a session without a page, codes from mails, and a passkey that moves", async () => {
  const { createIdentity, latestCode, signIn, virtualPasskey } = await at("testing-playwright.js");
  const mailpit = await startMailpit();
  const kratos = await startKratos({ site: site.url, smtp: mailpit.smtp });
  const password = "a-long-and-odd-passphrase-7";
  const email = "ada@example.com";
  const elements = (tag, groups) => `<!doctype html><title>App</title><link rel="icon" href="data:,"><script type="module" src="/dist/elements.js"></script><${tag} base-url="${kratos.url}" groups="${groups}"></${tag}>`;
  Object.assign(site.pages, {
    "/code.html": elements("kratos-login", "default code"),
    "/passkey.html": elements("kratos-login", "default passkey"),
    "/sign-up.html": elements("kratos-registration", "default passkey profile"),
  });
  const opened = async (path) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.route(/\/inbox$|:4455/, (route) => route.fulfill({ contentType: "text/html", body: "<title>Inside</title>" }));
    await page.goto(`${site.url}${path}`);
    return { context, page };
  };
  /** Who the client in a page says is signed in. */
  const who = (page) =>
    page.evaluate(async (url) => {
      const { connect } = await import("/dist/index.js");
      return (await (await connect({ url })).session()).session?.identity.name ?? null;
    }, kratos.url);
  try {
    const person = await createIdentity({ adminUrl: kratos.admin, email, password });
    assert.equal(person.verifiable_addresses[0].verified, true);
    await assert.rejects(createIdentity({ adminUrl: kratos.admin, email, password }), /no identity is made: HTTP 409/);

    const { context, page } = await opened("/blank.html");
    assert.equal(await who(page), null);
    await assert.rejects(signIn(context, { kratosUrl: kratos.url, identifier: email, password: "wrong" }), /ada@example.com is not signed in: HTTP 400: .*credentials/);
    const session = await signIn(context, { kratosUrl: kratos.url, identifier: email, password });
    assert.equal(session.identity.id, person.id);
    assert.equal(await who(page), email);
    await assert.rejects(signIn(page, { kratosUrl: kratos.url, identifier: email, password }), /no sign-in begins: HTTP 400/);

    const byCode = await opened("/code.html");
    await byCode.page.locator("[name=identifier]").fill(email);
    await byCode.page.locator("[name=method][value=code]").click();
    await byCode.page.locator("[name=code]").fill(await latestCode(mailpit.url, email));
    await byCode.page.locator("kratos-login").waitFor({ state: "detached" });
    await byCode.page.goto(`${site.url}/blank.html`);
    assert.equal(await who(byCode.page), email);
    await assert.rejects(latestCode(mailpit.url, email, { timeout: 300 }), /no mail with a code/);

    const one = await opened("/sign-up.html");
    const passkey = await virtualPasskey(one.page);
    await one.page.locator("[name='traits.email']").fill("grace@example.com");
    await one.page.locator("[name=method][value=profile]").click();
    await one.page.locator("button").filter({ hasText: /passkey/i }).click();
    await one.page.getByText("Check your email").waitFor();
    const credentials = await passkey.credentials();
    assert.equal(credentials.length, 1);

    const other = await opened("/blank.html");
    const second = await virtualPasskey(other.page);
    // As a file would have it.
    for (const credential of JSON.parse(JSON.stringify(credentials))) await second.add(credential);
    // Autofill is answered as it begins, if there is a finger.
    await second.touch(false);
    await other.page.goto(`${site.url}/passkey.html`);
    await other.page.locator("button").filter({ hasText: /passkey/i }).waitFor();
    assert.equal(await who(other.page), null);
    await second.touch(true);
    await other.page.reload();
    await other.page.locator("kratos-login").waitFor({ state: "detached" });
    await other.page.goto(`${site.url}/blank.html`);
    assert.equal(await who(other.page), "grace@example.com");
    await second.remove();
  } finally {
    await kratos.stop();
    await mailpit.stop();
  }
});

/** The errors of TypeScript in a file. */
const typed = async (packages, spec, more) => {
  const consumer = await makeConsumer([...packages, "typescript"]);
  try {
    writeFileSync(join(consumer.folder, "spec.ts"), spec);
    const compilerOptions = { strict: true, noEmit: true, module: "esnext", moduleResolution: "bundler", target: "es2022", lib: ["es2022", "dom"], skipLibCheck: true, types: [], ...more };
    writeFileSync(join(consumer.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["spec.ts"] }));
    return (await call(process.execPath, [join(consumer.folder, "node_modules/typescript/bin/tsc"), "--project", "."], { cwd: consumer.folder }).catch((error) => error)).stdout;
  } finally {
    consumer.remove();
  }
};

test("Playwright: its own pages and contexts fit the types", async () => {
  const spec = `
    import { test, type BrowserContext, type Page } from "@playwright/test";
    import { signIn, virtualPasskey } from "propylon/testing/playwright";
    test("signs in", async ({ context, page }: { context: BrowserContext; page: Page }) => {
      const options = { kratosUrl: "http://localhost:4433", identifier: "ada@example.com", password: "secret" };
      await signIn(context, options);
      await signIn(page, options);
      const passkey = await virtualPasskey(page);
      const credentials = await passkey.credentials();
      await passkey.add(credentials[0]!);
      // @ts-expect-error A context has no page.
      await virtualPasskey(context);
    });`;
  const playwright = fileURLToPath(new URL("../e2e/node_modules/@playwright/test", import.meta.url));
  assert.equal(await typed([], spec, { paths: { "@playwright/test": [playwright] } }), "");
});

// Cypress itself is not run: its program is a download. The functions behind its commands are those above.
test("Cypress: the commands have types", async () => {
  const spec = `
    import "propylon/testing/cypress";
    const kratosUrl = "http://localhost:4433";
    it("signs in", () => {
      cy.createIdentity({ adminUrl: "http://localhost:4434", email: "ada@example.com", password: "secret" });
      cy.signIn({ kratosUrl, identifier: "ada@example.com", password: "secret" }).its("identity").should("exist");
      cy.latestCode("http://localhost:8025", "ada@example.com").then((code) => code.padStart(6));
      cy.virtualPasskey().then((passkey) => passkey.credentials()).then((credentials) => credentials[0]?.credentialId.length);
      // @ts-expect-error There is no password.
      cy.signIn({ kratosUrl, identifier: "ada@example.com" });
    });`;
  // Jest brings other types of what Cypress' types use.
  assert.equal(await typed(["cypress"], spec, { types: ["cypress"] }), "");
});
