import { touchForButton } from "../support/autofill";
import {
  button,
  enterAddress,
  registerByPasskey,
  signOut,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

test("a browser that reads no JSON options itself", async ({ page, passkeys, address }) => {
  await page.addInitScript(() => {
    for (const name of ["parseRequestOptionsFromJSON", "parseCreationOptionsFromJSON"]) {
      Reflect.deleteProperty(PublicKeyCredential, name);
    }
    Reflect.deleteProperty(PublicKeyCredential.prototype, "toJSON");
  });
  await registerByPasskey(page, address);
  await passkeys.touch(false);
  await signOut(page);
  await touchForButton(page, passkeys);
  await button(page, "passkey_login_trigger", "").click();
  await signedIn(page, address);
});

test("a passkey request that never ends is given up", async ({ page, address }) => {
  await page.clock.install();
  await page.goto("/registration");
  await enterAddress(page, address);
  // Without a screen and an authenticator, the browser never answers.
  await button(page, "passkey_register_trigger", "").click();
  await expect(button(page, "passkey_register_trigger", "")).toHaveAttribute("aria-busy", "true");
  // Kratos' timeout is five minutes; the app waits a few seconds longer.
  await page.clock.runFor(306_000);
  await expect(page.getByText("The passkey request timed out.")).toBeVisible();
  await expect(page.locator("form")).not.toHaveAttribute("aria-busy", "true");
});

test("a removed account's passkey is refused in words", async ({ page, stack, passkeys, address }) => {
  await registerByPasskey(page, address);
  await passkeys.touch(false);
  await signOut(page);
  await stack.forget(address);
  await touchForButton(page, passkeys);
  await button(page, "passkey_login_trigger", "").click();
  await expect(page.locator("[data-part=notices]")).toContainText("No account has this passkey.");
});
