import type { Page } from "@playwright/test";
import { Authenticators } from "../support/authenticators";
import { touchForButton } from "../support/autofill";
import { signals } from "../support/ceremonies";
import { button, field, message, registerByPasskey, signOut, signedIn } from "../support/screens";
import { expect, test } from "../support/test";

const passkey = (page: Page) => button(page, "passkey_login_trigger", "");

/** Converts base64, as used by Chromium's protocol, to base64url. */
const url = (base64 = "") => base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

test("a removed passkey is taken off the device, one that was not removed stays", async ({
  page,
  stack,
  address,
}) => {
  const told = await signals(page);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await stack.admit(address);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await field(page, "password").fill("correct horse battery staple 7");
  await button(page, "method", "password").click();
  await button(page, "passkey_register_trigger", "").click();
  await signedIn(page, address);
  const [own] = await laptop.credentials();
  await page.goto("/settings");
  const card = page.locator('section[data-method="passkey"]');
  await card.getByRole("button", { name: "Remove" }).click();
  await card.getByRole("button", { name: "Cancel" }).click();
  expect(told).toEqual([]);
  await card.getByRole("button", { name: "Remove" }).click();
  await card.getByRole("group").getByRole("button", { name: "Remove" }).click();
  await expect(message(page, 1050001)).toBeVisible();
  await expect
    .poll(() => told)
    .toEqual([
      {
        method: "signalUnknownCredential",
        about: { rpId: "localhost", credentialId: url(own?.credentialId) },
      },
    ]);
  await expect.poll(async () => await laptop.credentials()).toEqual([]);
});

test("the passkey of a removed account is taken off the device", async ({
  page,
  stack,
  address,
}) => {
  const told = await signals(page);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await registerByPasskey(page, address);
  const [own] = await laptop.credentials();
  await laptop.touch(false);
  await signOut(page);
  await stack.forget(address);
  await touchForButton(page, laptop);
  await passkey(page).click();
  await expect(message(page, 4000015)).toBeVisible();
  await expect
    .poll(() => told)
    .toEqual([
      {
        method: "signalUnknownCredential",
        about: { rpId: "localhost", credentialId: url(own?.credentialId) },
      },
    ]);
  await expect.poll(async () => await laptop.credentials()).toEqual([]);
});

test("a wrong signature says nothing about whether the passkey exists", async ({
  page,
  watch,
  address,
}) => {
  // Kratos sends the same message as for a wrong origin.
  watch.expect(/^console: warning propylon: origin-refused: .*4000008/);
  const told = await signals(page);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await registerByPasskey(page, address);
  await laptop.touch(false);
  await signOut(page);
  await laptop.override({ isBogusSignature: true });
  await touchForButton(page, laptop);
  // The conditional request is restarted after the refusal and would be answered at once.
  await page.route(/self-service\/login\?/, async (route) => {
    await laptop.touch(false);
    await route.continue();
  });
  await passkey(page).click();
  await expect(message(page, 4000008)).toHaveText(
    "That didn’t match. Try again, or use another way.",
  );
  await laptop.override({});
  await touchForButton(page, laptop);
  await passkey(page).click();
  await signedIn(page, address);
  expect(told).toEqual([]);
  expect(await laptop.credentials()).toHaveLength(1);
});

test("a renamed account is renamed on the device", async ({ page, address }) => {
  const told = await signals(page);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await registerByPasskey(page, address);
  await laptop.touch(false);
  await signOut(page);
  await touchForButton(page, laptop);
  await passkey(page).click();
  await signedIn(page, address);
  const [own] = await laptop.credentials();
  await page.goto("/settings");
  await field(page, "traits.name").fill("Ada");
  await button(page, "method", "profile").click();
  await expect(message(page, 1050001)).toBeVisible();
  // The passkey is named after the address, which has not changed.
  expect(told).toEqual([]);
  const renamed = `renamed-${address}`;
  await field(page, "traits.email").fill(renamed);
  await button(page, "method", "profile").click();
  await expect
    .poll(() => told)
    .toEqual([
      {
        method: "signalCurrentUserDetails",
        about: {
          rpId: "localhost",
          userId: url(own?.userHandle),
          name: renamed,
          displayName: renamed,
        },
      },
    ]);
  await expect.poll(async () => await laptop.credentials()).toMatchObject([{ userName: renamed }]);
});

test("a failed signal to the password manager changes nothing for the person", async ({
  page,
  stack,
  address,
}) => {
  await page.addInitScript(() => {
    const api = PublicKeyCredential as unknown as Record<string, unknown>;
    api.signalUnknownCredential = () => Promise.reject(new Error("not now"));
  });
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await registerByPasskey(page, address);
  await laptop.touch(false);
  await signOut(page);
  await stack.forget(address);
  await touchForButton(page, laptop);
  await passkey(page).click();
  await expect(message(page, 4000015)).toBeVisible();
  await expect(button(page, "method", "password")).toBeEnabled();
});
