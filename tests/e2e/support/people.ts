import { type APIRequestContext, type BrowserContext, type Page, expect } from "@playwright/test";
import { PASSWORD, type Person } from "../stack/admin";
import type { Stack } from "../stack/stack";

const JSON_PLEASE = { Accept: "application/json" };

interface Flow {
  id: string;
  ui: { nodes: { attributes: { name?: string; value?: string } }[] };
}

/** Signs a browser in by requests, without its pages. */
export async function signIn(
  browser: BrowserContext | APIRequestContext,
  stack: Stack,
  address: string,
  password = PASSWORD,
): Promise<void> {
  const client = "request" in browser ? browser.request : browser;
  const begin = `${stack.kratos}/self-service/login/browser`;
  const flow = (await (await client.get(begin, { headers: JSON_PLEASE })).json()) as Flow;
  const token = flow.ui.nodes.find(({ attributes }) => attributes.name === "csrf_token");
  const answer = await client.post(`${stack.kratos}/self-service/login?flow=${flow.id}`, {
    headers: JSON_PLEASE,
    form: {
      csrf_token: token?.attributes.value ?? "",
      method: "password",
      identifier: address,
      password,
    },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Signs a browser out by requests, like an app with its own link. */
export async function signOutElsewhere(browser: BrowserContext, stack: Stack): Promise<void> {
  const begin = `${stack.kratos}/self-service/logout/browser`;
  const answer = await browser.request.get(begin, { headers: JSON_PLEASE });
  const { logout_url } = (await answer.json()) as { logout_url: string };
  const done = await browser.request.get(logout_url, { headers: JSON_PLEASE });
  expect(done.status()).toBe(204);
}

/** Creates an account and signs in. */
export async function settle(
  page: Page,
  stack: Stack,
  address: string,
  person?: Person,
): Promise<void> {
  await stack.admit(address, person);
  await signIn(page.context(), stack, address, person?.password);
}

/** Whether Kratos knows the browser's session. */
export async function hasSession(browser: BrowserContext, stack: Stack): Promise<boolean> {
  const answer = await browser.request.get(`${stack.kratos}/sessions/whoami`);
  return answer.status() === 200;
}
