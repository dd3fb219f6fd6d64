import { type Page } from "@playwright/test";
import { Hearing } from "../support/hearing";
import { settle, signIn } from "../support/people";
import { PASSWORD, at, button, card, enterPassword, field, message, openSettings, saved } from "../support/screens";
import { expect, test as base } from "../support/test";

// Errors were alerts that also got the focus, so screen readers said them twice. An error that came a second
// time was not said at all, and the focus was lost with the button that was pressed for it.

/** Tests that listen to the page. */
const test = base.extend<{ hearing: Hearing }>({
  hearing: [async ({ page }, use) => use(await Hearing.of(page)), { auto: true }],
});

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** Waits until a text was said, and expects it once. */
async function saidOnce(hearing: Hearing, text: string): Promise<void> {
  await expect.poll(() => hearing.times(text), { message: text }).toBeGreaterThan(0);
  // Later announcements would come in the next frames.
  await new Promise((go) => setTimeout(go, 300));
  expect(hearing.times(text), hearing.all().join("\n")).toBe(1);
}

test("a refused password is said once, each time", async ({ page, hearing, stack, address }) => {
  await stack.admit(address);
  await page.goto("/login");
  for (const by of ["Enter", "button", "button", "Enter"]) {
    hearing.forget();
    await field(page, "identifier").fill(address);
    await field(page, "password").fill("not the password");
    if (by === "Enter") await field(page, "password").press("Enter");
    else await button(page, "method", "password").press("Enter");
    await expect(page.locator("[data-part=notices]")).toBeFocused();
    await saidOnce(hearing, (await message(page, 4000006).locator("p").textContent()) ?? "");
  }
});

test("an empty field is said once, and gets the focus", async ({ page, hearing }) => {
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeFocused();
  hearing.forget();
  // The focus is there already.
  await field(page, "identifier").press("Enter");
  await saidOnce(hearing, "Please fill this in.");
  await expect(field(page, "identifier")).toBeFocused();
  await page.reload();
  await expect(field(page, "identifier")).toBeFocused();
  hearing.forget();
  await button(page, "method", "password").press("Enter");
  await saidOnce(hearing, "Please fill this in.");
  await expect(field(page, "identifier")).toBeFocused();
});

test("a wrong code is said once, each time, and typed again at once", async ({ page, hearing, stack, mail, address }) => {
  await stack.admit(address);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").press("Enter");
  await at(page, "code");
  await expect(field(page, "code")).toBeFocused();
  const code = await mail.code(address, "login");
  for (const wrong of ["000000", "000001"].filter((it) => it !== code)) {
    hearing.forget();
    await page.keyboard.type(wrong);
    const refusal = page.locator("[data-tone=error] p, [data-part=message][data-tone=error]");
    await expect(refusal).toHaveCount(1);
    await saidOnce(hearing, (await refusal.textContent()) ?? "");
    await field(page, "code").focus();
  }
  hearing.forget();
  await field(page, "code").evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", "no code in here");
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  const none = page.locator("[data-part=message][role=alert]");
  await saidOnce(hearing, (await none.textContent()) ?? "");
  await expect(field(page, "code")).toBeFocused();
});

test("a code that is sent again is said once", async ({ page, hearing, stack, address }) => {
  await stack.admit(address);
  await page.clock.install();
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").press("Enter");
  await at(page, "code");
  await page.clock.runFor(31_000);
  hearing.forget();
  await page.getByRole("button", { name: /^Send|^Resend|new code/i }).first().press("Enter");
  const said = page.locator("[data-tone=success]");
  await expect(said).toBeVisible();
  await page.clock.runFor(500);
  await saidOnce(hearing, (await said.locator("p").textContent()) ?? "");
  await expect(field(page, "code")).toBeFocused();
});

test("what a lost connection means is said once, each time", async ({ page, hearing, watch }) => {
  watch.expect(/Failed to load resource|net::/);
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeFocused();
  await page.route("**/self-service/login?**", (route) => route.abort());
  for (const _ of [1, 2]) {
    hearing.forget();
    await enterWith(page);
    const notice = page.locator("[data-part=notice] p");
    await expect(page.locator("[data-part=notices]")).toBeFocused();
    await saidOnce(hearing, (await notice.textContent()) ?? "");
  }
});

async function enterWith(page: Page): Promise<void> {
  await field(page, "identifier").fill("ada@example.test");
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").press("Enter");
}

