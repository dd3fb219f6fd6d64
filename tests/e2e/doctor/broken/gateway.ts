import { TO_API, TO_KRATOS, corsFor } from "../rig/oathkeeper";
import type { SetUp } from "../rig/set-up";
import { KRATOS_PATHS, oneOrigin } from "./reach";

const THROUGH_OATHKEEPER = { url: "http://localhost:{gateway}" } as const;
const CORS = corsFor("http://localhost:{page}");

/** The page and Oathkeeper on one origin, so that its answers can be read. */
const ONE_ORIGIN = {
  page: "http://localhost:{edge}",
  url: "http://localhost:{edge}",
  caddy: oneOrigin("127.0.0.1:{gateway}"),
} as const;

const BOTH_HANDLERS = {
  errors: {
    handlers: {
      json: { enabled: true },
      redirect: { enabled: true, config: { to: "http://localhost:{edge}/login" } },
    },
  },
};

/** Oathkeeper, or another gateway, stands in the way to Kratos. */
export const GATEWAY: SetUp[] = [
  {
    name: "Oathkeeper has no rule for Kratos",
    finds: ["gateway-no-rule"],
    ...ONE_ORIGIN,
    upstream: {},
    oathkeeper: { rules: [TO_API] },
  },
  {
    name: "Oathkeeper's rule for Kratos names another host",
    finds: ["gateway-no-rule"],
    ...THROUGH_OATHKEEPER,
    oathkeeper: {
      config: CORS,
      rules: [
        { ...TO_KRATOS, match: { ...TO_KRATOS.match, url: "https://auth.example.com/<.*>" } },
      ],
    },
  },
  {
    name: "Oathkeeper wants a session for Kratos' own paths",
    finds: ["gateway-needs-session"],
    ...ONE_ORIGIN,
    oathkeeper: { rules: [{ ...TO_KRATOS, authenticators: [{ handler: "cookie_session" }] }] },
  },
  {
    name: "Oathkeeper wants a session for Kratos' own paths, and lets other pages read its refusal",
    finds: ["gateway-needs-session"],
    ...THROUGH_OATHKEEPER,
    oathkeeper: {
      config: CORS,
      rules: [{ ...TO_KRATOS, authenticators: [{ handler: "cookie_session" }] }],
    },
  },
  {
    name: "Oathkeeper sends people without a session to the sign-in page, from Kratos' own paths too",
    finds: ["redirected-to-page"],
    ...ONE_ORIGIN,
    oathkeeper: {
      config: {
        errors: {
          fallback: ["redirect"],
          handlers: { redirect: { enabled: true, config: { to: "http://localhost:{edge}/login" } } },
        },
      },
      rules: [
        {
          ...TO_KRATOS,
          authenticators: [{ handler: "cookie_session" }],
          errors: [{ handler: "redirect", config: { to: "http://localhost:{edge}/login" } }],
        },
      ],
    },
  },
  {
    name: "two error handlers of a rule of Oathkeeper match",
    finds: ["gateway-two-error-handlers"],
    ...ONE_ORIGIN,
    oathkeeper: {
      config: BOTH_HANDLERS,
      rules: [
        {
          ...TO_KRATOS,
          authenticators: [{ handler: "cookie_session" }],
          errors: [{ handler: "json" }, { handler: "redirect" }],
        },
      ],
    },
  },
  {
    name: "Oathkeeper's rule names a port where Kratos is not",
    finds: ["gateway-bad-upstream"],
    ...ONE_ORIGIN,
    kratos: null,
    oathkeeper: { rules: [{ ...TO_KRATOS, upstream: { url: "http://127.0.0.1:{nothing}" } }] },
  },
  {
    name: "the web server names a port where Kratos is not",
    finds: ["gateway-bad-upstream"],
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}",
    kratos: null,
    caddy: oneOrigin("127.0.0.1:{nothing}"),
  },
  {
    name: "Oathkeeper answers a preflight with 404, as its rule names no OPTIONS",
    finds: ["preflight-refused"],
    ...THROUGH_OATHKEEPER,
    oathkeeper: { rules: [TO_KRATOS] },
  },
  {
    name: "Oathkeeper's rule strips the first part of Kratos' paths",
    finds: ["path-prefix"],
    ...ONE_ORIGIN,
    oathkeeper: {
      rules: [
        {
          ...TO_KRATOS,
          upstream: { ...TO_KRATOS.upstream, strip_path: "/self-service" },
        },
      ],
    },
  },
];

