// The markup of the package's README, as it stands, in a plain page: without a bundler, with a real Kratos.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { given, startKratos } from "./support/kratos.mjs";
import { serve } from "./support/server.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

const PACKAGE = given("PROPYLON_PACKAGE");
const README = readFileSync(new URL("../../pkg-template/README.md", import.meta.url), "utf8");
const BLOCKS = [...README.matchAll(/^```html\n(.*?)^```$/gms)].map(([, text]) => text);

let site;
let kratos;
let browser;
before(async () => {
  site = await serve({ folders: { "/node_modules/propylon/": PACKAGE } });
  kratos = await startKratos({ site: site.url });
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await kratos?.stop();
  await site?.stop();
});

/** The block with `text` in it; only its hosts are others. */
const block = (text) => {
  const found = BLOCKS.filter((one) => one.includes(text));
  assert.equal(found.length, 1, `${found.length} blocks have ${text}`);
  return found[0].replaceAll("https://auth.example.com", kratos.url).replaceAll("https://app.example.com", site.url);
};

const SIGN_IN = "<kratos-login base-url=\"https://auth.example.com\" return-to";
/** What is expected of each. The others of a case are markup that stands in the same page. */
const CASES = {
  "a sign-in": { blocks: [SIGN_IN], shows: "kratos-login [name=identifier]" },
  "an import map": { blocks: ["importmap"], more: () => `<kratos-login base-url="${kratos.url}"></kratos-login>`, shows: "kratos-login [name=identifier]" },
  "parts of a page": { blocks: [SIGN_IN, "<kratos-signed-in "], shows: "kratos-signed-out a" },
  "content for people without scripts": { blocks: ["<a href=\"https://auth.example.com/self-service/login/browser\">"], shows: "kratos-login a" },
  "the doctor": { blocks: ["<kratos-doctor "], shows: "kratos-doctor [data-part=finding]" },
};

test("every block of markup is tried", () => {
  const tried = Object.values(CASES).flatMap(({ blocks }) => blocks);
  assert.deepEqual(BLOCKS.filter((one) => !tried.some((text) => one.includes(text))), []);
});

for (const [name, { blocks, more, shows }] of Object.entries(CASES)) {
  test(`${name} works as it stands`, async () => {
    site.pages["/index.html"] = `<!doctype html><link rel="icon" href="data:,">\n${blocks.map(block).join("")}${more?.() ?? ""}`;
    const page = await browser.newPage();
    const wrong = [];
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("response", (response) => response.url().startsWith(site.url) && response.status() >= 400 && wrong.push(response.url()));
    await page.goto(`${site.url}/index.html`);
    await page.locator(shows).first().waitFor();
    assert.deepEqual(wrong, []);
    await page.close();
  });
}
