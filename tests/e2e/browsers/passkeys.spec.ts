import { PASSWORD } from "../stack/admin";
import { addAuthenticator, allowAnyAuthenticator, credentials } from "../webdriver/passkeys";
import {
  enterAddress,
  enterPassword,
  openSettings,
  saved,
  signIn,
  signOut,
  signedIn,
} from "../webdriver/people";
import { expect, test } from "../webdriver/test";

test("a person registers with a passkey, signs out, and signs in with it", async ({
  tab,
  address,
}) => {
  await addAuthenticator(tab);
  await enterAddress(tab, address);
  await allowAnyAuthenticator(tab);
  await tab.press("passkey_register_trigger", "");
  await tab.at("code");
  await tab.pressCalled("Not now");
  await signedIn(tab, address);
  expect(await credentials(tab)).toBe(1);
  await signOut(tab);
  await tab.press("passkey_login_trigger", "");
  await signedIn(tab, address);
});

test("a passkey on the device itself is refused on Linux, and other ways stay open", async ({
  tab,
  address,
}) => {
  await addAuthenticator(tab);
  await enterAddress(tab, address);
  await tab.press("passkey_register_trigger", "");
  await tab.see("This device or key can’t be used as a passkey here.");
  expect(await credentials(tab)).toBe(0);
  await tab.fill("password", PASSWORD);
  await tab.press("method", "password");
  await tab.at("code");
});

test("a security key is added, and asked for at the next sign-in", async ({
  tab,
  stack,
  address,
}) => {
  await stack.admit(address);
  await signIn(tab, address);
  await addAuthenticator(tab);
  await openSettings(tab);
  await tab.fill("webauthn_register_displayname", "Key in the drawer");
  await tab.click("section[data-method=webauthn] button[name=webauthn_register_trigger]");
  await saved(tab);
  await tab.see("Key in the drawer");
  expect(await credentials(tab)).toBe(1);
  await tab.open("/");
  await tab.at("home");
  await signOut(tab);
  await enterPassword(tab, address);
  await tab.click("button[name=webauthn_login_trigger]");
  await signedIn(tab, address);
});
