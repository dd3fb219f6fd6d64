import type { Page } from "@playwright/test";
import { Authenticators } from "../support/authenticators";
import { touchForButton } from "../support/autofill";
import { ceremonies, signals } from "../support/ceremonies";
import {
  at,
  button,
  enterPassword,
  field,
  message,
  registerByPasskey,
  signOut,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

const MONTH = 30 * 24 * 3_600_000;

const newPasskey = (page: Page) => button(page, "passkey_register_trigger", "");
const notNow = (page: Page) => page.getByRole("button", { name: "Not now" });

async function offered(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in faster next time");
}

test("offered after a password, taken, and used the next time", async ({
  page,
  stack,
  address,
}) => {
  await stack.admit(address);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await page.goto("/login");
  await enterPassword(page, address);
  await offered(page);
  await newPasskey(page).click();
  await signedIn(page, address);
  expect(await laptop.credentials()).toMatchObject([{ userName: address }]);
  await laptop.touch(false);
  await signOut(page);
  await touchForButton(page, laptop);
  await button(page, "passkey_login_trigger", "").click();
  await signedIn(page, address);
});

test("offered after a code; the way to the app is kept", async ({
  page,
  stack,
  mail,
  app,
  address,
}) => {
  await stack.admit(address);
  await (await Authenticators.of(page)).add("laptop");
  const inbox = `${app}/inbox`;
  await page.goto(`/login?return_to=${encodeURIComponent(inbox)}`);
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await field(page, "code").fill(await mail.code(address, "login"));
  await offered(page);
  await notNow(page).click();
  await page.waitForURL(inbox);
});

test("taken on the way to the app", async ({ page, stack, app, address }) => {
  await stack.admit(address);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  const inbox = `${app}/inbox`;
  await page.goto(`/login?return_to=${encodeURIComponent(inbox)}`);
  await enterPassword(page, address);
  await newPasskey(page).click();
  await page.waitForURL(inbox);
  expect(await laptop.credentials()).toHaveLength(1);
});

test("not now: not asked again for thirty days", async ({ page, stack, address }) => {
  await stack.admit(address);
  await page.clock.install();
  const laptop = await (await Authenticators.of(page)).add("laptop");
  // Otherwise the silent attempt succeeds, and the device has a passkey.
  await laptop.touch(false);
  await page.goto("/login");
  await enterPassword(page, address);
  await offered(page);
  await notNow(page).click();
  await signedIn(page, address);
  await signOut(page);

  await page.clock.setSystemTime(Date.now() + MONTH - 3_600_000);
  await page.goto("/login");
  await enterPassword(page, address);
  await signedIn(page, address);
  await signOut(page);

  await page.clock.setSystemTime(Date.now() + MONTH + 3_600_000);
  await page.goto("/login");
  await enterPassword(page, address);
  await offered(page);
});

test("an account that has one is not asked", async ({ page, stack, address }) => {
  await stack.admit(address);
  const made = await ceremonies(page);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await page.goto("/login");
  await enterPassword(page, address);
  await newPasskey(page).click();
  await signedIn(page, address);
  await laptop.touch(false);
  await signOut(page);
  made.splice(0);
  const titles: string[] = [];
  await page.exposeFunction("propylonTitled", (title: string) => void titles.push(title));
  await page.evaluate(() => {
    const tell = () =>
      (window as unknown as { propylonTitled(title: string): void }).propylonTitled(document.title);
    new MutationObserver(tell).observe(document.head, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  await enterPassword(page, address);
  await signedIn(page, address);
  expect(titles.filter((title) => title.includes("faster"))).toEqual([]);
  expect(made.filter(({ call }) => call === "create")).toEqual([]);
});

test("a device that keeps no passkeys is not asked", async ({ page, stack, address }) => {
  await stack.admit(address);
  await (await Authenticators.of(page)).add("keyWithSensor");
  await page.goto("/login");
  await enterPassword(page, address);
  await signedIn(page, address);
});

test("offered to this laptop after a passkey of a phone beside it", async ({ page, address }) => {
  const devices = await Authenticators.of(page);
  const home = await devices.add("laptop");
  await registerByPasskey(page, address);
  const [credential] = await home.credentials();
  await home.unplug();
  const phone = await devices.add("phone");
  await phone.touch(false);
  await phone.hold(credential!);
  const laptop = await devices.add("laptop");
  await laptop.touch(false);
  await signOut(page);
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeVisible();
  await touchForButton(page, phone);
  await button(page, "passkey_login_trigger", "").click();
  await offered(page);
  await laptop.touch(true);
  await newPasskey(page).click();
  await signedIn(page, address);
  expect(await laptop.credentials()).toHaveLength(1);
});

// The button was blocked during the silent attempt, which never ends in some browsers.
test("the offer works during the silent attempt", async ({
  page,
  stack,
  address,
}) => {
  await stack.admit(address);
  const made = await ceremonies(page);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await page.goto("/login");
  await enterPassword(page, address);
  await offered(page);
  // Without a password manager, Chromium never answers a conditional create.
  await expect
    .poll(() => made.at(-1))
    .toEqual({ call: "create", mediation: "conditional", name: address });
  await expect(newPasskey(page)).not.toHaveAttribute("aria-busy", "true");
  await newPasskey(page).click();
  await signedIn(page, address);
  expect(made.slice(-2)).toMatchObject([
    { end: "AbortError" },
    { mediation: "modal", end: "done" },
  ]);
  expect(await laptop.credentials()).toHaveLength(1);
});

/** Chromium only creates a passkey without a dialog for a password that its own password manager
 * has just filled in. Here a virtual authenticator creates one instead. */
async function makeWithoutDialog(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { create } = CredentialsContainer.prototype;
    CredentialsContainer.prototype.create = function (options) {
      const { mediation, ...rest } = options as CredentialCreationOptions & { mediation?: string };
      return create.call(this, mediation === "conditional" ? rest : options);
    };
  });
}

test("a passkey created silently (by a stub for the password manager): no offer is shown", async ({
  page,
  stack,
  address,
}) => {
  await stack.admit(address);
  await makeWithoutDialog(page);
  const made = await ceremonies(page);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await page.goto("/login");
  await enterPassword(page, address);
  await signedIn(page, address);
  await expect
    .poll(() => made.at(-1))
    .toEqual({ call: "create", mediation: "conditional", name: address, end: "done" });
  expect(await laptop.credentials()).toMatchObject([{ userName: address }]);
});

test("a passkey created silently without user presence: removed, and the offer is shown", async ({
  page,
  stack,
  address,
}) => {
  await stack.admit(address);
  await makeWithoutDialog(page);
  const told = await signals(page);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await laptop.override({ isBadUP: true });
  const posts: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") posts.push(new URL(request.url()).pathname);
  });
  await page.goto("/login");
  await enterPassword(page, address);
  await offered(page);
  await expect.poll(() => told.map(({ method }) => method)).toEqual(["signalUnknownCredential"]);
  await expect.poll(() => laptop.credentials()).toEqual([]);
  // Kratos would have refused the passkey.
  expect(posts).toEqual(["/self-service/login"]);
  await laptop.override({});
  await newPasskey(page).click();
  await signedIn(page, address);
  expect(await laptop.credentials()).toHaveLength(1);
});

test.describe("switched off by the site", () => {
  test.use({ variant: { config: '{"offerPasskey": false}' } });

  test("nobody is asked", async ({ page, stack, address }) => {
    await stack.admit(address);
    await (await Authenticators.of(page)).add("laptop");
    await page.goto("/login");
    await enterPassword(page, address);
    await signedIn(page, address);
    expect(
      await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name)),
    ).not.toContainEqual(expect.stringContaining("/self-service/settings"));
  });
});

test("the offer page without a session requires a sign-in", async ({
  page,
}) => {
  await page.goto("/passkey");
  await at(page, "login");
  await expect(field(page, "identifier")).toBeVisible();
  await expect(message(page, 4000015)).toHaveCount(0);
});
