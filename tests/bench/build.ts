// Builds the floor and the peer into the folder given as argument, like the site: minified and named by
// content hash, so that Caddy marks them as cacheable.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";

const PAGES = join(__dirname, "pages");
/** The style sheet of both. */
const STYLE = join(PAGES, "floor/page.css");

const [out] = process.argv.slice(2);
if (!out) throw new Error("name the folder to write to");
main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  await page("floor", "main.js");
  await page("react", "main.tsx");
}

async function page(name: string, script: string): Promise<void> {
  const folder = join(out as string, name);
  mkdirSync(folder, { recursive: true });
  const names = new Map<string, string>();
  for (const [source, shown] of [[join(PAGES, name, script), "main.js"], [STYLE, "page.css"]] as const) {
    const built = await build({
      entryPoints: [source],
      bundle: true,
      minify: true,
      write: false,
      format: "iife",
      target: "esnext",
      jsx: "automatic",
      define: { "process.env.NODE_ENV": '"production"' },
      logLevel: "warning",
    });
    const [file] = built.outputFiles;
    if (!file) throw new Error(`esbuild made nothing of ${source}`);
    const hash = createHash("sha256").update(file.contents).digest("hex").slice(0, 16);
    const extension = extname(shown);
    const hashed = `${basename(shown, extension)}-${hash}${extension}`;
    writeFileSync(join(folder, hashed), file.contents);
    names.set(shown, hashed);
  }
  for (const kind of ["login", "registration"]) {
    let html = readFileSync(join(PAGES, name, `${kind}.html`), "utf8");
    for (const [shown, hashed] of names) html = html.replace(`"${shown}"`, `"${hashed}"`);
    writeFileSync(join(folder, `${kind}.html`), html);
  }
}
