import type { CDPSession, Page } from "@playwright/test";
import { countAutofill } from "./autofill";

declare global {
  interface Window {
    propylonRequested?: (mediation?: string) => void;
  }
}

/** An authenticator in a laptop or phone, with user verification and storage. */
const PLATFORM = {
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
} as const;

/** A security key, with user presence only. */
export const SECURITY_KEY = {
  transport: "usb",
  hasResidentKey: false,
  hasUserVerification: false,
  isUserVerified: false,
} as const;

/** A virtual authenticator of Chromium. */
export class Passkeys {
  /** The page's requests so far: `conditional` or `modal`. */
  readonly requests: ("conditional" | "modal")[] = [];

  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
    private readonly id: string,
  ) {}

  static async of(page: Page, kind: typeof PLATFORM | typeof SECURITY_KEY = PLATFORM): Promise<Passkeys> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", automaticPresenceSimulation: true, ...kind },
    });
    await countAutofill(page);
    const passkeys = new Passkeys(page, session, authenticatorId);
    await page.exposeFunction("propylonRequested", (mediation?: string) =>
      passkeys.requests.push(mediation === "conditional" ? "conditional" : "modal"),
    );
    await page.addInitScript(() => {
      const { get } = CredentialsContainer.prototype;
      CredentialsContainer.prototype.get = function (options) {
        window.propylonRequested?.(options?.mediation);
        return get.call(this, options);
      };
    });
    return passkeys;
  }

  /** Whether a finger is on the sensor. With one, requests are answered at once, including
   * conditional ones. Requests started without one stay pending. */
  async touch(present: boolean): Promise<void> {
    await this.session.send("WebAuthn.setAutomaticPresenceSimulation", {
      authenticatorId: this.id,
      enabled: present,
    });
  }

  /** Whether the authenticator recognises the finger. */
  async recognise(known: boolean): Promise<void> {
    await this.session.send("WebAuthn.setUserVerified", {
      authenticatorId: this.id,
      isUserVerified: known,
    });
  }

  /** The number of stored passkeys. */
  async count(): Promise<number> {
    const { credentials } = await this.session.send("WebAuthn.getCredentials", {
      authenticatorId: this.id,
    });
    return credentials.length;
  }

  /** Keeps a failed request pending for three seconds of the page's clock, like a browser's
   * dialog. Without a screen, Chromium shows none. */
  async askPerson(): Promise<void> {
    await this.page.addInitScript(() => {
      const { get } = CredentialsContainer.prototype;
      CredentialsContainer.prototype.get = async function (options) {
        try {
          return await get.call(this, options);
        } catch (error) {
          if (options?.mediation !== "conditional") await new Promise((go) => setTimeout(go, 3_000));
          throw error;
        }
      };
    });
  }
}
