import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { given } from "../stack/given";

/** Makes a copy of the built site that starts with `watch.js`, for all tests of this run. Beside it are
 * the npm package and a page that uses it, under the same policy. */
export default function watchedSite(): void {
  const copy = join(__dirname, `../results/site-${process.pid}`);
  cpSync(given("PROPYLON_SITE"), copy, { recursive: true });
  cpSync(join(__dirname, "pages"), copy, { recursive: true });
  cpSync(join(given("PROPYLON_PACKAGE"), "dist"), join(copy, "propylon"), { recursive: true });
  const page = join(copy, "index.html");
  const html = readFileSync(page, "utf8");
  const watched = html.replace("<head>", '<head><script src="/watch.js"></script>');
  if (watched === html) throw new Error(`${page} has no <head>`);
  writeFileSync(page, watched);
  for (const packed of ["br", "gz"]) rmSync(`${page}.${packed}`, { force: true });
  process.env.PROPYLON_SITE = copy;
}
