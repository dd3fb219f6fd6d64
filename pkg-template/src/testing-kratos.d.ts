export interface SignInOptions {
  /** Kratos' public URL, with the host that the app's pages use. */
  kratosUrl: string | URL;
  identifier: string;
  password: string;
}

export interface CreateIdentityOptions {
  /** Kratos' admin URL, such as `http://localhost:4434`. */
  adminUrl: string | URL;
  /** Default: `email`. */
  traits?: { [name: string]: unknown };
  email?: string;
  password?: string;
  /** Default: Kratos' default schema. */
  schema?: string;
  /** Whether its e-mail address is verified; default `true`. */
  verified?: boolean;
}

export interface LatestCodeOptions {
  /** For how many milliseconds to wait; default 10000. */
  timeout?: number;
}

export interface VirtualPasskeyOptions {
  /** Default `true`. */
  isUserVerified?: boolean;
}

/** A credential as Chromium's debugging protocol has it, `WebAuthn.Credential`. */
export interface VirtualCredential {
  credentialId: string;
  isResidentCredential: boolean;
  privateKey: string;
  signCount: number;
  rpId?: string;
  userHandle?: string;
}
