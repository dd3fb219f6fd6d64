import {
  PASSWORD,
  at,
  button,
  card,
  enterPassword,
  field,
  message,
  recover,
  saved,
  signOut,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

const FRESH = `a new ${PASSWORD}`;

test("recovery by code leads into the settings, and the new password works", async ({
  page,
  stack,
  mail,
  address,
}) => {
  await stack.admit(address, { password: "forgotten long ago 5" });
  await page.goto("/login");
  await recover(page, mail, address);
  await field(card(page, "password"), "password").fill(FRESH);
  await button(page, "method", "password").click();
  await saved(page);
  await page.goto("/");
  await signedIn(page, address);
  await signOut(page);
  await enterPassword(page, address, FRESH);
  await signedIn(page, address);
});

test("return_to is kept through recovery and settings", async ({
  page,
  stack,
  mail,
  app,
  address,
}) => {
  const target = `${app}/inbox?n=1`;
  await stack.admit(address);
  await page.goto(`/login?return_to=${encodeURIComponent(target)}`);
  await recover(page, mail, address);
  await field(card(page, "password"), "password").fill(FRESH);
  await button(page, "method", "password").click();
  await page.waitForURL(target);
});

test("a wrong recovery code, then a new one by resend", async ({ page, stack, mail, address }) => {
  await page.clock.install();
  await stack.admit(address);
  await page.goto("/recovery");
  await field(page, "email").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  const code = await mail.code(address, "recovery");
  await field(page, "code").fill(code === "000000" ? "000001" : "000000");
  await expect(message(page, 4060006)).toBeVisible();
  await expect(field(page, "code")).toHaveValue("");
  await page.clock.runFor(31_000);
  // Kratos ignores the code if the address is sent with it.
  await field(page, "code").fill("12");
  await button(page, "email", address).click();
  await expect(page.getByText("A new code is on its way.")).toBeVisible();
  await field(page, "code").fill(await mail.code(address, "recovery"));
  await at(page, "settings");
});

test("an address without an account is not told apart, and another can be used", async ({
  page,
  address,
}) => {
  await page.goto("/recovery");
  await field(page, "email").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await page.getByRole("link", { name: "Use another address" }).click();
  await at(page, "recovery");
  await expect(field(page, "email")).toHaveValue("");
  await page.getByRole("link", { name: "Sign in" }).click();
  await at(page, "login");
});
