import {
  PASSWORD,
  at,
  button,
  enterAddress,
  field,
  message,
  registerByPassword,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

test("a new account confirms its address", async ({ page, stack, mail, address }) => {
  await page.goto("/registration");
  await enterAddress(page, address);
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
  await at(page, "code");
  await expect(page.getByText(address)).toBeVisible();
  const code = await mail.code(address, "verification");
  await field(page, "code").fill(code === "000000" ? "000001" : "000000");
  await expect(message(page, 4070006)).toBeVisible();
  await field(page, "code").fill(code);
  await at(page, "verified");
  expect((await stack.identity(address)).verifiable_addresses[0]?.verified).toBe(true);
  await page.getByRole("button", { name: "Continue" }).click();
  await signedIn(page, address);
});

test("the mail's link opens the code, ready to confirm", async ({ page, stack, mail, address }) => {
  await registerByPassword(page, address);
  await page.goto(await mail.link(address, "verification"));
  await at(page, "code");
  await expect(field(page, "code")).toHaveValue(/^\d{6}$/);
  await button(page, "method", "code").click();
  await at(page, "verified");
  expect((await stack.identity(address)).verifiable_addresses[0]?.verified).toBe(true);
});

test("the mail's link in another browser", async ({ page, browser, stack, mail, address }) => {
  await registerByPassword(page, address);
  const link = await mail.link(address, "verification");
  const elsewhere = await browser.newPage();
  await elsewhere.goto(link);
  await at(elsewhere, "code");
  await button(elsewhere, "method", "code").click();
  await at(elsewhere, "verified");
  await elsewhere.getByRole("button", { name: "Continue" }).click();
  await at(elsewhere, "nobody");
  await elsewhere.close();
  expect((await stack.identity(address)).verifiable_addresses[0]?.verified).toBe(true);
});

test("/verify is /verification, and asks for the address", async ({
  page,
  stack,
  mail,
  address,
}) => {
  await stack.admit(address, { verified: false });
  await page.goto("/verify");
  await at(page, "verification");
  await field(page, "email").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await page.reload();
  await at(page, "code");
  await field(page, "code").fill(await mail.code(address, "verification"));
  await at(page, "verified");
});

test("resend at the verification of a new account, for which Kratos has no button", async ({
  page,
  mail,
  address,
}) => {
  await page.clock.install();
  await page.goto("/registration");
  await enterAddress(page, address);
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
  await at(page, "code");
  await mail.code(address, "verification");
  await page.clock.runFor(31_000);
  await button(page, "email", address).click();
  await expect(page.getByText("A new code is on its way.")).toBeVisible();
  await field(page, "code").fill(await mail.code(address, "verification"));
  await at(page, "verified");
});
