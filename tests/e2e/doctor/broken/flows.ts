import { type Settings, laid } from "../../stack/settings";
import type { SetUp } from "../rig/set-up";

const METHODS = "selfservice.methods";

/** Kratos' settings that leave only these methods on. */
export function only(...kept: string[]): Settings {
  const off = ["password", "code", "link", "passkey", "webauthn", "totp", "lookup_secret"]
    .filter((method) => !kept.includes(method))
    .map((method) => `${METHODS}.${method}.enabled`);
  // Codes are a way to sign in even if the method is off.
  if (!kept.includes("code")) off.push(`${METHODS}.code.passwordless_enabled`);
  return Object.fromEntries(off.map((key) => [key, false]));
}

/** A provider without a label; only its name is looked at. */
const PROVIDER = {
  id: "club",
  provider: "generic",
  client_id: "app",
  client_secret: "not-a-secret",
  issuer_url: "http://localhost:{nothing}",
  mapper_url: "base64://eyBpZGVudGl0eTogeyB0cmFpdHM6IHt9IH0gfQ==",
};

/** Flows that lack what the page wants, or what makes them work. */
export const FLOWS: SetUp[] = [
  {
    name: "no method is on",
    finds: ["no-method"],
    kratos: only(),
  },
  {
    name: "codes are on, but not as a way to sign in",
    finds: ["code-not-offered"],
    kratos: { [`${METHODS}.code.passwordless_enabled`]: false },
    asks: { groups: ["default", "code", "password"] },
  },
  {
    name: "the page offers passkeys, and Kratos does not",
    finds: ["passkey-not-offered"],
    kratos: { [`${METHODS}.passkey.enabled`]: false },
    asks: { groups: ["default", "passkey", "password"] },
  },
  {
    name: "no trait is the name of a passkey",
    finds: ["passkey-no-display-name"],
    // In two steps, the second shows the methods.
    kratos: { "selfservice.flows.registration.enable_legacy_one_step": true },
    schema: ({ credentials }) => {
      // The name of a security key would do for a passkey, too.
      delete (credentials as Settings).passkey;
      delete (credentials as Settings).webauthn;
    },
  },
  {
    name: "two traits are the name of a passkey",
    finds: ["passkey-no-display-name"],
    schema: (_, traits) => {
      const name = traits.name as Settings;
      name["ory.sh/kratos"] = { credentials: { passkey: { display_name: true } } };
    },
  },
  {
    name: "the page offers passwords, and Kratos does not",
    finds: ["password-not-offered"],
    kratos: { [`${METHODS}.password.enabled`]: false },
    asks: { groups: ["default", "code", "password"] },
  },
  {
    name: "the page offers security keys, and they are only a second factor",
    finds: ["webauthn-not-offered"],
    asks: { groups: ["default", "webauthn", "password"] },
  },
  {
    name: "the page offers providers, and there are none",
    finds: ["no-provider"],
    asks: { groups: ["default", "oidc", "password"] },
  },
  {
    name: "registration is off",
    finds: ["registration-disabled"],
    kratos: { "selfservice.flows.registration.enabled": false },
  },
  {
    name: "recovery is off",
    finds: ["recovery-disabled"],
    kratos: { "selfservice.flows.recovery.enabled": false },
  },
  {
    name: "verification is off",
    finds: ["verification-disabled"],
    kratos: { "selfservice.flows.verification.enabled": false },
  },
  ...(["code", "password"] as const).map(
    (method): SetUp => ({
      name: `the session hook is missing after a sign-up by ${method}`,
      finds: ["no-session-after-sign-up"],
      kratos: { [`selfservice.flows.registration.after.${method}.hooks`]: [] },
      person: `signs up with a ${method}`,
    }),
  ),
  ...(
    [
      ["the scheme", "https://localhost:{shop}"],
      ["the host", "http://127.0.0.1:{shop}"],
      ["the port", "http://localhost"],
      ["the path", "http://localhost:{shop}/app"],
      ["a slash at the end of the path", "http://localhost:{shop}/inbox/"],
    ] as const
  ).map(
    ([part, allowed]): SetUp => ({
      name: `the allowed return URL is another by ${part}`,
      finds: ["return-to-forbidden"],
      kratos: { "selfservice.allowed_return_urls": ["http://localhost:{page}", allowed] },
      asks: { returnTo: "http://localhost:{shop}/inbox" },
    }),
  ),
  {
    name: "a provider has no label",
    finds: ["provider-without-label"],
    kratos: {
      [`${METHODS}.oidc.enabled`]: true,
      [`${METHODS}.oidc.config.providers`]: [PROVIDER],
    },
  },
  {
    name: "a sign-in must be done within a minute",
    finds: ["flow-lifespan-short"],
    kratos: { "selfservice.flows.login.lifespan": "1m" },
  },
];

/** Kratos' settings for a provider with a label. */
export const LABELLED = {
  [`${METHODS}.oidc.enabled`]: true,
  [`${METHODS}.oidc.config.providers`]: [laid(PROVIDER, { label: "Chess Club" })],
};
