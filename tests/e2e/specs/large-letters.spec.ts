import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { settle } from "../support/people";
import { at, field } from "../support/screens";
import { expect, test } from "../support/test";

// The gallery has every screen, but not the header and footer that the site puts around them.

const CHECKS = ["targets", "fits", "overlaps", "spacing", "rings", "order", "obscured", "paste", "purpose", "colours"];

/** The findings of the gallery's checks on a page. */
async function findings(page: Page): Promise<string[]> {
  const folder = join(__dirname, "../gallery");
  // Not as scripts of the page: its policy refuses them.
  for (const file of ["checks.js", "keyboard.js", "sight.js"]) {
    await page.evaluate(readFileSync(join(folder, file), "utf8"));
  }
  return page.evaluate(async (names) => {
    const checks = (window as unknown as { checks: Record<string, () => string[]> }).checks;
    return names.flatMap((name) => (checks[name]?.() ?? ["no such check"]).map((it) => `${name}: ${it}`));
  }, CHECKS);
}

for (const [name, width, height, size] of [
  ["1280 × 1024 pixels", 1280, 1024, "100%"],
  ["1280 × 1024 pixels at 400 %", 320, 256, "100%"],
  ["1280 × 1024 pixels with letters of twice the size", 1280, 1024, "200%"],
  ["320 × 640 pixels with letters of twice the size", 320, 640, "200%"],
] as const) {
  test(`the pages of the site fit into ${name}`, async ({ page, stack, address }) => {
    await page.setViewportSize({ width, height });
    const check = async () => {
      await page.evaluate((size) => document.documentElement.style.setProperty("font-size", size), size);
      expect(await findings(page)).toEqual([]);
    };
    await page.route("**/config.json", (route) =>
      route.fulfill({ json: { brand: { name: "Notes", links: { Terms: "/terms", Privacy: "/privacy" } } } }),
    );
    await page.goto("/login");
    await expect(field(page, "identifier")).toBeVisible();
    await check();
    await settle(page, stack, address);
    for (const title of ["settings", "sessions"] as const) {
      await page.goto(`/${title}`);
      await at(page, title);
      // The footer comes with the content.
      await expect(page.locator("[data-part=skeleton]")).toHaveCount(0);
      await check();
    }
  });
}
