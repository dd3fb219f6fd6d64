import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { given } from "../stack/given";

/** How a story is shown; see gallery/page/address.js. */
export type View = Partial<Record<"lang" | "scheme" | "dir" | "zoom" | "theme", string>>;

/** A check of the scripts beside this one. */
export type Check =
  | "axe"
  | "drawn"
  | "fits"
  | "targets"
  // Of keyboard.js.
  | "rings"
  | "order"
  | "obscured"
  | "paste"
  | "purpose"
  // Of sight.js.
  | "overlaps"
  | "spacing"
  | "frames"
  | "more"
  | "colours"
  | "names";

/** The scripts with the checks, in this order. */
const SCRIPTS = ["checks.js", "keyboard.js", "sight.js"];

declare global {
  interface Window {
    gallery: { stories: { id: string }[]; languages: string[] };
    walk(ids: string[], view: View, names: Check[]): Promise<string[]>;
  }
}

/** The URL of a page of the gallery, at an address in it. */
export function url(file: string, hash = ""): string {
  return pathToFileURL(join(given("PROPYLON_GALLERY"), file)) + hash;
}

/** Opens the frame that shows one story after another, with the checks. */
export async function openFrame(page: Page): Promise<string[]> {
  await page.goto(url("frame.html"));
  await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  for (const script of SCRIPTS) await page.addScriptTag({ path: join(__dirname, script) });
  return page.evaluate(() => window.gallery.stories.map(({ id }) => id));
}

/** The findings of `checks` on these stories. */
export function walk(page: Page, ids: string[], view: View, checks: Check[]): Promise<string[]> {
  return page.evaluate(([ids, view, checks]) => window.walk(ids, view, checks), [
    ids,
    view,
    checks,
  ] as [string[], View, Check[]]);
}
