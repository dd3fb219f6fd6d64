import { touchForButton } from "../support/autofill";
import {
  PASSWORD,
  at,
  button,
  enterPassword,
  field,
  message,
  registerByCode,
  registerByPasskey,
  registerByPassword,
  signOut,
  signedIn,
  submits,
} from "../support/screens";
import { expect, test } from "../support/test";

test("sign in by code", async ({ page, mail, address }) => {
  await registerByCode(page, mail, address);
  await signOut(page);
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await field(page, "code").fill(await mail.code(address, "login"));
  await signedIn(page, address);
});

test("sign in by password", async ({ page, address }) => {
  await registerByPassword(page, address);
  await signOut(page);
  await enterPassword(page, address);
  await signedIn(page, address);
});

test("sign in with a passkey", async ({ page, passkeys, address }) => {
  await registerByPasskey(page, address);
  await passkeys.touch(false);
  await signOut(page);
  // The conditional request is pending, so the button has to abort it first.
  await expect.poll(() => passkeys.requests).toEqual(["conditional"]);
  await touchForButton(page, passkeys);
  await button(page, "passkey_login_trigger", "").click();
  await signedIn(page, address);
  expect(passkeys.requests).toEqual(["conditional", "modal"]);
});

test("passkey autofill without a click", async ({ page, passkeys, address }) => {
  await registerByPasskey(page, address);
  await passkeys.touch(false);
  await signOut(page);
  await expect(field(page, "identifier")).toHaveAttribute("autocomplete", /\bwebauthn$/);
  // The person only picks the passkey from the autofill suggestions, of the next page.
  await touchForButton(page, passkeys);
  await page.goto("/login");
  await signedIn(page, address);
  expect(passkeys.requests).toEqual(["conditional", "conditional"]);
});

test("a device without a passkey says so and leaves every other way", async ({
  page,
  stack,
  passkeys,
  address,
}) => {
  await stack.admit(address);
  await page.clock.install();
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeVisible();
  // Stops the page's clock, so that a slow machine doesn't matter.
  await page.clock.pauseAt(Date.now() + 60_000);
  // No passkey on this device: the request fails faster than a person could answer.
  expect(await passkeys.count()).toBe(0);
  await button(page, "passkey_login_trigger", "").click();
  await expect(page.getByText("This device has no matching passkey.")).toBeVisible();
  await page.clock.resume();
  await enterPassword(page, address);
  await page.getByRole("button", { name: "Not now" }).click();
  await signedIn(page, address);
});

test("a cancelled passkey request says so and leaves every other way", async ({
  page,
  stack,
  passkeys,
  address,
}) => {
  await stack.admit(address);
  await page.clock.install();
  await passkeys.askPerson();
  await page.goto("/login");
  await button(page, "passkey_login_trigger", "").click();
  await expect.poll(() => passkeys.requests).toContain("modal");
  await expect(button(page, "passkey_login_trigger", "")).toHaveAttribute("aria-busy", "true");
  // A person cancels the browser's dialog.
  await page.clock.runFor(3_000);
  await expect(page.getByText("No passkey was used. Try again, or use another way.")).toBeVisible();
  await enterPassword(page, address);
  await page.getByRole("button", { name: "Not now" }).click();
  await signedIn(page, address);
});

test("wrong code, then right code", async ({ page, mail, address }) => {
  await registerByCode(page, mail, address);
  await signOut(page);
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  const code = await mail.code(address, "login");
  const wrong = code === "000000" ? "000001" : "000000";
  await field(page, "code").fill(wrong);
  await expect(message(page, 4010008)).toBeVisible();
  // The refused code is cleared, so that the next one can be typed at once.
  await expect(field(page, "code")).toHaveValue("");
  await field(page, "code").fill(code);
  await signedIn(page, address);
});

test("wrong code, then right code, at registration", async ({ page, mail, address }) => {
  await page.goto("/registration");
  await field(page, "traits.email").fill(address);
  await button(page, "method", "profile").click();
  await button(page, "method", "code").click();
  await at(page, "code");
  const code = await mail.code(address, "registration");
  await field(page, "code").fill(code === "000000" ? "000001" : "000000");
  await expect(message(page, 4040003)).toBeVisible();
  await field(page, "code").fill(code);
  await signedIn(page, address);
});

