import type { Page } from "@playwright/test";
import { PASSWORD } from "../stack/stack";
import { hasSession, signOutElsewhere } from "../support/people";
import { button, field, message } from "../support/screens";
import { expect, test } from "../support/test";

/** Fills and sends the app's own fields. */
async function signIn(page: Page, address: string, password: string): Promise<void> {
  await page.getByLabel("E-mail", { exact: true }).fill(address);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "method", "password").click();
}

test("a sign-in with fields of the app's own, and a sign-out", async ({
  page,
  context,
  stack,
  address,
}) => {
  await stack.admit(address);
  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });
  await page.goto("/");
  const own = page.locator(".field", { has: page.locator("input[name=password]") });
  await expect(own).toBeVisible();
  await expect(page).toHaveTitle("Ada’s notes");

  await signIn(page, address, "not the password 7");
  await expect(message(page, 4000006)).toBeVisible();
  // What was typed is still there, but for the secret.
  await expect(field(page, "identifier")).toHaveValue(address);
  await expect(field(page, "password")).toHaveValue("");

  await signIn(page, address, PASSWORD);
  await expect(page.getByText(`Welcome back, ${address}.`)).toBeVisible();
  expect(await hasSession(context, stack)).toBe(true);

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(own).toBeVisible();
  expect(await hasSession(context, stack)).toBe(false);
  expect(loads).toBe(1);
});
