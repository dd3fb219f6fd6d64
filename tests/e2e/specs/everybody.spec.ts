import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Mailbox } from "../stack/mailbox";
import {
  at,
  button,
  enterAddress,
  enterPassword,
  field,
  message,
  registerByPassword,
} from "../support/screens";
import { expect, test } from "../support/test";

/** The screens of a first visit, each with the way to it. */
const SCREENS: Record<string, (page: Page, mail: Mailbox, address: string) => Promise<void>> = {
  "/login": async (page) => {
    await page.goto("/login");
    await expect(field(page, "identifier")).toBeVisible();
  },
  "/login with a refusal": async (page, _, address) => {
    await page.goto("/login");
    await enterPassword(page, address);
    await expect(message(page, 4000006)).toBeVisible();
  },
  "/registration": async (page) => {
    await page.goto("/registration");
    await expect(field(page, "traits.email")).toBeVisible();
  },
  "/registration, second step": async (page, _, address) => {
    await page.goto("/registration");
    await enterAddress(page, address);
  },
  "the code step": async (page, _, address) => {
    await page.goto("/registration");
    await enterAddress(page, address);
    await button(page, "method", "code").click();
    await at(page, "code");
  },
  "/": async (page, _, address) => registerByPassword(page, address),
  "/ signed out": async (page) => {
    await page.goto("/");
    await at(page, "nobody");
  },
};

for (const [name, open] of Object.entries(SCREENS)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing on ${name}, ${colorScheme}`, async ({ page, mail, address }) => {
      await page.emulateMedia({ colorScheme });
      await open(page, mail, address);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const lines = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" ")}`);
      expect(lines).toEqual([]);
    });
  }

  test(`${name} fits 320 px`, async ({ page, mail }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    const long = `a-rather-long-name-of-somebody-${Date.now()}@a-domain-that-does-not-end.example.org`;
    await open(page, mail, long);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(320);
  });
}
