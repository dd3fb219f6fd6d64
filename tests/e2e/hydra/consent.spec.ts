import type { APIResponse, BrowserContext, Locator, Page } from "@playwright/test";
import { hasSession, signIn } from "../support/people";
import { at, button, enterPassword } from "../support/screens";
import { App } from "./app";
import { Hydra } from "./hydra";
import { expect, test } from "./test";

const PATH = "/.propylon/oauth2/consent";
const SCOPE = { scope: "openid offline_access email orders" };

/** Signs in for an app, up to the question what it may do. */
async function asked(page: Page, client: App, address: string, more: Record<string, string> = SCOPE): Promise<string> {
  await client.begin(page, more);
  await at(page, "login");
  await enterPassword(page, address);
  await at(page, "consent");
  // The heading is there before the question.
  await expect(button(page, "decision", "allow")).toBeVisible();
  return new URL(page.url()).searchParams.get("consent_challenge") ?? "";
}

function box(page: Page, scope: string): Locator {
  return page.locator(`input[type=checkbox][name="grant:${scope}"]`);
}

const allow = (page: Page): Promise<void> => button(page, "decision", "allow").click();

/** The id of the error that the service answers with. */
async function refusal(answer: APIResponse): Promise<string> {
  return ((await answer.json()) as { error: { id: string } }).error.id;
}

interface Form {
  ui: { nodes: { attributes: { name?: string; value?: string } }[] };
}

/** The token of the page for a challenge. */
async function tokenOf(context: BrowserContext, site: string, challenge: string): Promise<string> {
  const answer = await context.request.get(site + PATH, { params: { consent_challenge: challenge } });
  const { ui } = (await answer.json()) as Form;
  return ui.nodes.find(({ attributes }) => attributes.name === "csrf_token")?.attributes.value ?? "";
}

function post(context: BrowserContext, site: string, fields: Record<string, string>, origin = site): Promise<APIResponse> {
  const headers = { "Content-Type": "application/x-www-form-urlencoded", Origin: origin };
  return context.request.post(site + PATH, { headers, data: new URLSearchParams(fields).toString() });
}

