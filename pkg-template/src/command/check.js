import { readFile, stat } from "node:fs/promises";
import { tooLong } from "../doctor/bounds.js";
import { load } from "../doctor/module.js";
import { isBad, printed } from "./print.js";
import { UsageError, parsed } from "./usage.js";

const OPTIONS = {
  url: { type: "string" },
  site: { type: "string" },
  api: { type: "string" },
  json: { type: "boolean" },
  "fix-diff": { type: "boolean" },
};

const urlOf = (text, name) => {
  if (text === undefined || /^https?:\/\/[^/]/.test(text)) return text;
  throw new UsageError(`${name} must be a URL with http:// or https://, not ${text}`);
};

const read = async (name) => {
  try {
    const long = tooLong(name, (await stat(name)).size);
    if (long) throw new UsageError(long);
    return { name, text: await readFile(name, "utf8") };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${name} cannot be read: ${error.message}`);
  }
};

/** `propylon check FILE…`: checks configurations alone and against each other, without a network. */
export const run = async (args) => {
  const { values, positionals } = parsed(args, OPTIONS);
  if (positionals.length === 0) throw new UsageError("Give the files to check.");
  const urls = { url: urlOf(values.url, "--url"), site: urlOf(values.site, "--site"), api: urlOf(values.api, "--api") };
  const files = await Promise.all(positionals.map(read));
  const { check } = await load();
  const report = JSON.parse(check(JSON.stringify({ files, urls })));
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else {
    console.log(printed(report));
    if (values["fix-diff"]) for (const { diff } of report.corrected) console.log(`\n${diff.trimEnd()}`);
  }
  return isBad(report) ? 1 : 0;
};
