import {
  at,
  button,
  enterAddress,
  field,
  registerByPasskey,
  registerByPassword,
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
