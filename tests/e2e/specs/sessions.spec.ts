import type { Browser, BrowserContext } from "@playwright/test";
import type { Stack } from "../stack/stack";
import { hasSession, settle, signIn } from "../support/people";
import { at, button, enterPassword } from "../support/screens";
import { expect, test } from "../support/test";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

/** Signs the same person in with another browser. */
async function another(
  browser: Browser,
  stack: Stack,
  address: string,
  userAgent: string,
): Promise<BrowserContext> {
  const context = await browser.newContext({ userAgent });
  await signIn(context, stack, address);
  return context;
}

test("a second browser is listed and signed out from here", async ({
  page,
  context,
  browser,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  const firefox = await another(browser, stack, address, FIREFOX);
  const iphone = await another(browser, stack, address, IPHONE);
  await page.goto("/sessions");
  await at(page, "sessions");
  const rows = page.getByRole("listitem");
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText("This device");
  await expect(rows.first()).toContainText("Signed in today, ");
  const row = rows.filter({ hasText: "Firefox, Linux" });
  await row.getByRole("button", { name: "Sign out" }).click();
  // A confirmation is required first.
  expect(await hasSession(firefox, stack)).toBe(true);
  await row.getByRole("group").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByText("Signed out elsewhere.")).toBeVisible();
  await expect(rows).toHaveCount(2);
  expect(await hasSession(firefox, stack)).toBe(false);
  expect(await hasSession(iphone, stack)).toBe(true);
  expect(await hasSession(context, stack)).toBe(true);
  await Promise.all([firefox.close(), iphone.close()]);
});

test("all other browsers are signed out at once", async ({
  page,
  context,
  browser,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  const firefox = await another(browser, stack, address, FIREFOX);
  const iphone = await another(browser, stack, address, IPHONE);
  await page.goto("/sessions");
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByRole("listitem")).toHaveCount(1);
  await expect(page.getByText("You’re signed in on this device only.")).toBeVisible();
  expect(await hasSession(firefox, stack)).toBe(false);
  expect(await hasSession(iphone, stack)).toBe(false);
  expect(await hasSession(context, stack)).toBe(true);
  await Promise.all([firefox.close(), iphone.close()]);
});

test("a browser that was signed out elsewhere is asked to sign in, and comes back", async ({
  page,
  browser,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  const firefox = await another(browser, stack, address, FIREFOX);
  const elsewhere = await firefox.newPage();
  await elsewhere.goto(`${stack.site}/settings`);
  await at(elsewhere, "settings");
  await page.goto("/sessions");
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByRole("listitem")).toHaveCount(1);
  await button(elsewhere, "method", "profile").click();
  await at(elsewhere, "login");
  await expect(elsewhere.getByText("You’ve been signed out.")).toBeVisible();
  await enterPassword(elsewhere, address);
  await at(elsewhere, "settings");
  await firefox.close();
});

test("sessions without a session: sign-in first, then back", async ({ page, stack, address }) => {
  await stack.admit(address);
  await page.goto("/sessions");
  await at(page, "login");
  await enterPassword(page, address);
  await at(page, "sessions");
  await expect(page.getByRole("listitem")).toHaveCount(1);
});
