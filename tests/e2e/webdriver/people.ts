import type { Mailbox } from "../stack/mailbox";
import { PASSWORD } from "../stack/admin";
import type { Page } from "./page";

/** A code of the same form that is not the right one. */
export function wrong(code: string): string {
  return code === "000000" ? "000001" : "000000";
}

/** Goes through the first step of a registration. */
export async function enterAddress(tab: Page, address: string): Promise<void> {
  await tab.open("/registration");
  await tab.at("registration");
  await tab.fill("traits.email", address);
  await tab.press("method", "profile");
  await tab.at("credential");
}

/** Creates an account that signs in by code. Ends signed in. */
export async function registerByCode(tab: Page, mail: Mailbox, address: string): Promise<void> {
  await enterAddress(tab, address);
  await tab.press("method", "code");
  await tab.at("code");
  await tab.fill("code", await mail.code(address, "registration"));
  await signedIn(tab, address);
}

/** Creates an account with a password. Ends at the code that confirms the address. */
export async function registerByPassword(tab: Page, address: string): Promise<void> {
  await enterAddress(tab, address);
  await tab.fill("password", PASSWORD);
  await tab.press("method", "password");
  await tab.at("code");
}

/** Signs in with a password on the sign-in page that is shown. */
export async function enterPassword(tab: Page, address: string, password = PASSWORD): Promise<void> {
  await tab.at("login");
  await tab.fill("identifier", address);
  await tab.fill("password", password);
  await tab.press("method", "password");
}

/** Opens the sign-in page and signs in. */
export async function signIn(tab: Page, address: string, password = PASSWORD): Promise<void> {
  await tab.open("/login");
  await enterPassword(tab, address, password);
  await signedIn(tab, address);
}

/** Waits for the front page, which shows the account. */
export async function signedIn(tab: Page, address: string): Promise<void> {
  await tab.at("home");
  await tab.see(address);
}

/** Signs out from the front page. Ends on the sign-in page. */
export async function signOut(tab: Page): Promise<void> {
  await tab.pressCalled("Sign out");
  await tab.at("login");
}

/** Opens the settings while signed in. */
export async function openSettings(tab: Page): Promise<void> {
  await tab.open("/settings");
  await tab.at("settings");
}

/** Waits until the settings show that they are saved. */
export async function saved(tab: Page): Promise<void> {
  await tab.at("settings");
  await tab.message(1050001);
}
