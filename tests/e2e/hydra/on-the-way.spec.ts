import { mergeTests } from "@playwright/test";
import { enrolApp } from "../support/enrol";
import { settle } from "../support/people";
import { comeIn, test as withProvider } from "../support/provider-test";
import { PASSWORD, at, button, card, confirm, enterAddress, enterNewPassword, enterPassword, field, recover } from "../support/screens";
import { totp } from "../support/totp";
import { App, TRUSTED } from "./app";
import { expect, test } from "./test";

test.describe("whatever a sign-in for an app leads over, it ends at the app", () => {
  test("a second factor, which the ID token names", async ({ page, context, stack, hydra, app, address }) => {
    await settle(page, stack, address);
    const { id } = await stack.identity(address);
    const key = await enrolApp(page);
    await context.clearCookies();
    await stack.configure({ session: { whoami: { required_aal: "highest_available" } } }, async () => true);
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await at(page, "login");
    await enterPassword(page, address);
    await at(page, "secondFactor");
    await field(page, "totp_code").fill(totp(key));
    const claims = (await client.tokens(page)).claims();
    expect(claims?.sub).toBe(id);
    expect(claims?.["amr"]).toEqual(["password", "totp"]);
  });

  test("a forgotten password", async ({ page, stack, mail, hydra, app, address }) => {
    const { id } = await stack.admit(address, { password: "forgotten long ago 5" });
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await recover(page, mail, address);
    await field(card(page, "password"), "password").fill(PASSWORD);
    await button(page, "method", "password").click();
    await at(page, "refresh");
    await enterPassword(page, address);
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  test("an address to be confirmed", async ({ page, stack, mail, hydra, app, address }) => {
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await page.getByRole("link", { name: "Create an account" }).click();
    await enterAddress(page, address);
    await enterNewPassword(page);
    await confirm(page, mail, address);
    await page.getByRole("button", { name: "Continue" }).click();
    await at(page, "refresh");
    await enterPassword(page, address);
    const { id } = await stack.identity(address);
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  test("another account", async ({ page, stack, hydra, app, address }) => {
    await settle(page, stack, `not-${address}`);
    const { id } = await stack.admit(address);
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await at(page, "refresh");
    await page.getByRole("button", { name: "Sign out and start again" }).click();
    await at(page, "login");
    await enterPassword(page, address);
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  test("a flow that is too old by then", async ({ page, stack, hydra, app, address }) => {
    await stack.configure({ selfservice: { flows: { login: { lifespan: "2s" } } } }, async () => true);
    const { id } = await stack.admit(address);
    const client = await App.of(hydra, app, TRUSTED);
    await client.begin(page);
    await at(page, "login");
    await field(page, "identifier").fill(address);
    await field(page, "password").fill(PASSWORD);
    await page.waitForResponse((answer) => answer.url().includes("/self-service/login/browser?"));
    await button(page, "method", "password").click();
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });
});

test("what Kratos does not read of a request, and Hydra does: whose session the app expects", async ({ page, stack, hydra, app, address }) => {
  const { id } = await stack.admit(address);
  const client = await App.of(hydra, app, TRUSTED);
  await client.begin(page, { acr_values: "aal2" });
  await enterPassword(page, address);
  const first = await client.tokens(page);
  const id_token = first.id_token ?? "";
  expect(first.claims()?.sub).toBe(id);
  await client.begin(page, { prompt: "none", id_token_hint: id_token });
  expect((await client.tokens(page)).claims()?.sub).toBe(id);
  // Somebody else's session is not the one that is expected.
  const other = `other-${address}`;
  await stack.admit(other);
  await client.begin(page, { prompt: "login", id_token_hint: id_token });
  await page.getByRole("button", { name: "Sign out and start again" }).click();
  await enterPassword(page, other);
  await page.waitForURL(`${app}/callback?**`);
  expect(new URL(page.url()).searchParams.get("error")).toBe("login_required");
});

test.describe("with a provider", () => {
  const provided = mergeTests(test, withProvider);

  provided("a first sign-in makes the account, and ends at the app", async ({ page, stack, provider, hydra, app, address }) => {
    provider.accounts.set(address, { email: address, name: "Ada" });
    const client = await App.of(hydra, app, TRUSTED);
    for (const from of ["/registration", "/login"]) {
      await client.begin(page, from === "/registration" ? { prompt: "registration" } : {});
      await button(page, "provider", "club").click();
      await comeIn(page, address);
      const tokens = await client.tokens(page);
      const { id } = await stack.identity(address);
      expect(tokens.claims()?.sub).toBe(id);
      await page.context().clearCookies();
    }
  });
});

test("a sign-out reaches another app by its front channel", async ({ page, stack, hydra, app, listener, address, watch }) => {
  // Hydra's own page, which reaches the other app, has no icon.
  watch.allow(/status of 404 .*favicon/);
  await stack.admit(address);
  const client = await App.of(hydra, app, TRUSTED);
  const other = await App.of(hydra, app, { ...TRUSTED, frontchannel_logout_uri: `${listener.origin}/signed-out`, frontchannel_logout_session_required: true });
  await other.begin(page);
  await enterPassword(page, address);
  const session = (await other.tokens(page)).claims()?.["sid"];
  await client.begin(page);
  const { id_token } = await client.tokens(page);
  await client.end(page, id_token);
  await button(page, "decision", "allow").click();
  await page.waitForURL(`${app}/goodbye**`);
  const asked = listener.told.find(({ url }) => url.pathname === "/signed-out")?.url;
  expect(asked?.searchParams.get("iss")).toMatch(new RegExp(`^${hydra.issuer}/?$`));
  expect(asked?.searchParams.get("sid")).toBe(session);
});
