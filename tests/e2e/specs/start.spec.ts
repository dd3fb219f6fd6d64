import { readFileSync } from "node:fs";
import { join } from "node:path";
import { given } from "../stack/given";
import { hold } from "../support/hold";
import { at, button, enterPassword, field, message } from "../support/screens";
import { expect, test } from "../support/test";

/** Chromium's warning if a page doesn't use a preloaded file within some seconds. */
const PRELOADED = /was preloaded using link preload but not used/;

test.describe("without config.json", () => {
  test.use({ variant: { config: null } });

  test("config.json missing means the defaults", async ({ page, watch }) => {
    watch.expect(/status of 404 .*config\.json/);
    await page.goto("/login");
    await expect(field(page, "identifier")).toBeVisible();
  });
});

for (const [what, config, said] of [
  ["malformed", '{\n  "kratosUrl": }', "config.json is not valid JSON: line 2, column 16"],
  ["not an object", "[]", "the file must hold one object"],
  ["a wrong type", '{ "kratosUrl": 5 }', "config.json: “kratosUrl” must be a text"],
  ["no URL", '{ "kratosUrl": "auth.example" }', "“kratosUrl” must be an absolute URL"],
  ["a wrong type below", '{ "brand": { "name": [] } }', "config.json: “brand.name” must be a text"],
] as const) {
  test(`config.json ${what}: a page that says where`, async ({ page }) => {
    await page.route("**/config.json", (route) =>
      route.fulfill({ body: config, contentType: "application/json" }),
    );
    await page.goto("/login");
    await at(page, "badConfig");
    await expect(page.getByText(said)).toBeVisible();
  });
}

test("config.json with a server error: a page that says so", async ({ page, watch }) => {
  watch.expect(/status of 500 .*config\.json/);
  await page.route("**/config.json", (route) => route.fulfill({ status: 500, body: "" }));
  await page.goto("/login");
  await at(page, "badConfig");
  await expect(page.getByText("could not be loaded (status 500)")).toBeVisible();
});

test("config.json names the language, the settings' too", async ({ page, stack, address }) => {
  await stack.admit(address);
  await page.route("**/config.json", (route) => route.fulfill({ json: { locale: "de" } }));
  await page.goto("/login");
  await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page).toHaveTitle(/Anmelden/);
  await field(page, "identifier").fill(address);
  await field(page, "password").fill("not the password");
  await button(page, "method", "password").click();
  await expect(message(page, 4000006)).toHaveText(/^Adresse und Passwort passen nicht zusammen/);
  await enterPassword(page, address);
  await expect(page.getByRole("heading", { name: "Sie sind angemeldet" })).toBeVisible();
  await page.goto("/settings");
  await expect(page.getByRole("heading", { name: "Kontoeinstellungen" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Speichern" }).first()).toBeVisible();
});

test("config.json names the service", async ({ page }) => {
  const config = { brand: { name: "Ada’s notes", logo: "/icons/favicon.svg" } };
  await page.route("**/config.json", (route) => route.fulfill({ json: config }));
  await page.goto("/login");
  await expect(page.getByText("Ada’s notes")).toBeVisible();
});

test("a first visit asks Kratos for one flow and shows its shell meanwhile", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith("/self-service/")) asked.push(pathname + search);
  });
  const go = await hold(page, "**/*.wasm");
  const flow = page.waitForResponse(/\/self-service\/login\/browser/);
  await page.goto("/login?return_to=%2Finbox&utm=1", { waitUntil: "commit" });
  // The flow is loaded before the app.
  await flow;
  await expect(page.getByRole("status")).toHaveText(/^Loading…/);
  go();
  await expect(field(page, "identifier")).toBeVisible();
  expect(asked).toEqual(["/self-service/login/browser?return_to=%2Finbox"]);
  // With two first requests at once, one of the CSRF cookies would be lost.
  asked.length = 0;
  await page.reload();
  await expect(field(page, "identifier")).toBeVisible();
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatch(/^\/self-service\/login\/flows\?id=/);
});

test("a repeated visit asks for its form before it has its settings", async ({ page }) => {
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeVisible();
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/self-service/")) asked.push(pathname);
  });
  const go = await hold(page, "**/config.json");
  const flow = page.waitForResponse(/\/self-service\/registration\/browser/);
  await page.goto("/registration", { waitUntil: "commit" });
  await flow;
  go();
  await expect(field(page, "traits.email")).toBeVisible();
  expect(asked).toEqual(["/self-service/registration/browser"]);
});

for (const [what, kept] of [
  ["another Kratos", "/elsewhere"],
  ["a script", "javascript:alert(1)"],
  ["nothing", ""],
] as const) {
  test(`${what} kept from another visit: the settings win`, async ({ page, stack }) => {
    const url = kept.startsWith("/") ? stack.site + kept : kept;
    await page.addInitScript((url) => localStorage.setItem("propylon.kratos", url), url);
    await page.goto("/login");
    await expect(field(page, "identifier")).toBeVisible();
    expect(await page.evaluate(() => localStorage.getItem("propylon.kratos"))).toBe(stack.site);
  });
}

