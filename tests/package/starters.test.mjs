// The starter without a framework, installed with the packed package and used with a real Kratos.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { join } from "node:path";
import { makeConsumer } from "./support/consumer.mjs";
import { given } from "./support/kratos.mjs";
import { startMailpit } from "./support/mailpit.mjs";
import { STARTERS, ownLines, tryStarter } from "./support/starter.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

test("node: the guard, sign-in by code and by passkey, sign-out, and closed without Kratos", { timeout: 60_000 }, async (t) => {
  assert.ok(ownLines("node") <= 80);
  const consumer = await makeConsumer();
  t.after(() => consumer.remove());
  cpSync(join(STARTERS, "node/server.js"), join(consumer.folder, "server.js"));
  const mailpit = await startMailpit();
  t.after(() => mailpit.stop());
  const browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
  t.after(() => browser.close());
  await tryStarter(t, { browser, mailpit, server: () => ({ args: ["server.js"], cwd: consumer.folder }) });
});
