// Test doubles of a browser, with their globals set as Vitest and Jest do.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { given } from "./support/kratos.mjs";

const dist = (file) => JSON.stringify(pathToFileURL(join(given("PROPYLON_PACKAGE"), "dist", file)).href);

/** Runs a module in a process of its own, whose globals are those of `window`. */
const run = async (window, script) => {
  const whole = `
    ${window}
    const own = ["Event", "CustomEvent", "EventTarget", "Node"];
    const names = [...Object.getOwnPropertyNames(window), ...own].filter((name) => own.includes(name) || !(name in globalThis));
    for (const name of names) Object.defineProperty(globalThis, name, { configurable: true, get: () => window[name] });
    Object.defineProperty(globalThis, "window", { value: globalThis });
    const lines = [];
    for (const level of ["warn", "error"]) console[level] = (...words) => lines.push(level + ": " + words.join(" "));
    ${script}
    process.stdout.write(JSON.stringify(result));
    process.exit();`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", whole]);
  return JSON.parse(stdout);
};

const WINDOWS = {
  jsdom: `import { JSDOM } from "jsdom"; const { window } = new JSDOM("<!doctype html><body>", { url: "http://localhost" });`,
  "happy-dom": `import { Window } from "happy-dom"; const window = new Window({ url: "http://localhost" });`,
};

// They ended with "RuntimeError: unreachable", and the code of the event was in no type.
for (const [name, window] of Object.entries(WINDOWS)) {
  for (const entry of ["elements.js", "elements-inline.js"]) {
    test(`${name}: elements of ${entry} stay empty, with an event each and one warning`, async () => {
      const result = await run(window, `
        await import(${dist(entry)});
        const heard = [];
        document.addEventListener("kratos-error", ({ detail }) => heard.push(detail.code));
        const tags = ["kratos-login", "kratos-session", "kratos-signed-in"];
        for (const tag of tags) document.body.append(document.createElement(tag));
        await new Promise((done) => setTimeout(done, 100));
        const result = { heard, lines, text: document.body.textContent };`);
      assert.deepEqual(result.heard, ["no-dom", "no-dom", "no-dom"]);
      assert.equal(result.text, "");
      assert.equal(result.lines.length, 1, result.lines.join("\n"));
      assert.match(result.lines[0], /^warn: propylon: Elements need a browser/);
    });
  }
}