test("another Kratos kept from another visit that does not answer: the app starts all the same", async ({ page, stack }) => {
  const release = await hold(page, "**/elsewhere/**");
  await page.route("**/config.json", (route) => route.fulfill({ json: { brand: { name: "Ada’s notes" } } }));
  await page.addInitScript((url) => localStorage.setItem("propylon.kratos", url), `${stack.site}/elsewhere`);
  await page.goto("/login", { waitUntil: "commit" });
  await expect(page.getByText("Ada’s notes")).toBeVisible();
  release();
  await expect(field(page, "identifier")).toBeVisible();
});

test("the app takes the place of the shell after a second, though Kratos has not answered", async ({ page }) => {
  const go = await hold(page, "**/self-service/login/browser");
  await page.route("**/config.json", (route) => route.fulfill({ json: { brand: { name: "Ada’s notes" } } }));
  await page.goto("/login", { waitUntil: "commit" });
  // The shell does not know the name.
  await expect(page.getByText("Ada’s notes")).toBeVisible();
  await expect(page.locator("[data-part=skeleton]").first()).toBeVisible();
  go();
  await expect(field(page, "identifier")).toBeVisible();
});

// Where the boot script did not come, "Loading…" stood there for ever.
for (const [what, files, status] of [
  ["a module that hangs", "**/*.wasm", 0],
  ["a boot script that is missing", "**/boot-*.js", 404],
] as const) {
  test(`${what} leaves words on the page within seconds`, async ({ page, watch }) => {
    watch.allow(PRELOADED);
    if (status > 0) watch.expect(/status of 404 .*boot-/);
    await page.route(files, (route) => (status > 0 ? route.fulfill({ status, body: "" }) : undefined));
    await page.goto("/login", { waitUntil: "commit" });
    const words = page.getByText("This takes long.");
    await expect(words).toBeAttached();
    await expect(words).toBeHidden();
    await expect(words).toBeVisible();
    // A request that hangs goes on here by itself.
    await page.unroute(files);
    if (status > 0) await page.getByRole("link", { name: "Try again" }).click();
    await expect(field(page, "identifier")).toBeVisible();
  });
}

test.describe("a page that can't start explains itself", () => {
  test.beforeEach(({ watch }) => watch.expect(/The sign-in page could not start/));

  test("WebAssembly switched off", async ({ page, stack, watch }) => {
    watch.allow(PRELOADED);
    await page.addInitScript(() => Reflect.deleteProperty(window, "WebAssembly"));
    await page.goto("/registration?return_to=%2Finbox&x=1");
    await at(page, "cantStart");
    await expect(page.getByText("This page needs WebAssembly")).toBeVisible();
    const around = page.getByRole("link", { name: "Sign in without this page" });
    const href = `${stack.site}/self-service/registration/browser?return_to=%2Finbox`;
    await expect(around).toHaveAttribute("href", href);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  });

  test("WebAssembly not found", async ({ page, watch }) => {
    watch.expect(/status of 404 .*\.wasm/);
    await page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto("/login");
    await at(page, "cantStart");
    await expect(page.getByText("A part of this page did not load.")).toBeVisible();
    await page.unroute("**/*.wasm");
    await page.getByRole("link", { name: "Try again" }).click();
    await expect(field(page, "identifier")).toBeVisible();
  });

  test("WebAssembly refused by a stricter policy", async ({ page, watch }) => {
    watch.expect(/wasm|WebAssembly/i);
    await page.route("**/login", async (route) => {
      const answer = await route.fetch();
      const headers = answer.headers();
      const policy = headers["content-security-policy"]?.replace("'wasm-unsafe-eval'", "") ?? "";
      await route.fulfill({
        response: answer,
        headers: { ...headers, "content-security-policy": policy },
      });
    });
    await page.goto("/login");
    await at(page, "cantStart");
    await expect(page.getByText("This browser blocked a part of this page.")).toBeVisible();
    await expect(page.getByRole("link", { name: "Sign in without this page" })).toHaveAttribute(
      "href",
      /\/self-service\/login\/browser$/,
    );
  });

  test("the script not found", async ({ page, watch }) => {
    watch.expect(/status of 404/);
    const html = readFileSync(join(given("PROPYLON_SITE"), "index.html"), "utf8");
    const script = /data-module="([^"]+)"/.exec(html)?.[1] ?? "no module in index.html";
    await page.route(`**${script}`, (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto("/login");
    await at(page, "cantStart");
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the page says what it needs and links around itself", async ({ page, watch }) => {
    watch.allow(PRELOADED);
    await page.goto("/login");
    const words = page.locator("noscript p");
    await expect(words).toContainText("This sign-in page needs JavaScript.");
    await expect(words).toBeVisible();
    await expect(page.getByRole("link", { name: "sign in without this page" })).toHaveAttribute(
      "href",
      "/self-service/login/browser",
    );
  });
});

test("a path that is no page", async ({ page }) => {
  await page.goto("/nowhere");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Page not found");
  await page.getByRole("link", { name: "Go to the front page" }).click();
  await at(page, "nobody");
});
