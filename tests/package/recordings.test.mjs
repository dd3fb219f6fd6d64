// Checks all recorded answers, and the screens for them, against the types.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MODULES, call, makeConsumer } from "./support/consumer.mjs";
import { given } from "./support/kratos.mjs";
import { serve } from "./support/server.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

const FOLDER = fileURLToPath(new URL("../kratos", import.meta.url));

/** All recordings with a JSON answer. */
const recordings = readdirSync(FOLDER, { recursive: true })
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, ...JSON.parse(readFileSync(join(FOLDER, name), "utf8")) }))
  .filter(({ body }) => body && typeof body === "object");

/** Removes duplicates and returns the values as JSON texts. */
const distinct = (values) => [...new Set(values.map((value) => JSON.stringify(value)))];

let consumer;
let browser;
let site;

before(async () => {
  consumer = await makeConsumer();
  site = await serve({ folders: { "/propylon/": join(given("PROPYLON_PACKAGE"), "dist") }, pages: { "/": "<!doctype html>" } });
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await site?.stop();
  consumer?.remove();
});

/** Type-checks every value as a literal. */
const satisfy = async (name, type, values) => {
  const lines = values.map((value) => `(${value}) satisfies ${type};`);
  writeFileSync(join(consumer.folder, `${name}.ts`), [`import type { ${type} } from "propylon";`, ...lines, ""].join("\n"));
  const options = { strict: true, noEmit: true, target: "esnext", lib: ["esnext", "dom"], module: "esnext", moduleResolution: "bundler", types: [] };
  const config = join(consumer.folder, `${name}.json`);
  writeFileSync(config, JSON.stringify({ compilerOptions: options, files: [`${name}.ts`] }));
  await call(process.execPath, [join(MODULES, "typescript/bin/tsc"), "--project", config], { maxBuffer: 1 << 26 }).catch((error) => {
    const words = error.stdout.split("\n").filter((line) => !line.startsWith(" "));
    throw new Error(`${words.length} are no ${type}:\n${error.stdout.slice(0, 4000)}`);
  });
};

test("every recorded flow is a KratosFlow", async () => {
  const flows = distinct(recordings.map(({ body }) => body).filter(({ ui }) => ui));
  assert.ok(flows.length > 400, `${flows.length} flows`);
  await satisfy("flows", "KratosFlow", flows);
});

test("every recorded session is a Session", async () => {
  const sessions = distinct(recordings.map(({ body }) => body).filter((body) => body.authenticator_assurance_level));
  assert.ok(sessions.length > 5, `${sessions.length} sessions`);
  await satisfy("sessions", "Session", sessions);
});

test("every screen that a recording leads to is a Screen", async () => {
  const page = await browser.newPage();
  await page.goto(site.url);
  const answers = recordings.flatMap(({ name, request, status, body }) => {
    const kind = /^\/self-service\/(login|registration|recovery|verification|settings)\b/.exec(request.path)?.[1];
    return kind ? [{ name, kind, status: body.ui ? 200 : status, body: JSON.stringify(body) }] : [];
  });
  const screens = await page.evaluate(async (answers) => {
    // A fetch that answers with the recording.
    let answer;
    window.fetch = async () => new Response(answer.body, { status: answer.status, headers: { "Content-Type": "application/json" } });
    const { connect } = await import("/propylon/inline.js");
    const auth = await connect({ navigate: (event) => event.preventDefault() });
    const screens = new Set();
    for (answer of answers) {
      const flow = auth[answer.kind]({ flow: "00000000-0000-4000-8000-000000000001" });
      flow.subscribe((screen) => screens.add(JSON.stringify(screen)));
      // Some answers, repeated, restart the flow again and again; a few rounds are enough.
      for (let round = 0; round < 10; round += 1) {
        await new Promise((done) => setTimeout(done));
        if (["ready", "stopped", "leaving"].includes(flow.snapshot().phase)) break;
      }
      screens.add(JSON.stringify(flow.snapshot()));
      flow.dispose();
    }
    return [...screens];
  }, answers);
  await page.close();
  assert.ok(screens.length > 300, `${screens.length} screens`);
  await satisfy("screens", "Screen", screens);
});