const API = {
  page: "http://localhost:{page}",
  url: "http://localhost:{kratos}",
  api: "http://localhost:{gateway}/orders",
  upstream: {},
  person: "signs in with a password",
} as const;

/** Page, Kratos and the API on one origin, all but the page behind Oathkeeper. */
const BEHIND_OATHKEEPER = {
  page: "http://localhost:{edge}",
  url: "http://localhost:{edge}",
  api: "http://localhost:{edge}/orders",
  caddy: oneOrigin("127.0.0.1:{gateway}", `${KRATOS_PATHS} /orders`),
} as const;

/** The app's API behind Oathkeeper does not know who is signed in. */
export const APIS: SetUp[] = [
  {
    name: "Oathkeeper looks for a session cookie of another name",
    finds: ["api-gets-no-session"],
    ...API,
    oathkeeper: {
      config: CORS,
      rules: [
        {
          ...TO_API,
          authenticators: [{ handler: "cookie_session", config: { only: ["session"] } }],
        },
      ],
    },
  },
  {
    name: "the session cookie is for Kratos' host only, and the API is on another",
    finds: ["api-gets-no-session"],
    page: "https://app.example.test:{edge}",
    url: "https://auth.example.test:{edge}",
    api: "https://api.example.test:{edge}/orders",
    caddy: `https://app.example.test:{edge} {
	reverse_proxy 127.0.0.1:{page}
}
https://auth.example.test:{edge} {
	reverse_proxy 127.0.0.1:{kratos}
}
https://api.example.test:{edge} {
	reverse_proxy 127.0.0.1:{gateway}
}
`,
    upstream: {},
    person: "signs in with a password",
    oathkeeper: { config: corsFor("https://app.example.test:{edge}"), rules: [TO_API] },
  },
  {
    name: "nobody lets the page read the API's answers",
    finds: ["api-cors-missing"],
    ...API,
    oathkeeper: { rules: [TO_API] },
  },
  {
    name: "Oathkeeper wants a session for a preflight",
    finds: ["api-preflight-refused"],
    ...API,
    upstream: {
      "Access-Control-Allow-Origin": "http://localhost:{page}",
      "Access-Control-Allow-Credentials": "true",
    },
    oathkeeper: {
      rules: [{ ...TO_API, match: { ...TO_API.match, methods: ["GET", "POST", "OPTIONS"] } }],
    },
  },
  {
    name: "the page's policy names Kratos and not the API",
    finds: ["csp-blocks-connect"],
    ...API,
    headers: {
      "Content-Security-Policy":
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' http://localhost:{kratos}; img-src data:",
    },
    oathkeeper: { config: CORS, rules: [TO_API] },
  },
  {
    name: "nothing listens on the API's port",
    finds: ["api-unreachable"],
    ...API,
    api: "http://localhost:{nothing}/orders",
  },
  {
    name: "the API's path is answered by the web server with the page",
    finds: ["api-answers-html"],
    ...API,
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}",
    api: "http://localhost:{edge}/api/orders",
    caddy: oneOrigin("127.0.0.1:{kratos}"),
  },
  {
    name: "Oathkeeper has no rule for the API",
    finds: ["api-no-rule"],
    ...API,
    ...BEHIND_OATHKEEPER,
    oathkeeper: { rules: [TO_KRATOS] },
  },
  {
    name: "Oathkeeper's rule names a port where the API is not",
    finds: ["api-bad-upstream"],
    ...API,
    ...BEHIND_OATHKEEPER,
    oathkeeper: {
      rules: [TO_KRATOS, { ...TO_API, upstream: { url: "http://127.0.0.1:{nothing}" } }],
    },
  },
  {
    name: "two error handlers of the API's rule match, and nobody is signed in",
    finds: ["api-two-error-handlers"],
    ...API,
    ...BEHIND_OATHKEEPER,
    person: undefined,
    oathkeeper: {
      config: BOTH_HANDLERS,
      rules: [TO_KRATOS, { ...TO_API, errors: [{ handler: "json" }, { handler: "redirect" }] }],
    },
  },
];
