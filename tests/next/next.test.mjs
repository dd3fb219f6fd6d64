// The package in a client component of Next.js: rendered on the server first, then hydrated in
// Chromium.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { cpSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { makeConsumer } from "../package/support/consumer.mjs";
import { freePort, given, startKratos } from "../package/support/kratos.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");
const call = promisify(execFile);

const HERE = dirname(fileURLToPath(import.meta.url));
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

let consumer;
let browser;
let folder;
const next = () => join(folder, "node_modules/next/dist/bin/next");

before(async () => {
  consumer = await makeConsumer();
  folder = consumer.folder;
  // A copy, because Turbopack doesn't follow links out of a project.
  for (const name of ["app", "package.json", "node_modules"]) {
    cpSync(join(HERE, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  consumer?.remove();
});

/** Starts Next on a free port and opens its pages, with a Kratos that allows their origin. */
const used = async (command) => {
  const port = await freePort();
  const server = spawn(process.execPath, [next(), command, "--port", String(port)], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((done) => server.once("exit", done));
  const url = `http://localhost:${port}`;
  let kratos;
  try {
    await new Promise((ready, stopped) => {
      server.stdout.on("data", (words) => /Ready in/.test(words) && ready());
      ended.then(() => stopped(new Error("Next stopped")));
    });
    kratos = await startKratos({ site: url });
    for (const path of ["/", "/inline"]) {
      // The server rendered it without a DOM.
      assert.match(await (await fetch(url + path)).text(), /Waiting/);
      const page = await browser.newPage();
      const wrong = [];
      page.on("pageerror", (error) => wrong.push(String(error)));
      await page.goto(`${url}${path}?kratos=${encodeURIComponent(kratos.url)}`);
      await page.locator("kratos-login [name=identifier]").waitFor();
      await page.locator("kratos-session a, kratos-session button").first().waitFor();
      await page.waitForFunction(() => document.querySelector("#whole").textContent && document.querySelector("#title").textContent);
      assert.deepEqual(await page.locator("#title, #whole").allTextContents(), ["Anmelden", "refused"]);
      assert.deepEqual(wrong, []);
      await page.close();
    }
  } finally {
    await kratos?.stop();
    server.kill();
    await ended;
  }
};

test("next build and next start", { timeout: 300_000 }, async () => {
  await call(process.execPath, [next(), "build"], { cwd: folder, env });
  assert.equal(readdirSync(join(folder, ".next/static"), { recursive: true }).filter((name) => String(name).endsWith(".wasm")).length, 3);
  await used("start");
});

test("next dev", { timeout: 300_000 }, () => used("dev"));
