import { PASSWORD } from "../stack/admin";
import {
  enterAddress,
  enterPassword,
  registerByCode,
  registerByPassword,
  signIn,
  signOut,
  signedIn,
  wrong,
} from "../webdriver/people";
import { Key } from "../webdriver/page";
import { expect, test } from "../webdriver/test";

test("a person registers by code, signs out, and signs in by code after a wrong one", async ({
  tab,
  mail,
  address,
}) => {
  await registerByCode(tab, mail, address);
  await signOut(tab);
  await tab.fill("identifier", address);
  await tab.press("method", "code");
  await tab.at("code");
  const code = await mail.code(address, "login");
  await tab.fill("code", wrong(code));
  await tab.message(4010008);
  await tab.holds("code", "");
  await tab.fill("code", code);
  await signedIn(tab, address);
});

test("a person registers by password, after one that is refused with the reason", async ({
  tab,
  stack,
  mail,
  address,
}) => {
  await enterAddress(tab, address);
  await tab.fill("password", "short");
  await tab.press("method", "password");
  expect(await tab.message(4000032)).toBe("The password needs at least 8 characters.");
  await tab.fill("password", PASSWORD);
  await tab.press("method", "password");
  await tab.at("code");
  await tab.fill("code", await mail.code(address, "verification"));
  await tab.at("verified");
  expect((await stack.identity(address)).verifiable_addresses[0]?.verified).toBe(true);
  await tab.pressCalled("Continue");
  await signedIn(tab, address);
});

test("the link in a mail confirms the address", async ({ tab, stack, mail, address }) => {
  await registerByPassword(tab, address);
  await tab.open(await mail.link(address, "verification"));
  await tab.at("code");
  expect(await tab.value("code")).toMatch(/^\d{6}$/);
  await tab.press("method", "code");
  await tab.at("verified");
  expect((await stack.identity(address)).verifiable_addresses[0]?.verified).toBe(true);
});

test("a person signs in by password after a wrong one, and signs out", async ({
  tab,
  stack,
  address,
}) => {
  await stack.admit(address);
  await tab.open("/login");
  await enterPassword(tab, address, "not the password");
  await tab.message(4000006);
  await tab.holds("identifier", address);
  await tab.holds("password", "");
  await tab.fill("password", PASSWORD);
  await tab.press("method", "password");
  await signedIn(tab, address);
  await signOut(tab);
  await tab.open("/");
  await tab.at("nobody");
});

test("the keyboard is enough", async ({ tab, stack, address }) => {
  await stack.admit(address);
  await tab.open("/login");
  await tab.focused("identifier");
  await tab.type(address, Key.TAB);
  await tab.focused("password");
  await tab.type(PASSWORD, Key.ENTER);
  await signedIn(tab, address);
});

test("a password can be shown while typing", async ({ tab }) => {
  await tab.open("/login");
  await tab.fill("password", PASSWORD);
  const password = await tab.input("password");
  expect(await password.getAttribute("type")).toBe("password");
  await tab.pressCalled("Show password");
  expect(await password.getAttribute("type")).toBe("text");
  expect(await tab.value("password")).toBe(PASSWORD);
  await tab.pressCalled("Hide password");
  expect(await password.getAttribute("type")).toBe("password");
});

test("a mailed code leads to a new password, which works", async ({ tab, stack, mail, address }) => {
  const fresh = `a new ${PASSWORD}`;
  await stack.admit(address, { password: "forgotten long ago 5" });
  await tab.open("/login");
  await tab.pressCalled("Forgot your password?");
  await tab.at("recovery");
  await tab.fill("email", address);
  await tab.press("method", "code");
  await tab.at("code");
  await tab.fill("code", await mail.code(address, "recovery"));
  await tab.at("settings");
  expect(await tab.message(1060001)).toContain("You’re back in.");
  await tab.fill("password", fresh, "password");
  await tab.press("method", "password", "password");
  await tab.message(1050001);
  await tab.open("/");
  await tab.at("home");
  await signOut(tab);
  await signIn(tab, address, fresh);
});
