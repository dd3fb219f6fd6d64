// The examples, built unchanged and used with a real Kratos, its mails and a passkey.
import assert from "node:assert/strict";
import { cpSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { makeConsumer } from "./support/consumer.mjs";
import { given, startKratos } from "./support/kratos.mjs";
import { startMailpit } from "./support/mailpit.mjs";
import { passkeyAdded, touched } from "./support/passkey.mjs";
import { serve } from "./support/server.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

const EXAMPLES = fileURLToPath(new URL("../../pkg-template/examples", import.meta.url));
const PACKAGES = ["react", "react-dom", "vue", "svelte", "lit", "@vitejs/plugin-vue", "@sveltejs/vite-plugin-svelte"];

let consumer;
let mailpit;
let kratos;
let site;
let browser;

before(async () => {
  consumer = await makeConsumer(PACKAGES);
  mailpit = await startMailpit();
  const dist = join(given("PROPYLON_PACKAGE"), "dist");
  const built = readdirSync(EXAMPLES).map((name) => [`/${name}/`, join(consumer.folder, name, "dist")]);
  site = await serve({ folders: { "/propylon/": dist, ...Object.fromEntries(built) } });
  kratos = await startKratos({ site: site.url, smtp: mailpit.smtp });
  process.env.VITE_KRATOS_URL = kratos.url;
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await kratos?.stop();
  await site?.stop();
  await mailpit?.stop();
  consumer?.remove();
});

/** Creates a person with an account. */
const person = async (email) => {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const flow = await (await fetch(`${kratos.url}/self-service/registration/api`)).json();
  const body = JSON.stringify({ method: "password", password: "a-long-and-odd-passphrase-7", traits: { email } });
  assert.equal((await fetch(flow.ui.action, { method: "POST", headers, body })).status, 200);
};

for (const name of readdirSync(EXAMPLES)) {
  test(`${name}: signs in by code and by passkey`, async () => {
    const folder = join(consumer.folder, name);
    cpSync(join(EXAMPLES, name), folder, { recursive: true });
    const lines = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8").trimEnd().split("\n").length);
    for (const count of lines) assert.ok(count <= 60, `${count} lines are too many for an example`);
    await build({ root: folder, base: "./", logLevel: "warn", build: { target: "esnext" } });

    const email = `${name}@example.test`;
    await person(email);
    const page = await browser.newPage();
    const wrong = [];
    page.on("pageerror", (error) => wrong.push(String(error)));
    await touched(page);
    const signOut = page.getByRole("button", { name: "Sign out", exact: true });
    const signedIn = async () => {
      await signOut.waitFor();
      await page.getByText(email).waitFor();
    };

    await page.goto(`${site.url}/${name}/index.html`);
    await page.locator("[name=identifier]").fill(email);
    await page.locator("button[name=method][value=code]").click();
    const field = page.locator("[name=code]");
    // The elements submit a complete code; in a custom form, Enter is pressed.
    const isElement = (await page.locator("kratos-login").count()) > 0;
    await field.fill(await mailpit.code(email, "Your sign-in code"));
    if (!isElement) await field.press("Enter");
    await signedIn();

    assert.equal(await passkeyAdded(page, kratos.url), "success");

    await signOut.click();
    const passkey = page.locator("button[name=passkey_login_trigger]");
    await passkey.click();
    await signedIn();
    assert.deepEqual(wrong, []);
    await page.close();
  });
}