test.describe("consent", () => {
  test("granted in part: the token has that part, the ID token the claims of it", async ({ page, stack, hydra, app, address }) => {
    const { id } = await stack.admit(address);
    const client = await App.of(hydra, app, { client_name: "Shop", tos_uri: "https://shop.example/terms", logo_uri: `${stack.site}/logos/slack.svg` });
    await asked(page, client, address);
    await expect.poll(() => page.getByTestId("node/image/client_logo").evaluate((logo: HTMLImageElement) => logo.naturalWidth)).toBeGreaterThan(0);
    await expect(page.getByText(`Shop asks for access to your account ${address}.`)).toBeVisible();
    // Nothing is ticked that the person or the operator did not tick; without openid nobody signs in.
    await expect(box(page, "openid")).toBeChecked();
    await expect(box(page, "openid")).toBeDisabled();
    await expect(box(page, "email")).not.toBeChecked();
    await expect(page.getByLabel("See your orders")).toBeChecked();
    await expect(page.getByRole("link", { name: "Terms of Shop" })).toHaveAttribute("href", "https://shop.example/terms");
    await page.getByLabel("See your email address").check();
    await box(page, "orders").uncheck();
    await allow(page);
    const tokens = await client.tokens(page);
    expect(tokens.claims()).toMatchObject({ sub: id, email: address, email_verified: true });
    expect(await hydra.introspect(tokens.access_token)).toMatchObject({ active: true, sub: id, scope: "openid email" });
  });

  test("denied: the app learns so", async ({ page, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app);
    await asked(page, client, address);
    await button(page, "decision", "deny").click();
    await page.waitForURL(`${app}/callback?**`);
    expect(new URL(page.url()).searchParams.get("error")).toBe("access_denied");
  });

  test("remembered: nothing is asked the second time, until the app wants more", async ({ page, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app);
    await asked(page, client, address, { scope: "openid email" });
    await box(page, "email").check();
    await page.getByLabel("Don’t ask again for 30 days").check();
    await allow(page);
    await client.tokens(page);
    await client.begin(page, { scope: "openid email" });
    expect((await client.tokens(page)).scope).toBe("openid email");
    await client.begin(page, SCOPE);
    await at(page, "consent");
    const row = (scope: string) => page.getByTestId(`node/input/grant:${scope}`);
    await expect(row("orders")).toContainText("New: you haven’t allowed this app to do this yet.");
    await expect(row("email")).not.toContainText("New");
  });

  test("an app that the operator trusts: nothing is asked", async ({ page, stack, hydra, app, address }) => {
    const { id } = await stack.admit(address);
    const client = await App.of(hydra, app, { skip_consent: true });
    await client.begin(page, SCOPE);
    await enterPassword(page, address);
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  test("a double press, a second tab, a scope nobody asked for, a foreign page: one grant", async ({ page, context, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app);
    const challenge = await asked(page, client, address);
    const token = await tokenOf(context, stack.site, challenge);
    const grant = { consent_challenge: challenge, csrf_token: token, decision: "allow", "grant:email": "true" };
    expect(await refusal(await post(context, stack.site, { ...grant, "grant:admin": "true" }))).toBe("scope-not-asked");
    expect(await refusal(await post(context, stack.site, grant, "http://foreign.example"))).toBe("foreign-origin");
    expect(await refusal(await post(context, stack.site, { ...grant, csrf_token: "00" }))).toBe("security_csrf_violation");
    const both = await Promise.all([post(context, stack.site, grant), post(context, stack.site, grant)]);
    expect(both.map((answer) => answer.status()).sort()).toEqual([410, 422]);
    // The tab that is still open.
    await allow(page);
    await at(page, "refused");
    await expect(page.getByText("already answered")).toBeVisible();
  });

  test("a challenge that is missing, unknown, or another person's", async ({ page, context, browser, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app, { client_uri: `${app}/home` });
    const challenge = await asked(page, client, address);
    for (const query of ["", "?consent_challenge=made-up"]) {
      await page.goto(`/consent${query}`);
      await at(page, "refused");
      await expect(page.getByText("isn’t known here")).toBeVisible();
    }
    await stack.admit(`other-${address}`);
    const other = await browser.newContext({ baseURL: stack.site });
    await signIn(other, stack, `other-${address}`);
    const theirs = await other.newPage();
    await theirs.goto(`/consent?consent_challenge=${challenge}`);
    await at(theirs, "refused");
    await expect(theirs.getByText("another account")).toBeVisible();
    // The app asks once more, and this time them.
    await theirs.getByRole("button", { name: "Back to the app" }).click();
    await at(theirs, "refresh");
    await other.close();
    expect(await hasSession(context, stack)).toBe(true);
  });

  test("another account: its sign-in, and its own question", async ({ page, stack, hydra, app, address }) => {
    const other = `other-${address}`;
    await stack.admit(address);
    const { id } = await stack.admit(other);
    const client = await App.of(hydra, app);
    await asked(page, client, address);
    await page.getByRole("button", { name: "Use another account" }).click();
    await at(page, "login");
    await enterPassword(page, other);
    await at(page, "consent");
    await expect(page.getByText(other)).toBeVisible();
    await allow(page);
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  test("the session ended meanwhile: a sign-in, and the question again", async ({ page, context, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app);
    await asked(page, client, address);
    await context.clearCookies({ name: "ory_kratos_session" });
    await page.reload();
    await at(page, "login");
    await enterPassword(page, address);
    await at(page, "consent");
    await allow(page);
    await client.tokens(page);
  });

  test("the service starts again between question and decision: asked once more", async ({ page, stack, hydra, app, address, around, watch }) => {
    watch.expect(/status of 502/);
    await stack.admit(address);
    const client = await App.of(hydra, app);
    await asked(page, client, address);
    await hydra.stopService();
    await box(page, "email").check();
    await allow(page);
    await expect(page.getByText("Something went wrong on our side")).toBeVisible();
    expect(await (await page.request.get(stack.site + PATH)).json()).toEqual({
      error: { code: 502, message: "The service for OAuth2 clients cannot be reached." },
    });
    await hydra.startService(around.worker);
    await page.getByRole("button", { name: "Try again" }).click();
    // What was ticked is kept.
    await expect(page.getByText("That took a while, and the form had expired")).toBeVisible();
    await expect(box(page, "email")).toBeChecked();
    await allow(page);
    expect((await client.tokens(page)).scope).toContain("email");
  });

  test("Hydra is slow, then away: nothing is granted, and the press can be repeated", async ({ page, stack, hydra, app, address, watch }) => {
    watch.expect(/status of 502/);
    await stack.admit(address);
    const client = await App.of(hydra, app);
    await asked(page, client, address);
    hydra.freeze();
    await allow(page);
    await expect(page.getByText("Something went wrong on our side")).toBeVisible({ timeout: 15_000 });
    hydra.thaw();
    await page.getByRole("button", { name: "Try again" }).click();
    await client.tokens(page);
  });

  test("the question is too old: a sentence", async ({ page, stack, around, app, address }) => {
    // A Hydra of its own, whose challenges end soon.
    const hydra = await Hydra.start(around.worker, stack, { lifespan: "10s" });
    await stack.admit(address);
    const client = await App.of(hydra, app);
    const challenge = await asked(page, client, address);
    const ask = (): Promise<APIResponse> => page.request.get(stack.site + PATH, { params: { consent_challenge: challenge } });
    await expect.poll(async () => (await ask()).status(), { timeout: 20_000 }).toBe(410);
    await allow(page);
    await at(page, "refused");
    await expect(page.getByText("too old")).toBeVisible();
    // Hydra does not say any more whose question it was.
    await expect(page.getByRole("link", { name: "Go to the front page" })).toBeVisible();
    await hydra.stop();
  });

  test("apps with access: one loses it, and its tokens with it", async ({ page, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app, { client_name: "Shop" });
    await asked(page, client, address);
    await page.getByLabel("Don’t ask again for 30 days").check();
    await allow(page);
    const { access_token } = await client.tokens(page);
    await page.goto("/apps");
    await at(page, "apps");
    await expect(page.getByText("Shop", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Remove", exact: false }).click();
    await page.getByRole("button", { name: "Remove", exact: false }).last().click();
    await expect(page.getByText("Access removed.")).toBeVisible();
    await expect(page.getByText("Shop", { exact: true })).toHaveCount(0);
    expect((await hydra.introspect(access_token)).active).toBe(false);
    await page.goto("/apps");
    await expect(page.getByText("No app has access to your account.")).toBeVisible();
  });
});
