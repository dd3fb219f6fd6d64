import type { Page } from "@playwright/test";
import type { Mailbox } from "../stack/mailbox";
import { touchForButton } from "../support/autofill";
import { settle } from "../support/people";
import { at, button, enterPassword, field, message, registerByPasskey, signOut, signUp } from "../support/screens";
import { App, TRUSTED } from "./app";
import { expect, test } from "./test";

async function typeCode(page: Page, mail: Mailbox, address: string): Promise<void> {
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await field(page, "code").fill(await mail.code(address, "login"));
}

test.describe("authorization code with PKCE", () => {
  test("by password: the app gets an ID token of the account, an opaque token, and new ones", async ({ page, stack, hydra, app, address }) => {
    const { id } = await stack.admit(address);
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await at(page, "login");
    await enterPassword(page, address);
    const tokens = await client.tokens(page);
    expect(tokens.claims()?.sub).toBe(id);
    // Nobody can read an access token but Hydra.
    expect(tokens.access_token.split(".")).toHaveLength(2);
    expect(await hydra.introspect(tokens.access_token)).toMatchObject({ active: true, sub: id });
    const renewed = await client.refresh(tokens.refresh_token ?? "");
    expect((await hydra.introspect(renewed.access_token)).active).toBe(true);
  });

  test("by code", async ({ page, stack, mail, hydra, app, address }) => {
    const { id } = await stack.admit(address);
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await typeCode(page, mail, address);
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  // Kratos asks again whenever Hydra does not remember the sign-in.
  test("of somebody who is signed in at Kratos, and signs in once more", async ({ page, stack, hydra, app, address }) => {
    await settle(page, stack, address);
    const { id } = await stack.identity(address);
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await at(page, "refresh");
    await enterPassword(page, address);
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  test("a wrong password first, and the address that the app expects", async ({ page, stack, hydra, app, address }) => {
    const { id } = await stack.admit(address);
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page, { login_hint: address });
    await expect(field(page, "identifier")).toHaveValue(address);
    await enterPassword(page, address, "not the password");
    await expect(message(page, 4000006)).toBeVisible();
    await enterPassword(page, address);
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  test("by passkey", async ({ page, stack, hydra, app, address, passkeys }) => {
    await registerByPasskey(page, address);
    await passkeys.touch(false);
    await signOut(page);
    const { id } = await stack.identity(address);
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await at(page, "login");
    await touchForButton(page, passkeys);
    await button(page, "passkey_login_trigger", "").click();
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  // Kratos 1.3.1 forgets the app with a sign-up, and asks whoever just signed up to sign in once more.
  test("of somebody who signs up on the way", async ({ page, stack, hydra, app, address }) => {
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await at(page, "login");
    await page.getByRole("link", { name: "Create an account" }).click();
    await signUp(page, address);
    await at(page, "refresh");
    await enterPassword(page, address);
    const { id } = await stack.identity(address);
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  test("that Hydra remembers: nobody is asked again, unless the app wants it", async ({ page, stack, hydra, app, address }) => {
    const { id } = await stack.admit(address);
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await enterPassword(page, address);
    await client.tokens(page);
    for (const more of [{}, { prompt: "none" }]) {
      await client.begin(page, more);
      expect((await client.tokens(page)).claims()?.sub).toBe(id);
    }
    await client.begin(page, { prompt: "login" });
    await at(page, "refresh");
    await enterPassword(page, address);
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  test("what the app wants of the sign-in: a sign-up first, a fresh proof, a language", async ({ page, stack, hydra, app, address }) => {
    await settle(page, stack, address);
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await at(page, "refresh");
    await enterPassword(page, address);
    await client.tokens(page);
    // It is remembered, but older than the app allows.
    await client.begin(page, { max_age: "0" });
    await at(page, "refresh");
    await enterPassword(page, address);
    await client.tokens(page);
    await page.context().clearCookies();
    await client.begin(page, { ui_locales: "de" });
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anmelden");
    await client.begin(page, { prompt: "registration" });
    await at(page, "registration");
  });

  test("that Hydra refuses: a sentence and the code, nothing else of the address", async ({ page, hydra, app }) => {
    const client = await App.of(hydra, app, { redirect_uris: [`${app}/elsewhere`] });
    await client.begin(page);
    await at(page, "failed");
    await expect(page.getByText("invalid_request")).toBeVisible();
    await expect(page.getByText("redirect_uri")).toHaveCount(0);
  });
});