test("a passkey request that ends is said once, and the focus stays", async ({ page, hearing, passkeys, stack, address }) => {
  await stack.admit(address);
  await passkeys.recognise(false);
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeFocused();
  const press = button(page, "passkey_login_trigger", "");
  for (const _ of [1, 2]) {
    hearing.forget();
    await press.press("Enter");
    const notice = page.locator("[data-part=notice] p");
    await expect(notice).toBeVisible();
    await saidOnce(hearing, (await notice.textContent()) ?? "");
    await expect(press).toBeFocused();
  }
});

test("the settings say once what is saved, asked and refused", async ({ page, hearing, stack, passkeys, address }) => {
  await settle(page, stack, address);
  await openSettings(page);
  hearing.forget();
  await field(page, "traits.name").fill("Ada");
  await field(page, "traits.name").press("Enter");
  await saved(page);
  await saidOnce(hearing, "Saved.");
  await expect(heading(page)).toBeFocused();
  // The same answer again.
  await field(page, "traits.name").fill("Ada L.");
  hearing.forget();
  await button(page, "method", "profile").press("Enter");
  await saidOnce(hearing, "Saved.");

  const password = card(page, "password");
  hearing.forget();
  await field(password, "password").fill("short");
  await field(password, "password").press("Enter");
  await expect(message(page, 4000032)).toBeVisible();
  await saidOnce(hearing, (await message(page, 4000032).textContent()) ?? "");
  await expect(field(password, "password")).toBeFocused();

  const keys = card(page, "passkey");
  await button(keys, "passkey_register_trigger", "").press("Enter");
  await saved(page);
  expect(await passkeys.count()).toBe(1);
  const remove = keys.getByRole("button", { name: "Remove" });
  for (const back of ["Escape", "Cancel"]) {
    hearing.forget();
    await remove.press("Enter");
    await expect(keys.getByText(/^Remove your last passkey\? /)).toBeFocused();
    await saidOnce(hearing, "Remove your last passkey?");
    if (back === "Escape") await page.keyboard.press("Escape");
    else await keys.getByRole("button", { name: "Cancel" }).press("Enter");
    await expect(remove).toBeFocused();
  }
  await remove.press("Enter");
  hearing.forget();
  await keys.getByRole("group").getByRole("button", { name: "Remove" }).press("Enter");
  await saved(page);
  await saidOnce(hearing, "Saved.");
  await expect(heading(page)).toBeFocused();
});

test("new backup codes are read, and a copy of them is confirmed where it was asked for", async ({ page, context, hearing, stack, address }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await settle(page, stack, address);
  await openSettings(page);
  await button(page, "lookup_secret_regenerate", "true").press("Enter");
  const codes = page.locator("[data-part=codes]");
  await expect(codes).toBeFocused();
  hearing.forget();
  const copy = page.getByRole("button", { name: "Copy" });
  await copy.press("Enter");
  await saidOnce(hearing, "Copied");
  await expect(page.getByRole("button", { name: "Copied" })).toBeFocused();
});

test("a device that is signed out is said once, and the question can be left", async ({ page, browser, hearing, stack, address }) => {
  await settle(page, stack, address);
  const other = await browser.newContext();
  const third = await browser.newContext();
  await Promise.all([signIn(other, stack, address), signIn(third, stack, address)]);
  await page.goto("/sessions");
  await at(page, "sessions");
  const rows = page.getByRole("listitem");
  await expect(rows).toHaveCount(3);
  for (const left of [2, 1]) {
    const row = rows.nth(1);
    hearing.forget();
    await row.getByRole("button", { name: "Sign out" }).press("Enter");
    await expect(row.getByText("Sign out that device?")).toBeFocused();
    await saidOnce(hearing, "Sign out that device?");
    await page.keyboard.press("Escape");
    await expect(row.getByRole("button", { name: "Sign out" })).toBeFocused();
    await page.keyboard.press("Enter");
    hearing.forget();
    await row.getByRole("group").getByRole("button", { name: "Sign out" }).press("Enter");
    await expect(rows).toHaveCount(left);
    await saidOnce(hearing, "Signed out elsewhere.");
    await expect(heading(page)).toBeFocused();
  }
  await Promise.all([other.close(), third.close()]);
});

test("a sign-in that is refused and one that works leave the focus in a place that says where one is", async ({ page, hearing, stack, address }) => {
  await stack.admit(address);
  await page.goto("/login");
  await enterPassword(page, address);
  await at(page, "home");
  await expect(heading(page)).toBeFocused();
  await saidOnce(hearing, "You’re signed in");
});
