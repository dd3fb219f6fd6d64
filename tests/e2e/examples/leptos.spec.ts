import type { Page } from "@playwright/test";
import { PASSWORD } from "../stack/admin";
import { hasSession } from "../support/people";
import { button, field, message } from "../support/screens";
import { expect, test } from "../support/test";

/** Fills and sends the app's own fields. */
async function signIn(page: Page, address: string, password: string): Promise<void> {
  await page.getByLabel("Email", { exact: true }).fill(address);
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

test("a code in the app's own field is sent once it is complete", async ({
  page,
  stack,
  mail,
  address,
}) => {
  await stack.admit(address);
  await page.goto("/");
  await page.getByLabel("Email", { exact: true }).fill(address);
  await button(page, "method", "code").click();
  const own = page.locator(".field input[name=code]");
  await expect(own).toBeFocused();
  const code = await mail.code(address, "login");
  await own.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await expect(page.getByText(`Welcome back, ${address}.`)).toBeVisible();
});

test("the sign-up stands in place of the sign-in, and what is refused at a field is said there", async ({
  page,
  address,
}) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Create" }).click();
  await page.locator('.field input[name="traits.email"]').fill(address);
  await expect(page.locator("form")).toHaveCount(1);
  await button(page, "method", "profile").click();
  const own = page.locator(".field", { has: page.locator("input[name=password]") });
  await own.locator("input").fill("short");
  await button(page, "method", "password").click();
  const message = own.getByTestId(/^ui\/message\//);
  await expect(message).toBeVisible();
  // Behind the hint about what Kratos demands.
  const said = own.locator("input");
  await expect(said).toHaveAccessibleDescription(/^At least 8 characters\. /);
  await expect(said).toHaveAccessibleDescription(/The password needs at least 8 characters\.$/);
  await expect(message).toHaveText("The password needs at least 8 characters.");
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page.locator(".field input[name=password]")).toBeVisible();
});

test("a sign-out elsewhere ends the signed-in state", async ({ page, context, stack, address }) => {
  await stack.admit(address);
  await page.goto("/");
  await signIn(page, address, PASSWORD);
  await expect(page.getByText(`Welcome back, ${address}.`)).toBeVisible();
  const other = await context.newPage();
  await other.goto("/");
  await other.getByRole("button", { name: "Sign out" }).click();
  await expect(page.locator(".field input[name=password]")).toBeVisible();
});
