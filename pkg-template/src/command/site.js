import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { UsageError, parsed } from "./usage.js";

const OPTIONS = {
  "kratos-url": { type: "string" },
  "base-path": { type: "string" },
  force: { type: "boolean" },
};

/** The endings of files that get smaller. */
const TEXT = /\.(css|html|js|json|svg|txt|wasm)$/;

/** `npx propylon site FOLDER`: writes the site of the package there, with its settings. */
export const run = async (args) => {
  const { values, positionals } = parsed(args, OPTIONS);
  if (positionals.length !== 1) throw new UsageError("site takes one folder");
  const [folder] = positionals;
  const kratosUrl = values["kratos-url"];
  if (kratosUrl !== undefined && !/^https?:\/\/[^/ ]/.test(kratosUrl)) {
    throw new UsageError(`--kratos-url must be a URL with http:// or https://, not ${kratosUrl}`);
  }
  const base = (values["base-path"] ?? "").replace(/\/+$/, "");
  // The same rule as PROPYLON_BASE_PATH of the image.
  if (base && !/^(\/[\w~-][\w~.-]*)+$/.test(base)) {
    throw new UsageError(`--base-path must be a path like /auth, not ${base}`);
  }
  const built = fileURLToPath(new URL("./site", import.meta.url));
  const wrong = obstacle(built, folder, values.force);
  if (wrong) {
    console.error(wrong);
    return 1;
  }
  try {
    install(built, folder, { kratosUrl, base });
  } catch (error) {
    // Of the folder's own config.json, or of the disk.
    console.error(`The site cannot be written into ${folder}: ${error.message}`);
    return 1;
  }
  console.log(`The site is in ${folder}. Serve it at ${base}/, with index.html for each path below that has no dot.`);
  return 0;
};

/** Why the site can't be written into a folder. */
const obstacle = (built, folder, force) => {
  if (!existsSync(built)) return `This package has no site: ${built} is missing. Install it again.`;
  if (!existsSync(folder)) return undefined;
  if (!statSync(folder).isDirectory()) return `${folder} is a file; give a folder.`;
  const isTaken = readdirSync(folder).length > 0 && !force;
  return isTaken ? `${folder} is not empty; --force writes into it and keeps its config.json.` : undefined;
};

/** Copies a built site to a folder, with packed copies of its files, for a path and a Kratos. */
export const install = (built, folder, { kratosUrl, base = "" }) => {
  const settings = join(folder, "config.json");
  const kept = existsSync(settings) ? readFileSync(settings, "utf8") : undefined;
  cpSync(built, folder, { recursive: true });
  for (const name of ["index.html", "doctor/index.html"]) {
    const page = join(folder, name);
    writeFileSync(page, below(base, readFileSync(page, "utf8")));
  }
  writeFileSync(settings, configured(kept ?? readFileSync(settings, "utf8"), kratosUrl));
  for (const file of readdirSync(folder, { recursive: true })) pack(join(folder, file));
};

/** A page with its references moved from the root to a path. Relative ones would be wrong in pages of two
 * levels, like /session/test-oidc, and with a slash at the end. */
const below = (base, page) => page.replace(/(\s(?:href|src|data-module|data-wasm)=")(?=\/[^/])/g, `$1${base}`);

/** The settings with another Kratos; unchanged if there is nothing to change. */
const configured = (text, kratosUrl) =>
  kratosUrl === undefined ? text : `${JSON.stringify({ ...JSON.parse(text), kratosUrl }, null, 2)}\n`;

/** Writes the packed copies of a file, unless they are larger. */
const pack = (file) => {
  if (!TEXT.test(file) || !statSync(file).isFile()) return;
  const content = readFileSync(file);
  for (const [ending, packed] of [
    [".br", brotliCompressSync(content)],
    [".gz", gzipSync(content, { level: 9 })],
  ]) {
    if (packed.length < content.length) writeFileSync(file + ending, packed);
    else rmSync(file + ending, { force: true });
  }
};
