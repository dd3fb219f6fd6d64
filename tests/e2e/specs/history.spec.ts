import {
  at,
  button,
  enterAddress,
  field,
  openSettings,
  signedIn,
} from "../support/screens";
import { settle } from "../support/people";
import { PASSWORD } from "../support/screens";
import { expect, test } from "../support/test";

// Back left the site from any step.
test("Back leads from each step to the one before", async ({ page, mail, stack, address }) => {
  await page.goto("/");
  await page.goto("/registration");
  await enterAddress(page, address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await page.goBack();
  await at(page, "credential");
  await page.goBack();
  await at(page, "registration");
  await expect(field(page, "traits.email")).toHaveValue(address);
  await page.goBack();
  await at(page, "nobody");

  await stack.admit(address);
  for (const [path, name, first] of [
    ["/login", "identifier", "login"],
    ["/recovery", "email", "recovery"],
    ["/verification", "email", "verification"],
  ] as const) {
    await page.goto(path);
    await field(page, name).fill(address);
    await button(page, "method", "code").click();
    await at(page, "code");
    await page.goBack();
    await at(page, first);
    await expect(field(page, name)).toHaveValue(address);
  }
  await field(page, "email").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await page.goForward();
  await at(page, "code");
  // The first of the two codes belongs to the flow that was left.
  await mail.code(address, "verification");
  await field(page, "code").fill(await mail.code(address, "verification"));
  await at(page, "verified");
});

test("a step is there again after a reload, and in another tab", async ({
  page,
  context,
  mail,
  address,
}) => {
  await page.goto("/registration");
  await enterAddress(page, address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await page.reload();
  await at(page, "code");
  const other = await context.newPage();
  await other.goto(page.url());
  await at(other, "code");
  await field(other, "code").fill(await mail.code(address, "registration"));
  await signedIn(other, address);
});

test("the verification after a sign-up is there again after a reload", async ({
  page,
  mail,
  address,
}) => {
  await page.goto("/registration");
  await enterAddress(page, address);
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
  await at(page, "code");
  await expect(page).toHaveURL(/\/verification\?flow=/);
  await page.reload();
  await at(page, "code");
  await expect(button(page, "email", address)).toBeVisible();
  await field(page, "code").fill(await mail.code(address, "verification"));
  await at(page, "verified");
});

test("a sign-in that the settings require leads to them after a reload", async ({
  page,
  context,
  stack,
  mail,
  address,
}) => {
  await settle(page, stack, address);
  await openSettings(page);
  await context.clearCookies({ name: "ory_kratos_session" });
  await page.goto("/settings");
  await at(page, "login");
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await page.reload();
  await at(page, "code");
  await field(page, "code").fill(await mail.code(address, "login"));
  await at(page, "settings");
});
