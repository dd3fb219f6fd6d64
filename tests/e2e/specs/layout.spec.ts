import type { Page } from "@playwright/test";
import { signIn } from "../support/people";
import { at } from "../support/screens";
import { expect, test } from "../support/test";

declare global {
  interface Window {
    shifts: string[];
  }
}

/** Notes everything that moves by itself while it is visible. */
async function noteShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & Shift)[]) {
        const moved = entry.sources.map(({ node, previousRect: from, currentRect: to }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return `${element?.outerHTML.slice(0, 60)} ${from.x},${from.y} → ${to.x},${to.y}`;
        });
        window.shifts.push(`${entry.value} ${moved}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
    interface Shift {
      value: number;
      sources: { node?: Node; previousRect: DOMRect; currentRect: DOMRect }[];
    }
  });
}

const PAGES = {
  "/login": "login",
  "/registration": "registration",
  "/recovery": "recovery",
  "/verification": "verification",
  "/settings": "settings",
  "/sessions": "sessions",
  "/error?id=stub%3A500": "failed",
} as const;

/** What arrives late, and how late. */
const LATE = {
  nothing: undefined,
  "Kratos' answers": /\/(self-service|sessions)\b/,
  "the app": /\.wasm$/,
  "the settings, the theme and the picture": /\/(config\.json|themes\/.*|background\/.*|paper\.svg)$/,
};

const CONFIG = {
  theme: "rounded",
  brand: {
    name: "Ada’s notes",
    logo: { light: "/icons/favicon.svg", dark: "/icons/favicon.svg" },
    links: { Terms: "/terms", Privacy: "/privacy", Help: "/help" },
    background: "/icons/favicon.svg",
  },
};

// The form came in the place of the shell with other heights, and pushed the footer down; a theme that came
// after the first picture changed the shell; the account was wider than its shell, and its choice of colours
// pushed the cards down.
for (const width of [320, 1280]) {
  for (const [late, pattern] of Object.entries(LATE)) {
    test(`nothing moves while a page comes, at ${width} px, with ${late} late`, async ({
      page,
      stack,
      address,
    }) => {
      await page.setViewportSize({ width, height: width === 320 ? 568 : 800 });
      await noteShifts(page);
      await page.route("**/config.json", (route) => route.fulfill({ json: CONFIG }));
      if (pattern) {
        await page.route(pattern, async (route) => {
          // The app waits a second for the look.
          await new Promise((done) => setTimeout(done, 300));
          await route.fallback();
        });
      }
      await stack.admit(address);
      for (const [path, title] of Object.entries(PAGES)) {
        if (path === "/settings") await signIn(page.context(), stack, address);
        await page.goto(path, { waitUntil: "commit" });
        await at(page, title);
        await expect(page.locator("[data-part=skeleton]")).toHaveCount(0);
        await page.waitForLoadState("load");
        await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
        expect(await page.evaluate(() => window.shifts), path).toEqual([]);
      }
    });
  }
}
