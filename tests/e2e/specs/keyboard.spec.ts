import { type Page, mergeTests } from "@playwright/test";
import { touchForButton } from "../support/autofill";
import { Keyboard } from "../support/keyboard";
import { hasSession, settle, signIn } from "../support/people";
import { PASSWORD, at, button, card, field, message, openSettings, saved, signedIn } from "../support/screens";
import { test as providerTest } from "../support/provider-test";
import { expect, test as base } from "../support/test";
import { totp } from "../support/totp";

// Every flow without a mouse: all controls are reached in their order, with a visible focus.

const FRESH = `a new ${PASSWORD}`;

/** Tests without a mouse. */
const test = base.extend<{ keyboard: Keyboard }>({
  keyboard: async ({ page }, use) => {
    const keyboard = await Keyboard.of(page);
    await use(keyboard);
    expect(keyboard.pointed(), "uses of the mouse").toBe(0);
  },
});

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const method = (page: Page, value: string) => button(page, "method", value);

test("sign-in by password, by code and by passkey, and sign-out", async ({ page, keyboard, passkeys, stack, mail, address }) => {
  await settle(page, stack, address);
  await openSettings(page);
  await keyboard.press(button(page, "passkey_register_trigger", ""), "Space");
  await saved(page);
  await passkeys.touch(false);
  await page.goto("/");
  await keyboard.press(page.getByRole("button", { name: "Sign out" }));
  await at(page, "login");

  await expect(field(page, "identifier")).toBeFocused();
  expect(await keyboard.round()).toBeGreaterThan(5);
  await keyboard.type(field(page, "identifier"), address);
  await page.keyboard.press("Tab");
  await page.keyboard.type("not the password");
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-part=notices]")).toBeFocused();
  await keyboard.type(field(page, "password"), PASSWORD);
  // The password is shown, and the focus stays.
  await keyboard.press(page.getByRole("button", { name: "Show password" }), "Space");
  await expect(page.getByRole("button", { name: "Hide password" })).toBeFocused();
  await keyboard.press(method(page, "password"));
  await signedIn(page, address);
  await expect(heading(page)).toBeFocused();
  await keyboard.press(page.getByRole("button", { name: "Sign out" }));
  await at(page, "login");

  await keyboard.type(field(page, "identifier"), address);
  await keyboard.press(method(page, "code"));
  await at(page, "code");
  await expect(field(page, "code")).toBeFocused();
  // It is sent by itself, which has to be said before (WCAG 3.2.2).
  await expect(field(page, "code")).toHaveAccessibleDescription("It’s sent as soon as it’s complete.");
  expect(await keyboard.round()).toBeGreaterThan(2);
  await keyboard.reach(field(page, "code"));
  await page.keyboard.type(await mail.code(address, "login"));
  await signedIn(page, address);
  await keyboard.press(page.getByRole("button", { name: "Sign out" }));
  await at(page, "login");

  await touchForButton(page, passkeys);
  await keyboard.press(button(page, "passkey_login_trigger", ""), "Space");
  await signedIn(page, address);
});

test("registration in two steps, verification, and back", async ({ page, keyboard, mail, address }) => {
  await page.goto("/registration");
  await at(page, "registration");
  await expect(field(page, "traits.email")).toBeFocused();
  expect(await keyboard.round()).toBeGreaterThan(2);
  await keyboard.type(field(page, "traits.email"), address);
  await page.keyboard.press("Enter");
  await at(page, "credential");
  await expect(heading(page)).toBeFocused();
  await keyboard.round();
  // What was entered in the first step is not asked for again (WCAG 3.3.7), and is there on the way back.
  await expect(page.locator("input[name='traits.email']:not([type=hidden])")).toHaveCount(0);
  await keyboard.press(button(page, "screen", "previous"));
  await at(page, "registration");
  await expect(field(page, "traits.email")).toHaveValue(address);
  await keyboard.press(method(page, "profile"));
  await at(page, "credential");
  await keyboard.type(field(page, "password"), "short");
  await keyboard.press(method(page, "password"));
  await expect(message(page, 4000032)).toBeVisible();
  await expect(field(page, "password")).toBeFocused();
  await keyboard.type(field(page, "password"), PASSWORD);
  await page.keyboard.press("Enter");
  await at(page, "code");
  await keyboard.reach(field(page, "code"));
  await page.keyboard.type(await mail.code(address, "verification"));
  await at(page, "verified");
  await expect(heading(page)).toBeFocused();
  await keyboard.press(page.getByRole("button", { name: "Continue" }));
  await signedIn(page, address);
});

test.describe("registration in one step", () => {
  test.use({ variant: { kratos: { selfservice: { flows: { registration: { enable_legacy_one_step: true } } } } } });

  test("by password", async ({ page, keyboard, address }) => {
    await page.goto("/registration");
    await expect(field(page, "password")).toBeVisible();
    await keyboard.round();
    await keyboard.type(field(page, "traits.email"), address);
    await keyboard.type(field(page, "password"), PASSWORD);
    await keyboard.press(method(page, "password"));
    await at(page, "code");
    await keyboard.press(page.getByRole("button", { name: "Not now" }));
    await signedIn(page, address);
  });
});

