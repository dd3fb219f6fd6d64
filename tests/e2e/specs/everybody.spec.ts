import AxeBuilder from "@axe-core/playwright";
import { type Page, request } from "@playwright/test";
import type { Mailbox } from "../stack/mailbox";
import type { Stack } from "../stack/stack";
import { settle, signIn } from "../support/people";
import {
  at,
  button,
  enterAddress,
  enterPassword,
  field,
  message,
  openSettings,
  registerByPassword,
  saved,
} from "../support/screens";
import { expect, test } from "../support/test";

/** The screens, and how to get to each. */
const SCREENS: Record<
  string,
  (page: Page, mail: Mailbox, address: string, stack: Stack) => Promise<void>
> = {
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
  "/recovery": async (page) => {
    await page.goto("/recovery");
    await expect(field(page, "email")).toBeVisible();
  },
  "/verification": async (page) => {
    await page.goto("/verification");
    await expect(field(page, "email")).toBeVisible();
  },
  "/settings": async (page, _, address, stack) => {
    await settle(page, stack, address, { traits: { name: address } });
    await openSettings(page);
  },
  "/settings with backup codes and a question": async (page, _, address, stack) => {
    await settle(page, stack, address);
    await openSettings(page);
    await button(page, "lookup_secret_regenerate", "true").click();
    await button(page, "lookup_secret_confirm", "true").click();
    await saved(page);
    await button(page, "lookup_secret_reveal", "true").click();
    await expect(page.getByTestId("node/text/lookup_secret_codes/text")).toBeVisible();
    await page.getByRole("button", { name: "Turn off backup codes" }).click();
    await expect(page.getByText("None of them will work any more.")).toBeVisible();
  },
  "the second factor": async (page, _, address, stack) => {
    await settle(page, stack, address);
    await openSettings(page);
    await button(page, "lookup_secret_regenerate", "true").click();
    await button(page, "lookup_secret_confirm", "true").click();
    await saved(page);
    await page.context().clearCookies();
    await page.goto("/login");
    await enterPassword(page, address);
    await at(page, "secondFactor");
  },
  "/sessions": async (page, _, address, stack) => {
    await settle(page, stack, address);
    const other = await request.newContext();
    await signIn(other, stack, address);
    await other.dispose();
    await page.goto("/sessions");
    await expect(page.getByRole("listitem")).toHaveCount(2);
  },
  "/ signed out": async (page) => {
    await page.goto("/");
    await at(page, "nobody");
  },
};

for (const [name, open] of Object.entries(SCREENS)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing on ${name}, ${colorScheme}`, async ({ page, stack, mail, address }) => {
      // axe measures colours while a step fades in, too.
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await open(page, mail, address, stack);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const lines = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" ")}`);
      expect(lines).toEqual([]);
    });
  }

  test(`${name} fits 320 px`, async ({ page, stack, mail }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    const long = `a-rather-long-name-of-somebody-${Date.now()}@a-domain-that-does-not-end.example.org`;
    await open(page, mail, long, stack);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(320);
  });
}
