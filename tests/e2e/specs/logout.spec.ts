import { hasSession, settle, signIn } from "../support/people";
import { at, signOut } from "../support/screens";
import { expect, test } from "../support/test";

test("signing out by the button ends at the sign-in page", async ({
  page,
  context,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  await page.goto("/");
  await signOut(page);
  expect(await hasSession(context, stack)).toBe(false);
});

test("/logout signs out, and goes where it is told if Kratos allows that", async ({
  page,
  context,
  stack,
  app,
  address,
}) => {
  await settle(page, stack, address);
  await page.goto(`/logout?return_to=${encodeURIComponent(`${app}/bye`)}`);
  await page.waitForURL(`${app}/bye`);
  expect(await hasSession(context, stack)).toBe(false);
});

test("/logout to a place Kratos does not allow says so, and signs out without it", async ({
  page,
  context,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  await page.goto("/logout?return_to=https%3A%2F%2Fevil.example%2F");
  await at(page, "forbidden");
  expect(await hasSession(context, stack)).toBe(true);
  await page.getByRole("button", { name: "Continue without it" }).click();
  await at(page, "login");
  expect(await hasSession(context, stack)).toBe(false);
});

test("/logout without a session says that nobody is signed in", async ({ page }) => {
  await page.goto("/logout");
  await at(page, "signedOut");
  await page.getByRole("link", { name: "Sign in" }).click();
  await at(page, "login");
});

test("signing out everywhere ends every session of the person", async ({
  page,
  context,
  browser,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  const other = await browser.newContext();
  await signIn(other, stack, address);
  await page.goto("/sessions");
  await page.getByRole("button", { name: "Sign out everywhere", exact: true }).click();
  await at(page, "login");
  expect(await hasSession(context, stack)).toBe(false);
  expect(await hasSession(other, stack)).toBe(false);
  await other.close();
});

// Of two windows side by side neither becomes hidden, so one kept showing the ended session.
test("another window asks again when it has the focus", async ({
  page,
  context,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  const other = await context.newPage();
  await other.goto("/");
  await at(other, "home");
  await page.goto("/");
  await signOut(page);
  // Playwright emulates focus for all pages, so the event is dispatched here.
  await other.evaluate(() => dispatchEvent(new Event("focus")));
  await at(other, "nobody");
});
