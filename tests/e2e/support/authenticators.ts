import type { CDPSession, Page } from "@playwright/test";
import { countAutofill } from "./autofill";

/** A credential in Chromium's virtual authenticator, with its private key. */
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

/** Kinds of authenticators. */
const DEVICES = {
  /** A laptop or phone with a fingerprint sensor. */
  laptop: { ...WITH_SENSOR, transport: "internal" },
  /** A laptop without a sensor. */
  laptopWithoutSensor: { ...WITHOUT_SENSOR, transport: "internal" },
  /** A laptop that can't store passkeys. */
  laptopWithoutMemory: { ...WITH_SENSOR, transport: "internal", hasResidentKey: false },
  /** A phone beside the computer. */
  phone: { ...WITH_SENSOR, transport: "hybrid" },
  /** A security key with a sensor and storage. */
  keyWithSensor: { ...WITH_SENSOR, transport: "usb" },
  /** A plain security key. */
  key: { ...WITHOUT_SENSOR, transport: "usb", hasResidentKey: false },
} as const;

export type Device = keyof typeof DEVICES;

/** A virtual authenticator. */
export class Authenticator {
  constructor(
    private readonly session: CDPSession,
    private readonly id: string,
  ) {}

  /** Whether a finger is on the sensor. Requests started without one stay pending. */
  async touch(present: boolean): Promise<void> {
    const { session, id } = this;
    await session.send("WebAuthn.setAutomaticPresenceSimulation", {
      authenticatorId: id,
      enabled: present,
    });
  }

  /** Whether it recognises the finger. */
  async recognise(known: boolean): Promise<void> {
    await this.session.send("WebAuthn.setUserVerified", {
      authenticatorId: this.id,
      isUserVerified: known,
    });
  }

  /** Falsifies its next answers: an invalid signature, or a missing user-presence flag. */
  async override(lies: { isBogusSignature?: boolean; isBadUP?: boolean }): Promise<void> {
    await this.session.send("WebAuthn.setResponseOverrideBits", {
      authenticatorId: this.id,
      ...lies,
    });
  }

  /** Its credentials. */
  async credentials(): Promise<Credential[]> {
    const { credentials } = await this.session.send("WebAuthn.getCredentials", {
      authenticatorId: this.id,
    });
    return credentials;
  }

  /** Adds a copy of a credential, like a syncing passkey provider. */
  async hold(credential: Credential): Promise<void> {
    await this.session.send("WebAuthn.addCredential", { authenticatorId: this.id, credential });
  }

  /** Disconnects it. */
  async unplug(): Promise<void> {
    await this.session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: this.id });
  }
}

/** The authenticators of a page; none at first. */
export class Authenticators {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<Authenticators> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    await countAutofill(page);
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
