// A settings page of one account, left open in a tab, was saved into the next account: the form had
// "expired" and was filled with the first person's draft.
import type { Page } from "@playwright/test";
import type { Stack } from "../stack/stack";
import { touchForButton } from "../support/autofill";
import { hasSession, settle, signIn, signOutElsewhere } from "../support/people";
import {
  PASSWORD,
  TITLE,
  at,
  button,
  card,
  enterPassword,
  field,
  openSettings,
  saved,
  signOut,
  signedIn,
  submits,
} from "../support/screens";
import { expect, test } from "../support/test";

const FRESH = `a new ${PASSWORD}`;

/** The drafts stored in the tab. */
const kept = (page: Page) =>
  page.evaluate(() =>
    ["login", "registration", "recovery", "verification", "settings"].flatMap(
      (flow) => sessionStorage.getItem(`propylon.${flow}`) ?? [],
    ),
  );

/** Hides the page, like a switch to another tab. */
const hide = (page: Page) =>
  page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, value: true });
    document.dispatchEvent(new Event("visibilitychange"));
    Reflect.deleteProperty(document, "hidden");
  });

const names = (address: string) => ({ traits: { name: `Name of ${address}` } });

/** Opens the settings of one account, and creates a second one; returns the second address. */
async function twoPeople(page: Page, stack: Stack, address: string): Promise<string> {
  const other = `other-${address}`;
  await stack.admit(other, names(other));
  await settle(page, stack, address, names(address));
  await openSettings(page);
  return other;
}

test("another account is signed in before the save: nothing of the first reaches it", async ({
  page,
  context,
  stack,
  address,
}) => {
  const other = await twoPeople(page, stack, address);
  await field(page, "traits.name").fill("Words of the first");
  await signOutElsewhere(context, stack);
  await signIn(context, stack, other);
  await button(page, "method", "profile").click();
  await expect(page.getByText(`You’re signed in as ${other} now.`)).toBeVisible();
  await expect(field(page, "traits.name")).toHaveValue(`Name of ${other}`);
  await expect(field(page, "traits.email")).toHaveValue(other);
  await hide(page);
  expect((await kept(page)).join()).not.toContain("Words of the first");
  await field(page, "traits.name").fill("Words of the second");
  await button(page, "method", "profile").click();
  await saved(page);
  expect((await stack.identity(address)).traits).toEqual({ email: address, ...names(address).traits });
  expect((await stack.identity(other)).traits).toEqual({ email: other, name: "Words of the second" });
});

test("another account is signed in in another tab: the page turns into theirs by itself", async ({
  page,
  context,
  stack,
  address,
}) => {
  const other = await twoPeople(page, stack, address);
  await field(page, "traits.name").fill("Words of the first");
  const tab = await context.newPage();
  await tab.goto("/");
  await signOut(tab);
  await at(page, "signedOut");
  await enterPassword(tab, other);
  await signedIn(tab, other);
  await page.getByRole("button", { name: "Sign in" }).click();
  await at(page, "settings");
  await expect(field(page, "traits.name")).toHaveValue(`Name of ${other}`);
});

test("the change of one person is not repeated as another", async ({ page, context, stack, address }) => {
  const other = await twoPeople(page, stack, address);
  await signOutElsewhere(context, stack);
  await field(page, "traits.name").fill("Words of the first");
  const sent = submits(page);
  await button(page, "method", "profile").click();
  await at(page, "login");
  await enterPassword(page, other);
  await at(page, "settings");
  await expect(page.getByText(`You’re signed in as ${other} now.`)).toBeVisible();
  await expect(field(page, "traits.name")).toHaveValue(`Name of ${other}`);
  expect(sent).toEqual(["/self-service/settings", "/self-service/login"]);
  expect((await stack.identity(other)).traits).toEqual({ email: other, ...names(other).traits });
});

test("a change that waited for the same person is saved by itself, once", async ({
  page,
  context,
  stack,
  address,
}) => {
  await settle(page, stack, address, names(address));
  await openSettings(page);
  await signOutElsewhere(context, stack);
  await field(page, "traits.name").fill("Ada");
  const sent = submits(page);
  await button(page, "method", "profile").click();
  await at(page, "login");
  await expect(page.getByText("You’ve been signed out.")).toBeVisible();
  await enterPassword(page, address);
  await saved(page);
  await expect(field(page, "traits.name")).toHaveValue("Ada");
  expect(sent).toEqual(["/self-service/settings", "/self-service/login", "/self-service/settings"]);
  expect((await stack.identity(address)).traits).toEqual({ email: address, name: "Ada" });
});

