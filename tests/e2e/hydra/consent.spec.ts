import type { APIResponse, BrowserContext, Page } from "@playwright/test";
import { signIn } from "../support/people";
import { at, enterPassword } from "../support/screens";
import { App } from "./app";
import type { Hydra } from "./hydra";
import { expect, test } from "./test";

const PATH = "/.propylon/oauth2/consent";
const SCOPE = { scope: "openid offline_access email orders" };

interface Asked {
  redirect_to?: string;
  csrf_token: string;
  client: { id: string; name: string };
  scopes: { name: string; granted: boolean; ticked: boolean; required: boolean; title: object | null }[];
  person: { id: string; name: string };
}

/** Signs in for an app, up to the page for consent; its challenge. */
async function challenged(page: Page, client: App, address: string, hydra: Hydra): Promise<string> {
  await client.begin(page, SCOPE);
  await at(page, "login");
  await enterPassword(page, address);
  await page.waitForURL(`${hydra.pages}/**`);
  return new URL(page.url()).searchParams.get("consent_challenge") ?? "";
}

function ask(browser: BrowserContext, hydra: Hydra, challenge: string): Promise<APIResponse> {
  return browser.request.get(`${hydra.pages}${PATH}`, { params: { consent_challenge: challenge } });
}

function decide(browser: BrowserContext, hydra: Hydra, fields: [string, string][], origin = hydra.pages): Promise<APIResponse> {
  const data = new URLSearchParams(fields).toString();
  const headers = { "Content-Type": "application/x-www-form-urlencoded", Origin: origin };
  return browser.request.post(`${hydra.pages}${PATH}`, { headers, data });
}

async function code(answer: APIResponse): Promise<string> {
  return ((await answer.json()) as { error: { code: string } }).error.code;
}

async function redirect(answer: APIResponse): Promise<string> {
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { redirect_to: string }).redirect_to;
}

test.describe("consent", () => {
  test.beforeEach(({ hydra }) => hydra.wait());

  test("granted in part: the token has that part, the ID token the claims of it", async ({ page, context, stack, hydra, app, address }) => {
    const { id } = await stack.admit(address);
    const client = await App.of(hydra, app, { client_name: "Shop" });
    const challenge = await challenged(page, client, address, hydra);
    const asked = (await (await ask(context, hydra, challenge)).json()) as Asked;
    expect(asked.client.name).toBe("Shop");
    expect(asked.person).toEqual({ id, name: address });
    expect(asked.scopes.filter(({ ticked }) => ticked).map(({ name }) => name)).toEqual(["openid", "orders"]);
    const grant: [string, string][] = [
      ["consent_challenge", challenge],
      ["csrf_token", asked.csrf_token],
      ["decision", "allow"],
      ["scope", "email"],
    ];
    // Nothing but what was asked, and by nobody but the page.
    expect(await code(await decide(context, hydra, [...grant, ["scope", "admin"]]))).toBe("scope-not-asked");
    expect(await code(await decide(context, hydra, grant, "http://foreign.example"))).toBe("foreign-origin");
    expect(await code(await decide(context, hydra, [["csrf_token", "00"], ...grant]))).toBe("csrf");
    // A double press, and a second tab.
    const both = await Promise.all([decide(context, hydra, grant), decide(context, hydra, grant)]);
    expect(both.map((answer) => answer.status()).sort()).toEqual([200, 410]);
    expect(await code(await decide(context, hydra, grant))).toBe("challenge-used");
    const done = both.find((answer) => answer.status() === 200);
    await page.goto(await redirect(done as APIResponse));
    const tokens = await client.tokens(page);
    expect(tokens.claims()).toMatchObject({ sub: id, email: address, email_verified: true });
    expect(await hydra.introspect(tokens.access_token)).toMatchObject({ active: true, sub: id, scope: "openid email" });
  });

  test("denied: the app learns so", async ({ page, context, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app);
    const challenge = await challenged(page, client, address, hydra);
    const { csrf_token } = (await (await ask(context, hydra, challenge)).json()) as Asked;
    const answer = await decide(context, hydra, [["consent_challenge", challenge], ["csrf_token", csrf_token], ["decision", "deny"]]);
    await page.goto(await redirect(answer));
    await page.waitForURL(`${app}/callback?**`);
    expect(new URL(page.url()).searchParams.get("error")).toBe("access_denied");
  });

  test("remembered: nothing is asked the second time", async ({ page, context, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app);
    const challenge = await challenged(page, client, address, hydra);
    const { csrf_token, scopes } = (await (await ask(context, hydra, challenge)).json()) as Asked;
    const all = scopes.map(({ name }): [string, string] => ["scope", name]);
    const answer = await decide(context, hydra, [["consent_challenge", challenge], ["csrf_token", csrf_token], ["decision", "allow"], ["remember", "3600"], ...all]);
    await page.goto(await redirect(answer));
    await client.tokens(page);
    // Without it, Hydra remembers the sign-in too, which Kratos 1.3.1 answers to a script with `null`.
    await client.begin(page, { ...SCOPE, prompt: "login" });
    await at(page, "refresh");
    await enterPassword(page, address);
    await page.waitForURL(`${hydra.pages}/**`);
    const again = new URL(page.url()).searchParams.get("consent_challenge") ?? "";
    await page.goto(await redirect(await ask(context, hydra, again)));
    expect((await client.tokens(page)).scope).toBe(SCOPE.scope);
  });

  test("an app that the operator trusts: nothing is asked", async ({ page, context, stack, hydra, app, address }) => {
    const { id } = await stack.admit(address);
    const client = await App.of(hydra, app, { skip_consent: true });
    const challenge = await challenged(page, client, address, hydra);
    await page.goto(await redirect(await ask(context, hydra, challenge)));
    expect((await client.tokens(page)).claims()?.sub).toBe(id);
  });

  test("a challenge that is missing, unknown, or another person's; no session; no Hydra", async ({ page, context, browser, stack, hydra, app, address }) => {
    await stack.admit(address);
    const client = await App.of(hydra, app);
    const challenge = await challenged(page, client, address, hydra);
    expect(await code(await ask(context, hydra, ""))).toBe("challenge-missing");
    expect(await code(await ask(context, hydra, "made-up"))).toBe("challenge-unknown");
    const other = await browser.newContext();
    expect(await code(await ask(other, hydra, challenge))).toBe("signed-out");
    await stack.admit(`other-${address}`);
    await signIn(other, stack, `other-${address}`);
    expect(await code(await ask(other, hydra, challenge))).toBe("other-person");
    await other.close();
    await hydra.leave();
    expect(await code(await ask(context, hydra, challenge))).toBe("hydra-unreachable");
  });
});
