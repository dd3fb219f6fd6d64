import type { Page } from "@playwright/test";
import { hasSession } from "../support/people";
import { at, button, enterPassword } from "../support/screens";
import { App, TRUSTED } from "./app";
import { expect, test } from "./test";

const SHOP = { ...TRUSTED, client_name: "Shop" };

/** Signs in for an app; its ID token. */
async function signedIn(page: Page, client: App, address: string): Promise<string | undefined> {
  await client.begin(page);
  await enterPassword(page, address);
  return (await client.tokens(page)).id_token;
}

test.describe("a sign-out that an app asks for", () => {
  test("allowed: Kratos' session ends, and the app goes on", async ({ page, context, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app, SHOP);
    const idToken = await signedIn(page, client, address);
    await client.end(page, idToken);
    await at(page, "endSession");
    await expect(page.getByText("Shop asks to sign you out here, too.")).toBeVisible();
    await button(page, "decision", "allow").click();
    await page.waitForURL(`${app}/goodbye**`);
    expect(await hasSession(context, stack)).toBe(false);
    // Hydra remembers nothing either.
    await client.begin(page);
    await at(page, "login");
  });

  test("allowed: another app is told by its back channel", async ({ page, stack, hydra, app, listener, address }) => {
    const { id } = await stack.admit(address);
    const client = await App.of(hydra, app, SHOP);
    const other = await App.of(hydra, app, { ...SHOP, backchannel_logout_uri: listener.origin, backchannel_logout_session_required: true });
    await signedIn(page, other, address);
    await client.begin(page);
    const { id_token } = await client.tokens(page);
    await client.end(page, id_token);
    await button(page, "decision", "allow").click();
    await page.waitForURL(`${app}/goodbye**`);
    await expect.poll(() => listener.told.length).toBe(1);
    const token = new URLSearchParams(listener.told[0]?.body).get("logout_token") ?? "";
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { events: object; sub?: string };
    expect(Object.keys(claims.events)).toEqual(["http://schemas.openid.net/event/backchannel-logout"]);
    expect(claims.sub ?? id).toBe(id);
  });

  test("refused: the session stays", async ({ page, context, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app, SHOP);
    const idToken = await signedIn(page, client, address);
    await client.end(page, idToken);
    await at(page, "endSession");
    await button(page, "decision", "deny").click();
    await at(page, "home");
    expect(await hasSession(context, stack)).toBe(true);
  });

  test("without a session of Kratos: nobody is asked", async ({ page, context, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app, SHOP);
    const idToken = await signedIn(page, client, address);
    await context.clearCookies({ name: "ory_kratos_session" });
    await client.end(page, idToken);
    await page.waitForURL(`${app}/goodbye**`);
  });

  test("a challenge that is missing or made up", async ({ page, hydra }) => {
    void hydra;
    for (const query of ["", "?logout_challenge=made-up"]) {
      await page.goto(`/oauth2/logout${query}`);
      await at(page, "refused");
      await expect(page.getByText("isn’t known here")).toBeVisible();
    }
  });
});