test("a new password that waited for the same person is set, and what else was typed stays", async ({
  page,
  context,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  await openSettings(page);
  await signOutElsewhere(context, stack);
  await field(page, "traits.name").fill("Ada");
  await field(card(page, "password"), "password").fill(FRESH);
  await button(card(page, "password"), "method", "password").click();
  await at(page, "login");
  await enterPassword(page, address);
  await saved(page);
  await expect(field(page, "traits.name")).toHaveValue("Ada");
  await signOutElsewhere(context, stack);
  await page.goto("/login");
  await enterPassword(page, address, FRESH);
  await signedIn(page, address);
});

test("a sign-in in another tab is enough for the change that waits", async ({
  page,
  context,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  await openSettings(page);
  await signOutElsewhere(context, stack);
  await field(page, "traits.name").fill("Ada");
  await button(page, "method", "profile").click();
  await at(page, "login");
  const tab = await context.newPage();
  await tab.goto("/login");
  await enterPassword(tab, address);
  await signedIn(tab, address);
  await saved(page);
  expect((await stack.identity(address)).traits).toEqual({ email: address, name: "Ada" });
});

test("a sign-up that somebody typed is gone once another has signed in", async ({
  page,
  context,
  stack,
  address,
}) => {
  await stack.admit(address);
  await page.goto("/registration");
  await field(page, "traits.email").fill("somebody@example.org");
  await hide(page);
  expect((await kept(page)).join()).toContain("somebody@example.org");
  const tab = await context.newPage();
  await tab.goto("/login");
  await enterPassword(tab, address);
  await signedIn(tab, address);
  await at(page, "alreadySignedIn");
  await expect(page.getByText(`You’re signed in as ${address}.`)).toBeVisible();
  expect(await kept(page)).toEqual([]);
  await signOut(tab);
  await at(page, "registration");
  await expect(field(page, "traits.email")).toHaveValue("");
});

test("a shared machine: Back and a new page show nothing of who signed out", async ({
  page,
  context,
  stack,
  address,
}) => {
  const other = await twoPeople(page, stack, address);
  await field(page, "traits.name").fill("Words of the first");
  await hide(page);
  expect((await kept(page)).join()).toContain("Words of the first");
  await page.goto("/");
  await signOut(page);
  expect(await kept(page)).toEqual([]);
  await enterPassword(page, other);
  await signedIn(page, other);
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await expect(page.getByText("Words of the first")).toHaveCount(0);
  await openSettings(page);
  await expect(field(page, "traits.name")).toHaveValue(`Name of ${other}`);
  await context.clearCookies();
});

test("a page that comes back from the browser's history asks who is there", async ({
  page,
  context,
  stack,
  address,
}) => {
  const other = await twoPeople(page, stack, address);
  await field(page, "traits.name").fill("Words of the first");
  await signOutElsewhere(context, stack);
  await signIn(context, stack, other);
  // The event that browsers dispatch when they restore a page from the back/forward cache.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await expect(field(page, "traits.name")).toHaveValue(`Name of ${other}`);
  await expect(page.getByText(`You’re signed in as ${other} now.`)).toBeVisible();
});

test("a draft that a tab kept is not for the next person", async ({
  page,
  context,
  stack,
  watch,
  address,
}) => {
  // The browser requests the icon of a page that names none.
  watch.allow(/favicon\.ico/);
  const other = await twoPeople(page, stack, address);
  await field(page, "traits.name").fill("Words of the first");
  const url = page.url();
  await page.goto("/config.json");
  await signOutElsewhere(context, stack);
  await signIn(context, stack, other);
  await page.goto(url);
  await at(page, "settings");
  await expect(field(page, "traits.name")).toHaveValue(`Name of ${other}`);
  await expect.poll(() => kept(page)).toEqual([]);
});

test("a draft that a tab kept comes back to the same person", async ({
  page,
  stack,
  watch,
  address,
}) => {
  watch.allow(/favicon\.ico/);
  await settle(page, stack, address, names(address));
  await openSettings(page);
  await field(page, "traits.name").fill("Ada");
  const url = page.url();
  await page.goto("/config.json");
  await page.goto(url);
  await expect(field(page, "traits.name")).toHaveValue("Ada");
});

test("the focus brings an account's page up to date", async ({ page, context, stack, address }) => {
  await settle(page, stack, address, names(address));
  await openSettings(page);
  await field(page, "traits.name").fill("Ada");
  await signOutElsewhere(context, stack);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await at(page, "login");
  await expect(page.getByText("You’ve been signed out.")).toBeVisible();
  await enterPassword(page, address);
  await at(page, "settings");
  await expect(field(page, "traits.name")).toHaveValue("Ada");
});

test.describe("drafts end with their flow", () => {
  test("after the settings are saved, and where nothing was typed", async ({ page, stack, address }) => {
    await settle(page, stack, address, names(address));
    await openSettings(page);
    await hide(page);
    expect(await kept(page)).toEqual([]);
    await field(page, "traits.name").fill("Ada");
    await hide(page);
    expect(await kept(page)).toHaveLength(1);
    await button(page, "method", "profile").click();
    await saved(page);
    await hide(page);
    expect(await kept(page)).toEqual([]);
  });

  test("after a sign-up, in whatever step it was hidden", async ({ page, mail, address }) => {
    await page.goto("/registration");
    await field(page, "traits.email").fill(address);
    await hide(page);
    expect(await kept(page)).toHaveLength(1);
    await button(page, "method", "profile").click();
    await at(page, "credential");
    await hide(page);
    await button(page, "method", "code").click();
    await at(page, "code");
    await hide(page);
    await field(page, "code").fill(await mail.code(address, "registration"));
    await signedIn(page, address);
    expect(await kept(page)).toEqual([]);
  });

  test("after a recovery", async ({ page, stack, mail, address }) => {
    await stack.admit(address);
    await page.goto("/recovery");
    await field(page, "email").fill(address);
    await hide(page);
    expect(await kept(page)).toHaveLength(1);
    await button(page, "method", "code").click();
    await at(page, "code");
    await hide(page);
    await field(page, "code").fill(await mail.code(address, "recovery"));
    await at(page, "settings");
    await hide(page);
    expect(await kept(page)).toEqual([]);
  });
});

test.describe("a sign-out reaches every tab at once", () => {
  for (const [path, before] of [
    ["/settings", "settings"],
    ["/sessions", "sessions"],
    ["/", "home"],
  ] as const) {
    test(`${path} closes without being looked at`, async ({ page, context, stack, address }) => {
      await settle(page, stack, address, names(address));
      const other = await context.newPage();
      await other.goto(path);
      await at(other, before);
      await page.goto("/");
      await signOut(page);
      await expect(other.getByRole("heading", { level: 1 })).not.toHaveText(TITLE[before]);
      await expect(other.getByText(address)).toHaveCount(0);
    });
  }

  test("a sign-in page stays, with what was typed", async ({ page, context, stack, address }) => {
    const other = await context.newPage();
    await other.goto("/login");
    await field(other, "identifier").fill("somebody@example.org");
    await other.goto("/verification");
    await field(other, "email").fill("somebody@example.org");
    await settle(page, stack, address);
    await page.goto("/logout");
    await at(page, "login");
    await expect(field(other, "email")).toBeVisible();
    expect(await hasSession(context, stack)).toBe(false);
  });

  test("a sign-out that does not happen gives the page back with what was typed", async ({
    page,
    context,
    stack,
    address,
  }) => {
    await settle(page, stack, address);
    await openSettings(page);
    await field(page, "traits.name").fill("Ada");
    const other = await context.newPage();
    await other.goto("/");
    await other.evaluate(() => new BroadcastChannel("propylon").postMessage("signed-out"));
    await expect(field(page, "traits.name")).toHaveCount(0);
    await expect(field(page, "traits.name")).toHaveValue("Ada", { timeout: 30_000 });
  });
});

test("the name of one person is not told to the password manager of another", async ({
  page,
  context,
  stack,
  passkeys,
  address,
}) => {
  const other = `other-${address}`;
  await stack.admit(other);
  await settle(page, stack, address);
  await openSettings(page);
  await button(page, "passkey_register_trigger", "").click();
  await saved(page);
  await page.goto("/");
  await passkeys.touch(false);
  await signOut(page);
  await touchForButton(page, passkeys);
  await button(page, "passkey_login_trigger", "").click();
  await signedIn(page, address);
  const user = () => page.evaluate(() => sessionStorage.getItem("propylon.user"));
  expect(await user()).not.toBeNull();
  await passkeys.touch(false);
  await signOut(page);
  expect(await user()).toBeNull();
  await enterPassword(page, other);
  await page.getByRole("button", { name: "Not now" }).click();
  await signedIn(page, other);
  expect(await user()).toBeNull();
  await context.clearCookies();
});
