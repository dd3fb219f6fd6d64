// Lowers a style sheet for browsers, minifies it, and writes it back:
// `node styles.mjs <folder of node_modules> <style sheet> chrome99 safari15.4`.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, file, ...browsers] = process.argv.slice(2);
const { Features, transform } = createRequire(join(modules, "x.js"))("lightningcss");

const targets = Object.fromEntries(
  browsers.map((browser) => {
    const [, name, major, minor] = /^([a-z]+)(\d+)\.?(\d*)$/.exec(browser);
    return [name === "ios" ? "ios_saf" : name, (major << 16) | (minor << 8)];
  }),
);

// Both are lowered to something else than they mean: `color-scheme` of the same style sheet instead of
// the element's own, and languages instead of the direction.
const exclude = Features.LightDark | Features.DirSelector;

const token = (value) => ({ type: "token", value });
const variable = (ident, fallback) => ({ type: "var", value: { name: { ident }, fallback } });

/** A pair of colours as the theme's switch chooses one: an empty switch takes its colour away. */
const switched = ({ light, dark }) => {
  const tokens = (colour) => (Array.isArray(colour) ? colour : [{ type: "color", value: colour }]);
  return [variable("--kratos-light", tokens(light)), token({ type: "white-space", value: " " }), variable("--kratos-dark", tokens(dark))];
};

/** The first colour of a mix if it has a quarter of it or more, else the second. */
const nearest = (mix) => {
  const parts = [[]];
  for (const part of mix) {
    if (part.value.type === "comma") parts.push([]);
    else if (part.value.type !== "white-space") parts.at(-1).push(part);
  }
  const [space, [first, share], [second]] = parts;
  if (space.length !== 2 || share?.value.type !== "percentage" || parts[2].length !== 1) {
    throw new Error("a color-mix() is not of the form (in <space>, <colour> <share>%, <colour>)");
  }
  return share.value.value < 0.25 ? second : first;
};

/** The functions that these browsers don't all have and that can't be lowered if variables are in them, and
 * what to put in their place. A browser that doesn't know one takes a declaration with variables all the
 * same, and ignores it later, so that a declaration before it is of no use. */
const FUNCTIONS = [
  {
    known: "light-dark(red,red)",
    replaced: ({ type, value }) => /color$/.test(type) && value.type === "light-dark" && switched(value),
  },
  {
    known: "color-mix(in srgb,red,red)",
    replaced: ({ type, value }) => type === "function" && value.name === "color-mix" && [nearest(value.arguments)],
  },
];

const hasVariable = (tokens) => JSON.stringify(tokens).includes('"type":"var"');

/** The declarations with something in the place of a function, of those that have it. */
const without = ({ replaced }, declarations) =>
  declarations.flatMap((declaration) => {
    const tokens = declaration.value?.value;
    const has = ["custom", "unparsed"].includes(declaration.property) && tokens.some(replaced);
    if (!has || (declaration.property === "unparsed" && !hasVariable(tokens))) return [];
    const value = tokens.flatMap((part) => replaced(part) || part);
    return { ...declaration, value: { ...declaration.value, value } };
  });

/** `@supports not (color: <known>) { & { <declarations> } }` */
const unless = (known, declarations, loc) => ({
  type: "supports",
  value: {
    condition: { type: "not", value: { type: "declaration", propertyId: { property: "color" }, value: known } },
    rules: [
      {
        type: "style",
        value: { selectors: [[{ type: "nesting" }]], declarations: { declarations }, rules: [], loc },
      },
    ],
    loc,
  },
});

/** Adds the fallbacks to a rule, before the rules in it. */
const withFallbacks = (rule) => {
  const { declarations, loc, rules } = rule.value;
  const fallbacks = FUNCTIONS.flatMap((one) => {
    const own = without(one, declarations.declarations);
    return own.length ? unless(one.known, own, loc) : [];
  });
  if (!fallbacks.length) return undefined;
  return withoutNulls({ ...rule, value: { ...rule.value, rules: [...fallbacks, ...rules] } });
};

/** Lightning CSS refuses the nulls in its own rules (issue 1081 there). */
const withoutNulls = (rule) => JSON.parse(JSON.stringify(rule, (_, value) => value ?? undefined));

const { code } = transform({
  filename: file,
  code: readFileSync(file),
  minify: true,
  targets,
  exclude,
  visitor: { Rule: { style: withFallbacks } },
});
writeFileSync(file, code);
