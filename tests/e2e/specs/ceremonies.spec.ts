import type { Page } from "@playwright/test";
import { type Authenticator, Authenticators } from "../support/authenticators";
import { touchForButton } from "../support/autofill";
import { askPerson, ceremonies } from "../support/ceremonies";
import {
  PASSWORD,
  at,
  button,
  enterAddress,
  enterPassword,
  field,
  message,
  notNow,
  registerByPasskey,
  signOut,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

const passkey = (page: Page) => button(page, "passkey_login_trigger", "");
const newPasskey = (page: Page) => button(page, "passkey_register_trigger", "");
const newKey = (page: Page) => page.locator("button[name=webauthn_register_trigger]");
const useKey = (page: Page) => page.locator("button[name=webauthn_login_trigger]");

/** A card of the settings. */
const card = (page: Page, method: string) => page.locator(`section[data-method="${method}"]`);

/** Removes the only item in a card. */
async function remove(page: Page, method: string): Promise<void> {
  await card(page, method).getByRole("button", { name: "Remove" }).click();
  await card(page, method).getByRole("group").getByRole("button", { name: "Remove" }).click();
  await expect(message(page, 1050001)).toBeVisible();
}

test.describe("with the account and its first passkey on one form", () => {
  test.use({
    variant: {
      kratos: { selfservice: { flows: { registration: { enable_legacy_one_step: true } } } },
    },
  });

  test("a passkey is made once the form is right, and named after it", async ({
    page,
    address,
  }) => {
    const made = await ceremonies(page);
    const laptop = await (await Authenticators.of(page)).add("laptop");
    await page.goto("/registration");
    // No passkey is created for a form that Kratos would refuse.
    await newPasskey(page).click();
    await expect(field(page, "traits.email")).toBeFocused();
    expect(made).toEqual([]);
    await field(page, "traits.email").fill(address);
    await newPasskey(page).click();
    await notNow(page);
    await signedIn(page, address);
    expect(await laptop.credentials()).toMatchObject([
      { userName: address, userDisplayName: address, rpId: "localhost" },
    ]);
  });
});

test("a passkey created in the second step is named after the first step's address", async ({
  page,
  address,
}) => {
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await registerByPasskey(page, address);
  expect(await laptop.credentials()).toMatchObject([
    { userName: address, isResidentCredential: true },
  ]);
});

test("a laptop without a sensor creates a passkey that Chromium does not find again", async ({
  page,
  address,
}) => {
  const laptop = await (await Authenticators.of(page)).add("laptopWithoutSensor");
  await registerByPasskey(page, address);
  expect(await laptop.credentials()).toHaveLength(1);
  await signOut(page);
  // Without proof of identity, the page reveals neither passkeys nor accounts.
  await passkey(page).click();
  await expect(page.getByText("This device has no matching passkey.")).toBeVisible();
});

test("a finger that is not recognised gives no passkey, a known one does", async ({
  page,
  address,
}) => {
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await laptop.recognise(false);
  await askPerson(page);
  await page.clock.install();
  await page.goto("/registration");
  await enterAddress(page, address);
  await newPasskey(page).click();
  await expect(newPasskey(page)).toHaveAttribute("aria-busy", "true");
  await page.clock.runFor(3_000);
  await expect(page.getByText("No passkey was created. Try again, or use another way.")).toBeVisible();
  await laptop.recognise(true);
  await newPasskey(page).click();
  await notNow(page);
  await signedIn(page, address);
});

test("a device that keeps no passkeys says so at once", async ({ page, address }) => {
  await (await Authenticators.of(page)).add("laptopWithoutMemory");
  await page.goto("/registration");
  await enterAddress(page, address);
  await newPasskey(page).click();
  await expect(page.getByText("This device or key can’t be used as a passkey here.")).toBeVisible();
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
  await notNow(page);
  await signedIn(page, address);
});

test("a security key can't store a passkey of Kratos 1.3.1: timeout", async ({
  page,
  address,
}) => {
  await page.clock.install();
  await (await Authenticators.of(page)).add("keyWithSensor");
  await page.goto("/registration");
  await enterAddress(page, address);
  await newPasskey(page).click();
  await expect(newPasskey(page)).toHaveAttribute("aria-busy", "true");
  await page.clock.runFor(306_000);
  await expect(page.getByText("The passkey request timed out.")).toBeVisible();
});

for (const device of ["phone", "keyWithSensor"] as const) {
  test(`sign in with a passkey on a ${device}, a laptop without one beside it`, async ({
    page,
    address,
  }) => {
    const devices = await Authenticators.of(page);
    const laptop = await devices.add("laptop");
    await registerByPasskey(page, address);
    const [credential] = await laptop.credentials();
    await laptop.unplug();
    const other = await devices.add(device);
    await other.touch(false);
    await other.hold(credential!);
    await signOut(page);
    // Without a sensor of its own, the laptop has no autofill.
    await other.touch(true);
    await passkey(page).click();
    await signedIn(page, address);
  });
}

test("two devices with a passkey each, one of which is there", async ({ page, address }) => {
  const devices = await Authenticators.of(page);
  const first = await devices.add("laptop");
  await registerByPasskey(page, address);
  const [credential] = await first.credentials();
  await first.unplug();
  const second = await devices.add("laptop");
  await page.goto("/settings");
  await newPasskey(page).click();
  await expect(message(page, 1050001)).toBeVisible();
  const [own] = await second.credentials();
  expect(own?.userName).toBe(address);
  expect(own?.credentialId).not.toBe(credential?.credentialId);
  await expect(card(page, "passkey").getByText("Added")).toHaveCount(2);
  await second.touch(false);
  await page.goto("/");
  await signOut(page);
  await touchForButton(page, second);
  await passkey(page).click();
  await signedIn(page, address);
});

test("add a passkey in the settings, sign in with it, remove it", async ({
  page,
  stack,
  address,
}) => {
  await stack.admit(address);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await laptop.touch(false);
  await page.goto("/login");
  await enterPassword(page, address);
  await page.getByRole("button", { name: "Not now" }).click();
  await at(page, "home");
  await page.goto("/settings");
  await laptop.touch(true);
  await newPasskey(page).click();
  await expect(message(page, 1050001)).toBeVisible();
  await laptop.touch(false);
  await page.goto("/");
  await signOut(page);
  await touchForButton(page, laptop);
  await passkey(page).click();
  await signedIn(page, address);
  await page.goto("/settings");
  await remove(page, "passkey");
  await expect(card(page, "passkey").getByText("Added")).toHaveCount(0);
});

test("a security key as second factor: added with a name, asked for, removed", async ({
  page,
  stack,
  address,
}) => {
  await stack.admit(address);
  await page.goto("/login");
  const key = await (await Authenticators.of(page)).add("key");
  await enterPassword(page, address);
  await signedIn(page, address);
  await page.goto("/settings");
  await field(page, "webauthn_register_displayname").fill("Blue key");
  await newKey(page).click();
  await expect(message(page, 1050001)).toBeVisible();
  await expect(card(page, "webauthn").getByText("Blue key")).toBeVisible();
  expect(await key.credentials()).toHaveLength(1);

  await page.goto("/");
  await signOut(page);
  await enterPassword(page, address);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("One more step");
  await useKey(page).click();
  await signedIn(page, address);

  await page.goto("/settings");
  await remove(page, "webauthn");
  await expect(card(page, "webauthn").getByText("Blue key")).toHaveCount(0);
});

test("another key than the enrolled one says so and may be changed", async ({
  page,
  stack,
  address,
}) => {
  await stack.admit(address);
  const devices = await Authenticators.of(page);
  const key = await devices.add("key");
  await page.goto("/login");
  await enterPassword(page, address);
  await signedIn(page, address);
  await page.goto("/settings");
  await field(page, "webauthn_register_displayname").fill("Blue key");
  await newKey(page).click();
  await expect(message(page, 1050001)).toBeVisible();
  const [credential] = await key.credentials();
  await key.unplug();
  const other = await devices.add("key");
  await page.goto("/");
  await signOut(page);
  await enterPassword(page, address);
  await useKey(page).click();
  await expect(page.getByText("This security key isn’t registered to your account.")).toBeVisible();
  await other.unplug();
  await (await devices.add("key")).hold(credential!);
  await useKey(page).click();
  await signedIn(page, address);
});

test.describe("security keys in place of passwords", () => {
  test.use({
    variant: {
      kratos: {
        selfservice: {
          methods: { webauthn: { config: { passwordless: true } } },
          flows: { registration: { after: { webauthn: { hooks: [{ hook: "session" }] } } } },
        },
      },
    },
  });

  test("register with a named key, sign in with it, add another, remove one", async ({
    page,
    address,
  }) => {
    const devices = await Authenticators.of(page);
    const key = await devices.add("key");
    await page.goto("/registration");
    await enterAddress(page, address);
    await field(page, "webauthn_register_displayname").fill("Blue key");
    await newKey(page).click();
    await notNow(page);
    await signedIn(page, address);
    await signOut(page);

    await field(page, "identifier").fill(address);
    await button(page, "method", "webauthn").click();
    await useKey(page).click();
    await signedIn(page, address);

    await key.unplug();
    await devices.add("keyWithSensor");
    await page.goto("/settings");
    await field(page, "webauthn_register_displayname").fill("Red key");
    await newKey(page).click();
    await expect(message(page, 1050001)).toBeVisible();
    const blue = card(page, "webauthn").locator("[data-part=item]", { hasText: "Blue key" });
    await blue.getByRole("button", { name: "Remove" }).click();
    await blue.getByRole("group").getByRole("button", { name: "Remove" }).click();
    await expect(message(page, 1050001)).toBeVisible();
    await expect(blue).toHaveCount(0);
    await expect(card(page, "webauthn").getByText("Red key")).toBeVisible();
  });
});

test("cancelled five times in a row, and every way in is still there", async ({
  page,
  stack,
  mail,
  address,
}) => {
  await stack.admit(address);
  const made = await ceremonies(page);
  await askPerson(page);
  await page.clock.install();
  await (await Authenticators.of(page)).add("key");
  await page.goto("/login");
  await expect(passkey(page)).toBeVisible();
  const buttons = await page.locator("form button").allTextContents();
  for (let times = 0; times < 5; times += 1) {
    await passkey(page).click();
    await expect(passkey(page)).toHaveAttribute("aria-busy", "true");
    await page.clock.runFor(3_000);
    await expect(
      page.getByText("No passkey was used. Try again, or use another way."),
    ).toBeVisible();
    await expect(passkey(page)).not.toHaveAttribute("aria-busy", "true");
  }
  expect(made.filter(({ mediation }) => mediation === "modal")).toHaveLength(5);
  expect(await page.locator("form button").allTextContents()).toEqual(buttons);
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await mail.code(address, "login");
  await page.goto("/login");
  await enterPassword(page, address);
  await signedIn(page, address);
});

test("an existing passkey is not created twice", async ({ page, stack, address }) => {
  await stack.admit(address);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await page.goto("/login");
  await enterPassword(page, address);
  await newPasskey(page).click();
  await signedIn(page, address);
  const [own] = await laptop.credentials();
  // Kratos after 26.2 lists the passkeys of the account; 1.3.1 does not yet.
  await page.route(/self-service\/settings\/(browser|flows)/, async (route) => {
    const answer = await route.fetch();
    const flow = (await answer.json()) as {
      ui: { nodes: { attributes: { name?: string; value?: string } }[] };
    };
    for (const { attributes } of flow.ui.nodes) {
      if (attributes.name !== "passkey_create_data") continue;
      const options = JSON.parse(attributes.value ?? "") as { publicKey: Record<string, unknown> };
      const id = (own?.credentialId ?? "")
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replaceAll("=", "");
      options.publicKey.excludeCredentials = [{ type: "public-key", id }];
      attributes.value = JSON.stringify(options);
    }
    await route.fulfill({ response: answer, json: flow });
  });
  await page.goto("/settings");
  await newPasskey(page).click();
  await expect(page.getByText("This device already has a passkey for this account.")).toBeVisible();
  expect(await laptop.credentials()).toHaveLength(1);
});

test("what the browser writes as JSON and what we write ourselves are the same bytes", async ({
  page,
  watch,
  address,
}) => {
  for (const flow of ["registration", "login"]) {
    watch.expect(new RegExp(`^console: error .*status of 502.*/self-service/${flow}`));
  }
  const made = await ceremonies(page);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  // In a browser without toJSON, the second request gets the credential of the first.
  await page.addInitScript(() => {
    const again = <T>(ask: () => Promise<T>) => {
      let first: Promise<T> | undefined;
      return () => {
        if (first) Reflect.deleteProperty(PublicKeyCredential.prototype, "toJSON");
        first ??= ask();
        return first;
      };
    };
    const { get, create } = CredentialsContainer.prototype;
    let got: (() => Promise<Credential | null>) | undefined;
    CredentialsContainer.prototype.get = function (options) {
      if (options?.mediation === "conditional") return get.call(this, options);
      got ??= again(() => get.call(this, options));
      return got();
    };
    let made: (() => Promise<Credential | null>) | undefined;
    CredentialsContainer.prototype.create = function (options) {
      made ??= again(() => create.call(this, options));
      return made();
    };
  });
  const posted: (string | null)[] = [];
  await page.route(/self-service\/(login|registration)\?/, async (route) => {
    const body = new URLSearchParams(route.request().postData() ?? "");
    const credential = body.get("passkey_register") ?? body.get("passkey_login");
    if (credential) posted.push(credential);
    if (!credential || posted.length % 2 === 0) return route.continue();
    // The first of two requests never arrives. No finger: a conditional request would be answered
    // at once.
    await laptop.touch(false);
    await route.fulfill({ status: 502 });
  });
  await page.goto("/registration");
  await enterAddress(page, address);
  await newPasskey(page).click();
  await page.getByRole("button", { name: "Try again" }).click();
  await notNow(page);
  await signedIn(page, address);
  await laptop.touch(false);
  await signOut(page);
  made.splice(0);
  await page.reload();
  await expect.poll(() => made).toHaveLength(1);
  await touchForButton(page, laptop);
  await passkey(page).click();
  await page.getByRole("button", { name: "Try again" }).click();
  await signedIn(page, address);

  expect(posted).toHaveLength(4);
  expect(posted[1]).toBe(posted[0]);
  expect(posted[3]).toBe(posted[2]);
  expect(Object.keys(JSON.parse(posted[2] ?? "").response)).toContain("userHandle");
});
