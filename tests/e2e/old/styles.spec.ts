import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import bcd, { type CompatStatement, type Identifier } from "@mdn/browser-compat-data";
import { expect, test } from "@playwright/test";
import * as csstree from "css-tree";
import { given } from "../stack/given";
import { isOld } from "./oldest";

/** Newer than these browsers, not lowered by the build, and what is there without it. */
const GUARDED = {
  "::view-transition": "no animation",
  "::view-transition-old": "no animation",
  ":dir": "a rule with [dir] stands beside it, in @supports",
  ":has": "README.md, Browsers",
  "@container": "the code's field without boxes",
  "@media forced-colors": "no picture behind the page; browsers without it have no such mode",
  "@media prefers-contrast": "no picture behind the page; browsers without it have no such setting",
  "@media scripting": "README.md, Browsers",
  "accent-color": "checkboxes in the browser's colour",
  "anchor-name": "the script turns the menu",
  "anchor-scope": "the script turns the menu",
  "color-mix()": "the build adds the nearest colour: xtask/tools/styles.mjs",
  "container-type": "the code's field without boxes",
  "cursor: default": "phones have no pointer",
  "cursor: pointer": "phones have no pointer",
  "cursor: progress": "phones have no pointer",
  "field-sizing": "the choice of a language is as wide as its widest name",
  "forced-color-adjust": "browsers without it have no forced colours",
  "light-dark()": "the build adds the first colour, and the second by a switch: xtask/tools/styles.mjs",
  outline: "it has square corners",
  resize: "the doctor's field for a file keeps its size",
  "text-wrap": "lines of different lengths",
  "view-transition-name": "no animation",
};

test("the styles use nothing that an old browser lacks, except where they do without", () => {
  const found = new Set<string>();
  for (const file of styles()) collect(readFileSync(file, "utf8"), found);
  expect([...found].sort()).toEqual(Object.keys(GUARDED));
});

test("a feature that the build can't lower is found, unless there is a fallback", () => {
  const newer = (css: string) => {
    const found = new Set<string>();
    collect(css, found);
    return [...found];
  };
  expect(newer("a { text-wrap: balance; color: red }")).toEqual(["text-wrap"]);
  expect(newer("a { b { color: red } }")).toEqual(["&"]);
  expect(newer("a { inset: 0; width: 1svh; color: oklch(0 0 0) }")).toEqual(["svh", "oklch()"]);
  expect(newer("a { --x: light-dark(red, blue) }")).toEqual(["light-dark()"]);
  expect(newer("a:user-invalid { display: ruby }")).toEqual([":user-invalid", "display: ruby"]);
  expect(newer("@starting-style { a { top: 0 } }")).toEqual(["@starting-style"]);
  expect(newer("@media (update: fast) { a { top: 0 } }")).toEqual(["@media update"]);
  expect(newer("@media (width >= 9px) { a { top: 0 } }")).toEqual(["@media range"]);
  expect(newer("a { width: 1vh; width: 1svh; -webkit-mask: none; mask: none }")).toEqual([]);
  expect(newer("@supports (text-wrap: balance) { a { text-wrap: balance } }")).toEqual([]);
  // Taken, and then void.
  expect(newer("a { width: 1vh; width: max(1svh, var(--x)) }")).toEqual(["svh"]);
});

function* styles(): Iterable<string> {
  const site = given("PROPYLON_SITE");
  const dist = join(given("PROPYLON_PACKAGE"), "dist");
  for (const folder of [site, join(site, "themes"), join(site, "background"), dist, join(dist, "themes")]) {
    const names = readdirSync(folder).filter((name) => name.endsWith(".css"));
    expect(names, folder).not.toEqual([]);
    yield* names.map((name) => join(folder, name));
  }
}

const css = bcd.css as Record<string, Identifier>;
const types = names(css.types);

