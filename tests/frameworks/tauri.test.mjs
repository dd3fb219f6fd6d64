// The starter of Tauri as a program: its pages in Chromium, as those of the other starters, and its window by the driver
// of WebKitGTK.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { freePort, given, startKratos } from "../package/support/kratos.mjs";
import { startMailpit } from "../package/support/mailpit.mjs";
import { account, ownLines, tryStarter } from "../package/support/starter.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");
const { Builder, By, Capabilities, until } = require("selenium-webdriver");

const binary = given("PROPYLON_TAURI_BIN");

let screen;
let env;
let mailpit;
before(async () => {
  screen = spawn(given("XVFB_BIN"), ["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0", "1280x1024x24"], { stdio: ["ignore", "pipe", "ignore"] });
  const [number] = await once(screen.stdout, "data");
  env = { ...process.env, DISPLAY: `:${String(number).trim()}`, GDK_BACKEND: "x11" };
  mailpit = await startMailpit();
});
after(async () => {
  await mailpit?.stop();
  screen?.kill();
});

test("Tauri: out to the sign-in, in by code and by passkey with a name at once, and closed while Kratos is away", { timeout: 180_000 }, async (t) => {
  assert.ok(ownLines("tauri") <= 80, `${ownLines("tauri")} lines`);
  const browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
  t.after(() => browser.close());
  // The window is open meanwhile.
  await tryStarter(t, { browser, mailpit, guarded: "/inbox", server: () => ({ command: binary, args: [], env }) });
});

const answers = async (url) => {
  for (;;) {
    if (await fetch(url).then(({ ok }) => ok, () => false)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
};

test("Tauri: its window signs in by code, and shows nothing that is not its own", { timeout: 180_000 }, async (t) => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const kratos = await startKratos({ site: url, smtp: mailpit.smtp, over: { serve: { public: { base_url: `${url}/`, host: "localhost" } } } });
  t.after(() => kratos.stop());
  const email = `ada-window-${port}@example.com`;
  await account(kratos.url, email);
  const drivers = await freePort();
  const driver = spawn(given("WEBKIT_DRIVER"), [`--port=${drivers}`], { env: { ...env, PORT: String(port), KRATOS_URL: kratos.url, TAURI_AUTOMATION: "true", TAURI_WEBVIEW_AUTOMATION: "true" }, stdio: "ignore" });
  let window;
  t.after(async () => {
    await window?.quit();
    driver.kill();
    await kratos.stop();
  });
  await answers(`http://127.0.0.1:${drivers}/status`);
  const options = { browserName: "wry", "webkitgtk:browserOptions": { binary, args: [] } };
  window = await new Builder().disableEnvironmentOverrides().usingServer(`http://127.0.0.1:${drivers}`).withCapabilities(new Capabilities(options)).build();
  const found = (css) => window.wait(until.elementLocated(By.css(css)), 20_000);
  // A driver may name an element that is drawn anew.
  await found("[name=identifier]").sendKeys(email);
  await found("button[name=method][value=code]").click();
  await found("[name=code]").sendKeys(await mailpit.code(email, "Your sign-in code"));
  assert.equal(await found("#who").getText(), email);
  await window.executeScript("location.href = 'http://127.0.0.1:1/'");
  assert.equal(await found("#who").getText(), email);
  await found("a[href='/logout']").click();
  await found("[name=identifier]");
});
