import type { CreateIdentityOptions, LatestCodeOptions, SignInOptions, VirtualCredential, VirtualPasskeyOptions } from "./testing-kratos.js";
import type { Identity, Session } from "./index.js";

interface VirtualPasskey {
  credentials(): Cypress.Chainable<VirtualCredential[]>;
  add(credential: VirtualCredential): Cypress.Chainable<unknown>;
  setUserVerified(isUserVerified: boolean): Cypress.Chainable<unknown>;
  touch(isPresent: boolean): Cypress.Chainable<unknown>;
  remove(): Cypress.Chainable<unknown>;
}

declare global {
  namespace Cypress {
    interface Chainable {
      /** Signs in with a password without a page: the browser has the session's cookie afterwards. */
      signIn(options: SignInOptions): Chainable<Session>;
      /** Makes an identity by Kratos' admin API. */
      createIdentity(options: CreateIdentityOptions): Chainable<Identity>;
      /** Waits for the newest mail with a code to `address` in a Mailpit; each mail's code is given once. */
      latestCode(mailpitUrl: string, address: string, options?: LatestCodeOptions): Chainable<string>;
      /** A passkey authenticator for the tab, in Chromium only. */
      virtualPasskey(options?: VirtualPasskeyOptions): Chainable<VirtualPasskey>;
    }
  }
}
