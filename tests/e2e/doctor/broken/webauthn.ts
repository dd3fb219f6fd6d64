import type { SetUp } from "../rig/set-up";
import { SECURE, WITH_TLS, oneOrigin } from "./reach";

const RP = "selfservice.methods.passkey.config.rp";

/** A page whose passkeys are those of `example.test`, which lists the origins that may use them. */
export function related(origins: string[]): Omit<SetUp, "name" | "finds"> {
  return {
    page: "https://app.shop.test:{edge}",
    url: "https://auth.shop.test:{edge}",
    caddy: `${WITH_TLS.replaceAll("example.test", "shop.test")}https://example.test:{edge} {
	header Access-Control-Allow-Origin *
	header Content-Type application/json
	respond /.well-known/webauthn \`${JSON.stringify({ origins })}\`
}
`,
    // Browsers ask only the usual port.
    resolves: ["MAP example.test:443 127.0.0.1:{edge}"],
    kratos: { [`${RP}.id`]: "example.test" },
  };
}

/** Passkeys that cannot work here. */
export const WEBAUTHN: SetUp[] = [
  {
    name: "passkeys on a page without https",
    finds: ["insecure-context"],
    page: "http://app.example.test:{page}",
    url: "http://auth.example.test:{kratos}",
  },
  {
    name: "a browser without passkeys",
    finds: ["no-webauthn"],
    flags: ["--disable-blink-features=WebAuth"],
  },
  {
    name: "passkeys in a frame that does not allow them",
    finds: ["frame-policy"],
    framed: { by: "http://localhost:{shop}" },
  },
  {
    name: "the page forbids passkeys with its own policy",
    finds: ["frame-policy"],
    headers: { "Permissions-Policy": "publickey-credentials-get=(), publickey-credentials-create=()" },
  },
  {
    name: "passkeys on an IP address",
    finds: ["ip-address"],
    page: "http://127.0.0.1:{page}",
    url: "http://127.0.0.1:{kratos}",
    kratos: { [`${RP}.id`]: "localhost" },
  },
  {
    name: "passkeys for another domain",
    finds: ["rp-id-mismatch"],
    kratos: { [`${RP}.id`]: "example.com" },
  },
  {
    name: "the id of the passkeys' relying party is a URL",
    finds: ["rp-id-no-domain"],
    kratos: { [`${RP}.id`]: "http://localhost" },
  },
  {
    name: "passkeys for one host, on another of the same domain",
    finds: ["rp-id-mismatch"],
    ...SECURE,
    kratos: { [`${RP}.id`]: "auth.example.test" },
  },
  {
    name: "passkeys for another domain that does not list the page",
    finds: ["related-origins-missing"],
    ...related(["https://www.example.test"]),
  },
  {
    name: "the passkeys' origins lack the port",
    finds: ["origin-refused"],
    kratos: { [`${RP}.origins`]: ["http://localhost"] },
    person: "signs up with a passkey",
  },
  {
    name: "the passkeys' origins name the page's old origin",
    finds: ["origin-refused"],
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}",
    caddy: oneOrigin("127.0.0.1:{kratos}"),
    kratos: { [`${RP}.origins`]: ["http://localhost:{page}"] },
    person: "signs up with a passkey",
  },
];
