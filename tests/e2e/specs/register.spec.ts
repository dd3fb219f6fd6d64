import {
  PASSWORD,
  at,
  button,
  enterAddress,
  field,
  message,
  notNow,
  registerByPasskey,
  registerByPassword,
  signOut,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

test("register by code", async ({ page, mail, address }) => {
  await page.goto("/registration");
  await enterAddress(page, address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await expect(page.getByText(address)).toBeVisible();
  await field(page, "code").fill(await mail.code(address, "registration"));
  await signedIn(page, address);
});

test("register by password", async ({ page, address }) => {
  await registerByPassword(page, address);
});

test("register with a passkey", async ({ page, passkeys, address }) => {
  await registerByPasskey(page, address);
  expect(await passkeys.count()).toBe(1);
  await expect(page.getByText("passkey", { exact: true })).toBeVisible();
});

test("a refused password says why, then a better one is taken", async ({ page, address }) => {
  await page.goto("/registration");
  await enterAddress(page, address);
  await field(page, "password").fill("short");
  await button(page, "method", "password").click();
  await expect(message(page, 4000032)).toHaveText("The password needs at least 8 characters.");
  await expect(field(page, "password")).toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "password")).toHaveAccessibleDescription(/at least 8 characters/);
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
  await notNow(page);
  await signedIn(page, address);
});

test("an address that is taken is said, and signing in is one press away", async ({
  page,
  address,
}) => {
  await registerByPassword(page, address);
  await signOut(page);
  await page.goto("/registration");
  await enterAddress(page, address);
  await field(page, "password").fill(`another ${PASSWORD}`);
  await button(page, "method", "password").click();
  await expect(message(page, 4000007)).toBeVisible();
  await message(page, 4000007).getByRole("link", { name: "Sign in" }).click();
  await at(page, "login");
});

test("a mistyped address is corrected by going back a step", async ({ page, address }) => {
  await page.goto("/registration");
  await enterAddress(page, `typo-${address}`);
  await button(page, "screen", "previous").click();
  await at(page, "registration");
  await field(page, "traits.email").fill(address);
  await button(page, "method", "profile").click();
  await at(page, "credential");
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
  await notNow(page);
  await signedIn(page, address);
});
