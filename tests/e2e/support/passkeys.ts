import type { CDPSession, Page } from "@playwright/test";

declare global {
  interface Window {
    propylonRequested?: (mediation?: string) => void;
  }
}

/** A platform authenticator of Chromium's, as in a laptop or phone. */
export class Passkeys {
  /** The requests of this page so far: `conditional` for autofill, `modal` in front of everything. */
  readonly requests: ("conditional" | "modal")[] = [];

  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
    private readonly id: string,
  ) {}

  static async of(page: Page): Promise<Passkeys> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
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

  /** Whether a finger is on the sensor. Requests that begin with it are answered at once, autofill
   * too; requests that began without it stay open whatever comes. */
  async touch(present: boolean): Promise<void> {
    await this.session.send("WebAuthn.setAutomaticPresenceSimulation", {
      authenticatorId: this.id,
      enabled: present,
    });
  }

  /** Whether the authenticator knows the person's finger. */
  async recognise(known: boolean): Promise<void> {
    await this.session.send("WebAuthn.setUserVerified", {
      authenticatorId: this.id,
      isUserVerified: known,
    });
  }

  /** How many passkeys it holds. */
  async count(): Promise<number> {
    const { credentials } = await this.session.send("WebAuthn.getCredentials", {
      authenticatorId: this.id,
    });
    return credentials.length;
  }

  /** Lets a refused request stay open for three seconds of the page's clock, as a browser's dialog does
   * until somebody has read it; without a screen there is none. */
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
