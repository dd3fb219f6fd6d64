import type { CreateIdentityOptions, LatestCodeOptions, SignInOptions, VirtualCredential, VirtualPasskeyOptions } from "./testing-kratos.js";
import type { Identity, Session } from "./index.js";
export type { CreateIdentityOptions, LatestCodeOptions, SignInOptions, VirtualCredential, VirtualPasskeyOptions } from "./testing-kratos.js";

// The parts of Playwright's types that are used, so that any of its packages fits.
interface Context {
  request: { fetch(url: string, options?: { method?: string; headers?: { [name: string]: string }; maxRedirects?: number }): Promise<{ status(): number; text(): Promise<string> }> };
}
interface Tab {
  context(): Context & { newCDPSession(page: any): Promise<{ send(command: any, given?: any): Promise<any> }> };
}

/**
 * Signs in with a password without a page: the context has the session's cookie afterwards.
 *
 * @example
 * await signIn(context, { kratosUrl: "http://localhost:4433", identifier: "ada@example.com", password });
 * await page.goto("/inbox");
 */
export function signIn(target: Context | Tab, options: SignInOptions): Promise<Session>;

/** Makes an identity by Kratos' admin API. */
export function createIdentity(options: CreateIdentityOptions): Promise<Identity>;

/** Waits for the newest mail with a code to `address` in a Mailpit; each mail's code is given once. */
export function latestCode(mailpitUrl: string | URL, address: string, options?: LatestCodeOptions): Promise<string>;

/**
 * A passkey authenticator for a page, in Chromium only. It answers by itself, and so does autofill: a page that offers
 * it signs in as it opens.
 *
 * @example
 * const passkey = await virtualPasskey(page);
 * // … sign up with a passkey, and in another test, with another page:
 * for (const credential of await passkey.credentials()) await other.add(credential);
 */
export function virtualPasskey(page: Tab, options?: VirtualPasskeyOptions): Promise<{
  /** Its credentials with their private keys, as JSON. */
  credentials(): Promise<VirtualCredential[]>;
  /** Adds one that another authenticator had. */
  add(credential: VirtualCredential): Promise<void>;
  /** Whether it says that it knows who presses. */
  setUserVerified(isUserVerified: boolean): Promise<void>;
  /** Whether a finger is on it; without one, requests that begin stay pending. */
  touch(isPresent: boolean): Promise<void>;
  remove(): Promise<void>;
}>;
