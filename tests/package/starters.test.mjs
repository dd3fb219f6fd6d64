// The starters, installed with the packed package and used with a real Kratos.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeConsumer } from "./support/consumer.mjs";
import { freePort, given, startKratos } from "./support/kratos.mjs";
import { startMailpit } from "./support/mailpit.mjs";
import { passkeyAdded, touched } from "./support/passkey.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");
const STARTERS = fileURLToPath(new URL("../../pkg-template/starters", import.meta.url));

test("node: the guard, sign-in by code and by passkey, sign-out, and closed without Kratos", { timeout: 60_000 }, async (t) => {
  const consumer = await makeConsumer();
  t.after(() => consumer.remove());
  cpSync(join(STARTERS, "node/server.js"), join(consumer.folder, "server.js"));
  const mailpit = await startMailpit();
  t.after(() => mailpit.stop());
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const kratos = await startKratos({ site: url, smtp: mailpit.smtp, over: { serve: { public: { base_url: `${url}/`, host: "localhost" } } } });
  let stopped = false;
  t.after(() => stopped || kratos.stop());
  const server = spawn(process.execPath, ["server.js"], { cwd: consumer.folder, env: { ...process.env, PORT: port, KRATOS_URL: kratos.url }, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => server.kill());
  await new Promise((ready) => server.stdout.once("data", ready));
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const flow = await (await fetch(`${kratos.url}/self-service/registration/api`)).json();
  const email = "node@example.test";
  const body = JSON.stringify({ method: "password", password: "a-long-and-odd-passphrase-7", traits: { email } });
  assert.equal((await fetch(`${url}${new URL(flow.ui.action).pathname}?flow=${flow.id}`, { method: "POST", headers, body })).status, 200);
  const browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(8_000);
  await touched(page);
  await page.goto(`${url}/`);
  assert.equal(new URL(page.url()).pathname, "/login");
  await page.locator("[name=identifier]").fill(email);
  await page.locator("button[name=method][value=code]").click();
  await page.locator("[name=code]").fill(await mailpit.code(email, "Your sign-in code"));
  await page.locator("#who").waitFor();
  assert.equal(await page.locator("#who").textContent(), email);

  assert.equal(await passkeyAdded(page, url), "success");
  await page.getByRole("link", { name: "Sign out", exact: true }).click();
  await page.waitForURL(`${url}/login`);
  await page.goto(`${url}/`);
  assert.equal(new URL(page.url()).pathname, "/login");
  await page.locator("button[name=passkey_login_trigger]").click();
  await page.locator("#who").waitFor();

  await kratos.stop();
  stopped = true;
  assert.equal((await page.goto(`${url}/`)).status(), 503);
});
