import type { CDPSession, Page } from "@playwright/test";
/** A credential as Chromium keeps it, its private key included. */
export interface Credential {
  credentialId: string;
  isResidentCredential: boolean;
  rpId?: string;
  privateKey: string;
  userHandle?: string;
  signCount: number;
  userName?: string;
  userDisplayName?: string;
}

const WITH_SENSOR = {
  protocol: "ctap2",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
} as const;
const WITHOUT_SENSOR = {
  ...WITH_SENSOR,
  hasUserVerification: false,
  isUserVerified: false,
} as const;

/** What people hold in their hands. */
const DEVICES = {
  /** A laptop or phone itself, with a sensor. */
  laptop: { ...WITH_SENSOR, transport: "internal" },
  /** One that asks for no finger. */
  laptopWithoutSensor: { ...WITHOUT_SENSOR, transport: "internal" },
  /** One that keeps no passkeys. */
  laptopWithoutMemory: { ...WITH_SENSOR, transport: "internal", hasResidentKey: false },
  /** A phone beside the computer. */
  phone: { ...WITH_SENSOR, transport: "hybrid" },
  /** A security key with a sensor and memory. */
  keyWithSensor: { ...WITH_SENSOR, transport: "usb" },
  /** The plainest of security keys. */
  key: { ...WITHOUT_SENSOR, transport: "usb", hasResidentKey: false },
} as const;

export type Device = keyof typeof DEVICES;

/** One virtual authenticator. */
export class Authenticator {
  constructor(
    private readonly session: CDPSession,
    private readonly id: string,
  ) {}

  /** Whether a finger is on it. Requests that begin without one stay open whatever comes. */
  async touch(present: boolean): Promise<void> {
    const { session, id } = this;
    await session.send("WebAuthn.setAutomaticPresenceSimulation", {
      authenticatorId: id,
      enabled: present,
    });
  }

  /** Whether it knows the finger. */
  async recognise(known: boolean): Promise<void> {
    await this.session.send("WebAuthn.setUserVerified", {
      authenticatorId: this.id,
      isUserVerified: known,
    });
  }

  /** Lets it lie in its next answers: a wrong signature, or a flag that says that nobody was there. */
  async override(lies: { isBogusSignature?: boolean; isBadUP?: boolean }): Promise<void> {
    await this.session.send("WebAuthn.setResponseOverrideBits", {
      authenticatorId: this.id,
      ...lies,
    });
  }

  /** What it holds. */
  async credentials(): Promise<Credential[]> {
    const { credentials } = await this.session.send("WebAuthn.getCredentials", {
      authenticatorId: this.id,
    });
    return credentials;
  }

  /** Puts a copy of a credential on it, as a provider that syncs does. */
  async hold(credential: Credential): Promise<void> {
    await this.session.send("WebAuthn.addCredential", { authenticatorId: this.id, credential });
  }

  /** Takes it out of reach. */
  async unplug(): Promise<void> {
    await this.session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: this.id });
  }
}

/** The authenticators within reach of a page; none before the first is added. */
export class Authenticators {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<Authenticators> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    return new Authenticators(session);
  }

  async add(device: Device): Promise<Authenticator> {
    const options = { ...DEVICES[device], automaticPresenceSimulation: true };
    const { authenticatorId } = await this.session.send("WebAuthn.addVirtualAuthenticator", {
      options,
    });
    return new Authenticator(this.session, authenticatorId);
  }
}
