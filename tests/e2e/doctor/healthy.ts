import { LABELLED, only } from "./broken/flows";
import { KRATOS_PATHS, SECURE, oneOrigin } from "./broken/reach";
import { related } from "./broken/webauthn";
import { TO_API, TO_KRATOS, corsFor } from "./rig/oathkeeper";
import type { SetUp } from "./rig/set-up";

const PASSKEYS_ALLOWED = 'allow="publickey-credentials-get; publickey-credentials-create"';
const CORS = corsFor("http://localhost:{page}");
/** Nothing is wrong with these. */
export const HEALTHY: SetUp[] = [
  {
    name: "page and Kratos on one origin",
    finds: [],
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}",
    caddy: oneOrigin("127.0.0.1:{kratos}"),
  },
  { name: "page and Kratos on two origins of one site", finds: [] },
  {
    name: "Kratos below a path",
    finds: [],
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}/kratos",
    caddy: `http://localhost:{edge} {
	handle_path /kratos/* {
		reverse_proxy 127.0.0.1:{kratos}
	}
	handle {
		reverse_proxy 127.0.0.1:{page}
	}
}
`,
  },
  {
    name: "page, Kratos and the API on one origin, behind Oathkeeper",
    finds: [],
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}",
    api: "http://localhost:{edge}/orders",
    caddy: oneOrigin("127.0.0.1:{gateway}", `${KRATOS_PATHS} /orders`),
    upstream: {},
    oathkeeper: { rules: [TO_KRATOS, TO_API] },
    person: "signs in with a password",
  },
  {
    name: "page and API on two origins, with Oathkeeper's CORS",
    finds: [],
    api: "http://localhost:{gateway}/orders",
    upstream: {},
    oathkeeper: { config: CORS, rules: [TO_API] },
    person: "signs in with a password",
  },
  {
    name: "an API behind Oathkeeper, and nobody is signed in",
    finds: [],
    api: "http://localhost:{gateway}/orders",
    upstream: {},
    oathkeeper: { config: CORS, rules: [TO_API] },
  },
  { name: "hosts of one domain, with https, for production", finds: [], ...SECURE },
  {
    name: "hosts of one domain, with cookies for all of them and an API",
    finds: [],
    ...SECURE,
    api: "https://api.example.test:{edge}/orders",
    caddy: `${SECURE.caddy}https://api.example.test:{edge} {
	reverse_proxy 127.0.0.1:{gateway}
}
`,
    kratos: { "cookies.domain": "example.test", "session.cookie.domain": "example.test" },
    upstream: {},
    oathkeeper: { config: corsFor("https://app.example.test:{edge}"), rules: [TO_API] },
    person: "signs in with a password",
  },
  {
    name: "a frame of the same site that allows passkeys",
    finds: [],
    framed: { by: "http://localhost:{shop}", with: PASSKEYS_ALLOWED },
  },
  {
    name: "passkeys of another domain that lists the page",
    finds: [],
    ...related(["https://app.shop.test:{edge}"]),
  },
  { name: "only passwords", finds: [], kratos: only("password", "link") },
  { name: "only codes", finds: [], kratos: only("code") },
  {
    name: "only passkeys, and a code for recovery",
    finds: [],
    kratos: { ...only("passkey"), "selfservice.methods.code.enabled": true },
    asks: { groups: ["default", "passkey"] },
  },
  { name: "only a provider", finds: [], kratos: { ...only("code"), ...LABELLED } },
  {
    name: "the identifier first",
    finds: [],
    kratos: { "selfservice.flows.login.style": "identifier_first" },
    asks: { groups: ["default", "code", "passkey", "password"] },
  },
  {
    name: "registration in one step",
    finds: [],
    kratos: { "selfservice.flows.registration.enable_legacy_one_step": true },
  },
  {
    name: "security keys instead of passwords",
    finds: [],
    kratos: { "selfservice.methods.webauthn.config.passwordless": true },
    asks: { groups: ["default", "webauthn", "password"] },
  },
  {
    name: "a page that is returned to, and may be",
    finds: [],
    kratos: { "selfservice.allowed_return_urls": ["http://localhost:{page}", "http://localhost:{shop}"] },
    asks: { returnTo: "http://localhost:{shop}/inbox" },
  },
  ...(["code", "password", "passkey"] as const).map(
    (method): SetUp => ({
      name: `after a sign-up with a ${method}`,
      finds: [],
      person: `signs up with a ${method}`,
    }),
  ),
];
