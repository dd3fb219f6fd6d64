import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import bcd, { type Identifier } from "@mdn/browser-compat-data";
import { expect, test } from "@playwright/test";
import { type AnyNode, parse } from "acorn";
import { given } from "../stack/given";
import { isOld } from "./oldest";

/** Newer than these browsers, and what happens without it. */
const GUARDED = {
  adoptedStyleSheets: "a long choice stays a plain select, the country of a phone number has no style",
  allowsFeature: "the doctor says that it does not know",
  ancestorOrigins: "the referrer is read instead",
  cookieEnabled: "Safari before 18 says true too often; the storage is tried, too",
  detached: "ArrayBuffer: wasm-bindgen compares the buffers",
  dispose: "Symbol: only defined where it exists",
  featurePolicy: "the doctor says that it does not know",
  features: "a recording does not say what the policy allows",
  getClientCapabilities: "the doctor lists no capabilities",
  isConditionalMediationAvailable: "no passkeys in autofill suggestions",
  parseCreationOptionsFromJSON: "the module converts the options",
  parseRequestOptionsFromJSON: "the module converts the options",
  replaceSync: "not called without adoptedStyleSheets",
  requestSubmit: "the button is clicked",
  skipTransition: "not called without startViewTransition",
  startViewTransition: "only the next step fades in",
};

/** Members of this project's own objects that newer interfaces have too. */
const OWN = ["check", "displayName", "drop", "changed", "fallback", "identity", "locale", "navigate", "retry", "session", "subscribe", "token", "until"];

/** The same of the bundled `libphonenumber-js` and `@noble/hashes`, and of property descriptors. */
const BUNDLED = ["country", "destroy", "getMetadata", "isValid", "number", "phone", "writable"];

test("the scripts use no API that an old browser lacks, except where they do without", () => {
  const known = apis();
  const used = new Set<string>();
  const site = given("PROPYLON_SITE");
  const dist = join(given("PROPYLON_PACKAGE"), "dist");
  const folders = [site, join(site, "controls"), join(site, "doctor")].map((folder) => {
    const scripts = scriptsOf(folder);
    expect(scripts, folder).not.toEqual([]);
    return scripts;
  });
  for (const path of [...folders.flat(), ...inBrowsers(dist)]) collect(readFileSync(path, "utf8"), used);
  const others = [...OWN, ...BUNDLED];
  const newer = [...used].filter((name) => known.get(name) === false && !others.includes(name));
  expect(newer.sort()).toEqual(Object.keys(GUARDED));
});

function scriptsOf(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
  return names.map((name) => join(folder, name));
}

/** The package's scripts that pages load: the command's own parts, the server's entry and those for tests run elsewhere. */
function inBrowsers(dist: string): string[] {
  const open = scriptsOf(dist).filter((path) => !/(shared-\w+|command|server|testing(-\w+)?)\.js$/.test(path));
  const found = new Set<string>();
  for (let path = open.pop(); path; path = open.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const parts = readFileSync(path, "utf8").match(/shared-\w+\.js/g) ?? [];
    open.push(...parts.map((name) => join(dist, name)));
  }
  expect(found.size).toBeGreaterThan(5);
  return [...found];
}

/** The names of a script's members, and of other things that start with a capital letter. */
function collect(script: string, into: Set<string>): void {
  const visit = (node: AnyNode) => {
    if (node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier") {
      // Shorter ones are the module's exports, renamed.
      if (node.property.name.length > 2) into.add(node.property.name);
    } else if (node.type === "Identifier" && /^[A-Z][a-z]/.test(node.name)) {
      into.add(node.name);
    }
    for (const value of Object.values(node).flat()) {
      if (value && typeof value.type === "string") visit(value);
    }
  };
  visit(parse(script, { ecmaVersion: 2022, sourceType: "module" }));
}

/** All interfaces and members that browsers have, by their names alone; whether one of that name is in all
 * of the old browsers. */
function apis(): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const add = (tree: Identifier, depth: number) => {
    for (const [key, entry] of Object.entries(tree)) {
      if (key === "__compat") continue;
      const name = key.replace(/_static$/, "");
      const { __compat: about } = entry as Identifier;
      if (about) found.set(name, found.get(name) || isOld(about));
      if (depth > 0) add(entry as Identifier, depth - 1);
    }
  };
  add(bcd.api, 1);
  add(bcd.javascript.builtins as Identifier, 2);
  add(bcd.webassembly.api as Identifier, 1);
  return found;
}
