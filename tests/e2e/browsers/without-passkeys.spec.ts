import { enterAddress, openSettings, signIn } from "../webdriver/people";
import { expect, test } from "../webdriver/test";

const REASON = "This browser or device can’t do that with passkeys. Use another way.";

test("a browser without passkeys says so at the button, and offers the other ways", async ({
  tab,
  stack,
  address,
}) => {
  await stack.admit(address);
  await tab.open("/login");
  await tab.at("login");
  const button = await tab.find("button[name=passkey_login_trigger]");
  expect(await button.isEnabled()).toBe(false);
  await tab.see(REASON);
  await tab.press("method", "code");
  await tab.holds("identifier", "");
  await signIn(tab, address);
});

test("the same at the registration and in the settings", async ({ tab, stack, address }) => {
  await enterAddress(tab, `new-${address}`);
  const button = await tab.find("button[name=passkey_register_trigger]");
  expect(await button.isEnabled()).toBe(false);
  await tab.see(REASON);
  await stack.admit(address);
  await signIn(tab, address);
  await openSettings(tab);
  const added = await tab.find("button[name=passkey_register_trigger]");
  expect(await added.isEnabled()).toBe(false);
  await tab.see(REASON);
});
