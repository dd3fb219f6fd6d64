import type { Page } from "@playwright/test";
import { enrolApp } from "../support/enrol";
import { Passkeys, SECURITY_KEY } from "../support/passkeys";
import { settle } from "../support/people";
import {
  at,
  button,
  card,
  enterPassword,
  field,
  message,
  openSettings,
  saved,
  signOut,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";
import { totp } from "../support/totp";

/** Creates and confirms backup codes. */
async function makeCodes(page: Page): Promise<string[]> {
  await openSettings(page);
  await button(page, "lookup_secret_regenerate", "true").click();
  const codes = page.getByTestId("node/text/lookup_secret_codes/text").locator("li");
  await expect(codes).toHaveCount(12);
  const made = await codes.allTextContents();
  await button(page, "lookup_secret_confirm", "true").click();
  await saved(page);
  await expect(codes).toHaveCount(0);
  return made;
}

/** Signs out and signs in with the password, up to the second factor. */
async function begin(page: Page, address: string): Promise<void> {
  await page.goto("/");
  await signOut(page);
  await enterPassword(page, address);
  await at(page, "secondFactor");
}

test("an authenticator app is enrolled, asked for, and taken away again", async ({
  page,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  const key = await enrolApp(page);
  await begin(page, address);
  const right = totp(key);
  await field(page, "totp_code").fill(right === "000000" ? "000001" : "000000");
  await expect(message(page, 4000008)).toBeVisible();
  await field(page, "totp_code").fill(totp(key));
  await signedIn(page, address);

  await openSettings(page);
  const app = card(page, "totp");
  await app.getByRole("button", { name: "Stop using the app" }).click();
  await expect(app.getByText("Its codes won’t work any more.")).toBeVisible();
  await app.getByRole("button", { name: "Stop using the app" }).click();
  await saved(page);
  await expect(app.getByRole("button", { name: "Set up" })).toBeVisible();
});

test("a refused code of an app that is being enrolled leaves its key alone", async ({
  page,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  await openSettings(page);
  const app = card(page, "totp");
  await app.getByRole("button", { name: "Set up" }).click();
  const secret = app.getByTestId("node/text/totp_secret_key/text").locator("code");
  const key = (await secret.textContent()) ?? "";
  const right = totp(key);
  // In the settings a code is sent by a press only.
  const save = button(app, "method", "totp");
  await field(app, "totp_code").fill(right === "000000" ? "000001" : "000000");
  await expect(save).not.toHaveAttribute("aria-busy");
  await save.click();
  await expect(app.locator("[aria-invalid=true]")).toBeVisible();
  await expect(secret).toHaveText(key);
  await field(app, "totp_code").fill(totp(key));
  await save.click();
  await saved(page);
});

test("the second factor is asked for again by every page until it is given", async ({
  page,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  const key = await enrolApp(page);
  await begin(page, address);
  await page.goto("/");
  await at(page, "secondFactor");
  await page.goto("/settings");
  await expect(page.getByText("This page needs your second step.")).toBeVisible();
  await field(page, "totp_code").fill(totp(key));
  await at(page, "settings");
});

test("return_to is kept through the second factor", async ({ page, stack, app, address }) => {
  const target = `${app}/inbox?n=1`;
  await settle(page, stack, address);
  const key = await enrolApp(page);
  await page.goto("/");
  await signOut(page);
  await page.goto(`/login?return_to=${encodeURIComponent(target)}`);
  await enterPassword(page, address);
  await at(page, "secondFactor");
  await page.reload();
  await at(page, "secondFactor");
  await field(page, "totp_code").fill(totp(key));
  await page.waitForURL(target);
});

test("backup codes are made, one is used, and once only", async ({ page, stack, address }) => {
  await settle(page, stack, address);
  const [first = "", second = ""] = await makeCodes(page);
  await begin(page, address);
  await field(page, "lookup_secret").fill(first);
  await button(page, "method", "lookup_secret").click();
  await signedIn(page, address);

  await openSettings(page);
  await button(page, "lookup_secret_reveal", "true").click();
  const codes = page.getByTestId("node/text/lookup_secret_codes/text").locator("li");
  await expect(codes).toHaveCount(12);
  await expect(codes.locator("xpath=self::*[@data-used]")).toHaveCount(1);

  await begin(page, address);
  await field(page, "lookup_secret").fill(first);
  await button(page, "method", "lookup_secret").click();
  await expect(message(page, 4000012)).toBeVisible();
  // Regression: the code stayed in the form after its submit.
  await expect(field(page, "lookup_secret")).toHaveValue("");
  await field(page, "lookup_secret").fill(second);
  await button(page, "method", "lookup_secret").click();
  await signedIn(page, address);
});

test("backup codes can be copied and downloaded", async ({ page, context, stack, address }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await settle(page, stack, address);
  await openSettings(page);
  await button(page, "lookup_secret_regenerate", "true").click();
  const shown = page.getByTestId("node/text/lookup_secret_codes/text");
  await expect(shown.locator("li")).toHaveCount(12);
  const codes = (await shown.locator("li").allTextContents()).join("\n");
  await shown.getByRole("button", { name: "Copy" }).click();
  await expect(shown.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes);
  const download = page.waitForEvent("download");
  await shown.getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("backup-codes.txt");
});

test("a security key is added with a name, used, and removed after a question", async ({
  page,
  stack,
  address,
}) => {
  const key = await Passkeys.of(page, SECURITY_KEY);
  await settle(page, stack, address);
  await openSettings(page);
  const keys = card(page, "webauthn");
  await field(keys, "webauthn_register_displayname").fill("Key in the drawer");
  await keys.locator("button[name=webauthn_register_trigger]").click();
  await saved(page);
  expect(await key.count()).toBe(1);
  await expect(keys.getByText("Key in the drawer")).toBeVisible();
  // Regression: the saved name was filled in for the next key.
  await expect(field(keys, "webauthn_register_displayname")).toHaveValue("");

  await begin(page, address);
  await page.locator("button[name=webauthn_login_trigger]").click();
  await signedIn(page, address);

  await openSettings(page);
  await keys.getByRole("button", { name: "Remove" }).click();
  await expect(keys.getByText(/^Remove your last security key\? /)).toBeFocused();
  await keys.getByRole("button", { name: "Cancel" }).click();
  await expect(keys.getByRole("button", { name: "Remove" })).toBeFocused();
  await keys.getByRole("button", { name: "Remove" }).click();
  await keys.getByRole("button", { name: "Remove" }).click();
  await saved(page);
  await expect(keys.getByText("Key in the drawer")).toHaveCount(0);
  await page.goto("/");
  await signOut(page);
  await enterPassword(page, address);
  await signedIn(page, address);
});
