// The public surface of the package as text: its entries, their types without comments, its elements.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { given } from "./kratos.mjs";

/** The file in the repository. */
export const REPORT = fileURLToPath(new URL("../../../pkg-template/api/propylon.api.md", import.meta.url));

const printer = ts.createPrinter({ removeComments: true });

/** The declarations of a file, with the files of the package that it takes types from. */
const declarations = (file, seen) => {
  if (seen.has(file)) return;
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  seen.set(file, printer.printFile(source).trim());
  for (const { fileName } of ts.preProcessFile(source.text).importedFiles) {
    if (fileName.startsWith(".")) declarations(join(file, "..", fileName.replace(/\.js$/, ".d.ts")), seen);
  }
};

const elements = ({ modules }) =>
  modules.flatMap(({ declarations }) => declarations ?? []).filter(({ tagName }) => tagName).flatMap((element) => {
    const names = (kind, title) => {
      const list = (element[kind] ?? []).map(({ name }) => `\`${name || "default"}\``).sort();
      return list.length > 0 ? [`- ${title}: ${list.join(", ")}`] : [];
    };
    return [`### \`<${element.tagName}>\``, "", ...names("attributes", "attributes"), ...names("events", "events"), ...names("slots", "slots"), ...names("cssProperties", "custom properties"), ""];
  });

/** The report of the package under test. */
export const report = () => {
  const folder = given("PROPYLON_PACKAGE");
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const entries = Object.entries(manifest.exports);
  const files = new Map();
  for (const [, { types }] of entries) if (types && !types.includes("*")) declarations(join(folder, types), files);
  return [
    "# The public surface of propylon",
    "",
    "`UPDATE=1 cargo xtask test package` writes this file. A line that goes or changes is a breaking change; see CONTRIBUTING.md.",
    "",
    "## Entries",
    "",
    ...entries.map(([name, to]) => `- \`propylon${name.slice(1)}\`${to.types ? `: \`${to.types.replace("./dist/", "")}\`` : ""}`),
    "",
    "## Types",
    "",
    ...[...files].sort().flatMap(([file, text]) => [`### ${file.split("/").at(-1)}`, "", "```ts", text, "```", ""]),
    "## Elements",
    "",
    ...elements(JSON.parse(readFileSync(join(folder, "custom-elements.json"), "utf8"))),
  ].join("\n");
};