test("resend: the button waits, then a new code comes and works", async ({
  page,
  mail,
  address,
}) => {
  await page.clock.install();
  await registerByCode(page, mail, address);
  await signOut(page);
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  const old = await mail.code(address, "login");
  const resend = button(page, "resend", "code");
  await expect(resend).toBeDisabled();
  await expect(resend).toContainText(/\(\d+ s\)/);
  await page.clock.runFor(31_000);
  await expect(resend).toBeEnabled();
  // A partly typed code must not be sent: Kratos would check it, or report it as missing.
  await field(page, "code").fill("12");
  await resend.click();
  await expect(page.getByText("A new code is on its way.")).toBeVisible();
  await expect(resend).toBeDisabled();
  const fresh = await mail.code(address, "login");
  expect(fresh).not.toBe(old);
  await field(page, "code").fill(fresh);
  await signedIn(page, address);
});

test("a code is taken from a pasted message and sent once", async ({ page, mail, address }) => {
  await registerByCode(page, mail, address);
  await signOut(page);
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  const code = await mail.code(address, "login");
  const sent = submits(page);
  await field(page, "code").fill(`Your code is ${code}. It lives for 15 minutes.`);
  await signedIn(page, address);
  expect(sent).toEqual(["/self-service/login"]);
});

test("another address at the code step", async ({ page, mail, address }) => {
  await registerByCode(page, mail, address);
  await signOut(page);
  const other = `other-${address}`;
  await field(page, "identifier").fill(other);
  await button(page, "method", "code").click();
  await expect(message(page, 4000035)).toBeVisible();
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await page.getByRole("link", { name: "Use another address" }).click();
  await at(page, "login");
  await expect(field(page, "identifier")).toBeVisible();
  await expect(field(page, "identifier")).toHaveValue("");
});

test("a password can be shown while typing", async ({ page }) => {
  await page.goto("/login");
  await field(page, "password").fill(PASSWORD);
  await expect(field(page, "password")).toHaveAttribute("type", "password");
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(field(page, "password")).toHaveAttribute("type", "text");
  await expect(field(page, "password")).toHaveValue(PASSWORD);
  await page.getByRole("button", { name: "Hide password" }).click();
  await expect(field(page, "password")).toHaveAttribute("type", "password");
});

test("sign out", async ({ page, context, address }) => {
  await registerByPassword(page, address);
  await signOut(page);
  const cookies = await context.cookies();
  expect(cookies.map(({ name }) => name)).not.toContain("ory_kratos_session");
  await page.goto("/");
  await at(page, "nobody");
});

test("unknown account, by password and by code", async ({ page, address }) => {
  await page.goto("/login");
  await enterPassword(page, address);
  await expect(message(page, 4000006)).toBeVisible();
  await expect(field(page, "identifier")).toHaveValue(address);
  await expect(field(page, "password")).toHaveValue("");
  await button(page, "method", "code").click();
  await expect(message(page, 4000035)).toBeVisible();
  // Kratos 1.3.1 hides the address that needs correction.
  await expect(field(page, "identifier")).toBeVisible();
  await expect(field(page, "identifier")).toHaveValue(address);
});

test("wrong password, then right password", async ({ page, address }) => {
  await registerByPassword(page, address);
  await signOut(page);
  await enterPassword(page, address, "not the password");
  await expect(message(page, 4000006)).toBeVisible();
  // Screen readers announce the error.
  await expect(page.locator("[data-part=notices]")).toBeFocused();
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
  await signedIn(page, address);
});

test("a double click sends one submit", async ({ page, address }) => {
  await registerByPassword(page, address);
  await signOut(page);
  const sent = submits(page);
  await field(page, "identifier").fill(address);
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").dblclick();
  await signedIn(page, address);
  expect(sent).toEqual(["/self-service/login"]);
});

test("Enter held down sends one submit", async ({ page, address }) => {
  await registerByPassword(page, address);
  await signOut(page);
  const sent = submits(page);
  await field(page, "identifier").fill(address);
  await field(page, "password").fill(PASSWORD);
  // Playwright sends key repeats if a key is pressed again before it is released.
  for (let times = 0; times < 8; times += 1) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await signedIn(page, address);
  expect(sent).toEqual(["/self-service/login"]);
});

test("Enter held down beyond a refusal sends one submit", async ({ page, address }) => {
  await page.goto("/login");
  const sent = submits(page);
  await field(page, "identifier").fill(address);
  await field(page, "password").fill("not the password");
  const refusal = message(page, 4000006);
  await expect(async () => {
    await page.keyboard.down("Enter");
    expect(await refusal.isVisible()).toBe(true);
  }).toPass({ intervals: [5] });
  for (let times = 0; times < 8; times += 1) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  expect(sent).toEqual(["/self-service/login"]);
});

test("keyboard only", async ({ page, address }) => {
  await registerByPassword(page, address);
  await signOut(page);
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeFocused();
  await page.keyboard.type(address);
  await page.keyboard.press("Tab");
  await expect(field(page, "password")).toBeFocused();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await signedIn(page, address);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});
