import { type Locator, type Page, expect } from "@playwright/test";
import type { Mailbox } from "../stack/mailbox";
import { PASSWORD } from "../stack/admin";

export { PASSWORD };

/** The screens' headings, which identify them. */
export const TITLE = {
  login: "Sign in",
  registration: "Create your account",
  credential: "Choose how to sign in",
  code: "Check your email",
  linking: "Link your accounts",
  recovery: "Recover your account",
  verification: "Confirm your address",
  verified: "Address confirmed",
  accountMade: "Account created",
  settings: "Account settings",
  sessions: "Devices and sessions",
  refresh: "Confirm it’s you",
  secondFactor: "One more step",
  signedOut: "You’re signed out",
  home: "You’re signed in",
  nobody: "You’re not signed in",
  alreadySignedIn: "You’re already signed in",
  forbidden: "Can’t go back there",
  noConnection: "No connection",
  unexpected: "Unexpected answer",
  refused: "That didn’t work",
  failed: "Something went wrong",
  badConfig: "This page isn’t configured correctly",
  consent: "Allow access",
  endSession: "Sign out everywhere",
  apps: "Apps with access",
  cantStart: "This page could not start",
} as const;

/** Waits for a screen. */
export async function at(page: Page, title: keyof typeof TITLE): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE[title]);
}

/** The input of a node, by the DOM contract for other projects' tests. */
export function field(page: Page | Locator, name: string): Locator {
  return page.getByTestId(`node/input/${name}`).locator("input");
}

/** A button of the form, by its name and value. */
export function button(page: Page | Locator, name: string, value: string): Locator {
  return page.locator(`button[name="${name}"][value="${value}"]`);
}

/** A Kratos message. */
export function message(page: Page, id: number): Locator {
  return page.getByTestId(`ui/message/${id}`);
}

/** Goes through the first step of a registration. */
export async function enterAddress(page: Page, address: string): Promise<void> {
  await at(page, "registration");
  await field(page, "traits.email").fill(address);
  await button(page, "method", "profile").click();
  await at(page, "credential");
}

/** Creates an account that signs in by code. Ends signed in. */
export async function registerByCode(page: Page, mail: Mailbox, address: string): Promise<void> {
  await page.goto("/registration");
  await enterAddress(page, address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await field(page, "code").fill(await mail.code(address, "registration"));
  await signedIn(page, address);
}

/** Chooses to sign in by a password, in the second step of a registration. */
export async function enterNewPassword(page: Page): Promise<void> {
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
}

/** Goes through a registration with a password, which leads on. */
export async function signUp(page: Page, address: string): Promise<void> {
  await enterAddress(page, address);
  await enterNewPassword(page);
  await notNow(page);
}

/** Creates an account with a password. Ends signed in. */
export async function registerByPassword(page: Page, address: string): Promise<void> {
  await page.goto("/registration");
  await signUp(page, address);
  await signedIn(page, address);
}

/** Creates an account with a passkey. Ends signed in. */
export async function registerByPasskey(page: Page, address: string): Promise<void> {
  await page.goto("/registration");
  await enterAddress(page, address);
  await button(page, "passkey_register_trigger", "").click();
  await notNow(page);
  await signedIn(page, address);
}

/** Verifies the address, which new accounts are asked for. */
export async function confirm(page: Page, mail: Mailbox, address: string): Promise<void> {
  await at(page, "code");
  await field(page, "code").fill(await mail.code(address, "verification"));
  await at(page, "verified");
}

/** Skips the verification, which new accounts are asked for. */
export async function notNow(page: Page): Promise<void> {
  await at(page, "code");
  await page.getByRole("button", { name: "Not now" }).click();
}

/** Waits for the front page, which shows the account. */
export async function signedIn(page: Page, address: string): Promise<void> {
  await at(page, "home");
  await expect(page.getByText(address, { exact: true })).toBeVisible();
}

/** Signs out from the front page. Ends on the sign-in page. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await at(page, "login");
  await expect(field(page, "identifier")).toBeVisible();
}

/** Fills and submits address and password. */
export async function enterPassword(page: Page, address: string, password = PASSWORD): Promise<void> {
  await field(page, "identifier").fill(address);
  await field(page, "password").fill(password);
  await button(page, "method", "password").click();
}

/** Goes from the sign-in page to the settings with a mailed code. */
export async function recover(page: Page, mail: Mailbox, address: string): Promise<void> {
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await at(page, "recovery");
  await field(page, "email").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await expect(page.getByText(address)).toBeVisible();
  await field(page, "code").fill(await mail.code(address, "recovery"));
  await at(page, "settings");
  await expect(message(page, 1060001)).toContainText("You’re back in.");
}

/** The card of one method in the settings. */
export function card(page: Page, method: string): Locator {
  return page.locator(`section[data-method="${method}"]`);
}

/** Opens the settings while signed in. */
export async function openSettings(page: Page): Promise<void> {
  await page.goto("/settings");
  await at(page, "settings");
}

/** Waits until the settings show that they are saved. */
export async function saved(page: Page): Promise<void> {
  await at(page, "settings");
  await expect(message(page, 1050001)).toHaveText("Saved.");
}

/** Collects the paths of the page's submits from now on. */
export function submits(page: Page): string[] {
  const seen: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === "POST" && pathname.startsWith("/self-service/")) seen.push(pathname);
  });
  return seen;
}