test("recovery, and a new password", async ({ page, keyboard, stack, mail, address }) => {
  await stack.admit(address, { password: "forgotten long ago 5" });
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeFocused();
  await keyboard.press(page.getByRole("link", { name: "Forgot your password?" }));
  await at(page, "recovery");
  await keyboard.round();
  await keyboard.type(field(page, "email"), address);
  await keyboard.press(method(page, "code"));
  await at(page, "code");
  await expect(field(page, "code")).toBeFocused();
  await page.keyboard.type(await mail.code(address, "recovery"));
  await at(page, "settings");
  await expect(heading(page)).toBeFocused();
  await keyboard.type(field(card(page, "password"), "password"), FRESH);
  await page.keyboard.press("Enter");
  await saved(page);
});

test("verification", async ({ page, keyboard, stack, mail, address }) => {
  await stack.admit(address, { verified: false });
  await page.goto("/verification");
  await at(page, "verification");
  await keyboard.round();
  await keyboard.type(field(page, "email"), address);
  await page.keyboard.press("Enter");
  await at(page, "code");
  await expect(field(page, "code")).toBeFocused();
  await page.keyboard.type(await mail.code(address, "verification"));
  await at(page, "verified");
  await expect(heading(page)).toBeFocused();
});

test("every card of the settings", async ({ page, keyboard, passkeys, stack, address }) => {
  await settle(page, stack, address);
  await openSettings(page);
  await expect(heading(page)).toBeFocused();
  expect(await keyboard.round()).toBeGreaterThan(10);

  await keyboard.type(field(page, "traits.name"), "Ada");
  await page.keyboard.press("Enter");
  await saved(page);
  await expect(heading(page)).toBeFocused();

  await keyboard.type(field(card(page, "password"), "password"), FRESH);
  await keyboard.press(method(page, "password"));
  await saved(page);

  const keys = card(page, "passkey");
  await keyboard.press(button(keys, "passkey_register_trigger", ""), "Space");
  await saved(page);
  expect(await passkeys.count()).toBe(1);
  const remove = keys.getByRole("button", { name: "Remove" });
  await keyboard.press(remove);
  await expect(keys.getByText(/^Remove your last passkey\? /)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(remove).toBeFocused();
  await page.keyboard.press("Space");
  await expect(keys.getByText(/^Remove your last passkey\? /)).toBeFocused();
  await keyboard.press(keys.getByRole("group").getByRole("button", { name: "Remove" }));
  await saved(page);
  await expect(heading(page)).toBeFocused();

  const app = card(page, "totp");
  await keyboard.press(app.getByRole("button", { name: "Set up" }), "Space");
  // The key stands before the field.
  await expect(app.getByRole("heading")).toBeFocused();
  const key = (await app.getByTestId("node/text/totp_secret_key/text").locator("code").textContent()) ?? "";
  await keyboard.type(field(app, "totp_code"), totp(key));
  await keyboard.press(button(app, "method", "totp"));
  await saved(page);

  await keyboard.press(button(page, "lookup_secret_regenerate", "true"));
  await expect(page.locator("[data-part=codes]")).toBeFocused();
  await keyboard.press(page.getByRole("button", { name: "Copy" }), "Space");
  await keyboard.press(button(page, "lookup_secret_confirm", "true"));
  await saved(page);
  await expect(page.locator("[data-part=codes]")).toHaveCount(0);
});

test("a device is signed out, and the language is changed", async ({ page, browser, keyboard, stack, address }) => {
  await settle(page, stack, address);
  const other = await browser.newContext();
  await signIn(other, stack, address);
  await page.goto("/settings");
  await at(page, "settings");
  await keyboard.press(page.getByRole("link", { name: "Devices and sessions" }));
  await at(page, "sessions");
  const rows = page.getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await keyboard.round();
  const press = rows.nth(1).getByRole("button", { name: "Sign out" });
  await keyboard.press(press);
  await expect(rows.nth(1).getByText("Sign out that device?")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(press).toBeFocused();
  await page.keyboard.press("Enter");
  await keyboard.press(rows.nth(1).getByRole("group").getByRole("button", { name: "Sign out" }));
  await expect(rows).toHaveCount(1);
  await expect(heading(page)).toBeFocused();
  expect(await hasSession(other, stack)).toBe(false);
  await other.close();

  const language = page.getByRole("combobox", { name: "Language" });
  await keyboard.reach(language);
  await page.keyboard.type("Deutsch");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByRole("combobox", { name: "Sprache" })).toBeFocused();
  await keyboard.press(page.getByRole("button", { name: "Abmelden" }));
  await expect(heading(page)).toHaveText("Anmelden");
});

test.describe("a provider", () => {
  const withProvider = mergeTests(test, providerTest);

  withProvider("is reached and pressed", async ({ page, keyboard, provider, address }) => {
    provider.accounts.set(address, { email: address });
    await page.goto("/registration");
    await keyboard.press(button(page, "provider", "club"), "Space");
    await expect(page.getByRole("heading", { name: "The club" })).toBeVisible();
    await page.getByLabel("Account").focus();
    await page.keyboard.type(address);
    await page.keyboard.press("Enter");
    await signedIn(page, address);
  });
});