/** Units that are newer than the others. */
const UNITS: Record<string, string> = {
  sv: "viewport_percentage_units_small",
  lv: "viewport_percentage_units_large",
  dv: "viewport_percentage_units_dynamic",
  cq: "container_query_length_units",
};

/** What a style sheet uses outside of `@supports` that some of the old browsers lack. */
function collect(text: string, into: Set<string>): void {
  const check = (name: string, entry: Identifier | undefined) => {
    const about = entry?.__compat;
    if (about && !isOld(about)) into.add(name);
  };
  const values = (property: string, value: csstree.CssNode) =>
    csstree.walk(value, (node) => {
      if (node.type === "Function") check(`${node.name}()`, compat(types.get(node.name)));
      if (node.type === "Dimension") {
        const unit = UNITS[node.unit.slice(0, 2)];
        if (unit) check(node.unit, (css.types.length as Identifier)[unit] as Identifier);
      }
      if (node.type === "Identifier" && !property.startsWith("--")) {
        check(`${property}: ${node.name}`, (css.properties[property] as Identifier)?.[node.name] as Identifier);
      }
    });
  const declarations = (block: csstree.Block) => {
    const before = new Set<string>();
    for (const node of block.children.toArray()) {
      if (node.type !== "Declaration") continue;
      const { property, value } = node;
      // A declaration with variables is taken as it is, and void later.
      const isOverride = before.has(property) && !csstree.generate(value).includes("var(");
      const isPrefixed = before.has(`-webkit-${property}`);
      before.add(property);
      if (isOverride || isPrefixed || /^-\w/.test(property)) continue;
      const known = css.properties[property] as Identifier | undefined;
      if (known?.__compat && !isOld(known.__compat)) into.add(property);
      else values(property, value);
    }
  };
  const visit = (node: csstree.CssNode) => {
    if (node.type === "Atrule" && node.name === "supports") return;
    if (node.type === "Atrule") {
      check(`@${node.name}`, css["at-rules"][node.name] as Identifier);
      if (node.name === "media" && node.prelude) media(node.prelude, check);
    }
    if (node.type === "Rule") {
      csstree.walk(node.prelude, (part) => {
        if (part.type === "NestingSelector") check("&", css.selectors.nesting as Identifier);
        if (part.type !== "PseudoClassSelector" && part.type !== "PseudoElementSelector") return;
        const colons = part.type === "PseudoClassSelector" ? ":" : "::";
        check(`${colons}${part.name}`, css.selectors[part.name] as Identifier);
      });
      declarations(node.block);
      // The parser leaves nested rules that start with a name.
      if (node.block.children.some(({ type }) => type === "Rule" || type === "Raw")) check("&", css.selectors.nesting as Identifier);
    }
    const block = "block" in node ? node.block : undefined;
    for (const child of block?.children ?? []) if (child.type !== "Declaration") visit(child);
    if (node.type === "StyleSheet") for (const child of node.children) visit(child);
  };
  visit(csstree.parse(text, { parseCustomProperty: true }));
}

function media(prelude: csstree.CssNode, check: (name: string, entry: Identifier | undefined) => void): void {
  const known = css["at-rules"].media as Identifier;
  csstree.walk(prelude, (node) => {
    if (node.type === "FeatureRange") check("@media range", known.range_syntax as Identifier);
    if (node.type === "Feature") check(`@media ${node.name}`, known[node.name.replace(/^(min|max)-/, "")] as Identifier);
  });
}

const compat = (about: CompatStatement | undefined) => about && ({ __compat: about } as Identifier);

/** All entries below one, by their names alone; the oldest of a name. */
function names(tree: Identifier, into = new Map<string, CompatStatement>()): Map<string, CompatStatement> {
  for (const [key, entry] of Object.entries(tree)) {
    if (key === "__compat") continue;
    const about = (entry as Identifier).__compat;
    const known = into.get(key);
    if (about && !(known && isOld(known))) into.set(key, about);
    names(entry as Identifier, into);
  }
  return into;
}
