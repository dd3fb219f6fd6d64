import type { SetUp } from "../rig/set-up";
import { SECURE, oneOrigin } from "./reach";

/** Cookies that are not kept, or not sent. */
export const COOKIES: SetUp[] = [
  {
    name: "the page is on localhost, and Kratos on 127.0.0.1",
    finds: ["other-site"],
    url: "http://127.0.0.1:{kratos}",
  },
  {
    name: "the page is on 127.0.0.1, and Kratos on localhost",
    finds: ["other-site"],
    page: "http://127.0.0.1:{page}",
  },
  {
    name: "page and Kratos are on two domains",
    finds: ["other-site"],
    page: "https://app.shop.test:{edge}",
    url: "https://auth.example.test:{edge}",
    caddy: SECURE.caddy.replace("app.example.test", "app.shop.test"),
  },
  {
    name: "Kratos' base_url names its own port, and the page uses the web server's",
    finds: ["action-elsewhere"],
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}",
    caddy: oneOrigin("127.0.0.1:{kratos}"),
    kratos: { "serve.public.base_url": "http://localhost:{kratos}/" },
  },
  {
    name: "Kratos' base_url lacks the s of https",
    finds: ["action-elsewhere"],
    ...SECURE,
    kratos: { "serve.public.base_url": "http://auth.example.test:{edge}/" },
  },
  {
    name: "Kratos' base_url lacks its path",
    finds: ["action-elsewhere"],
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
    kratos: { "serve.public.base_url": "http://localhost:{edge}/" },
  },
  {
    name: "Kratos runs for production, without https",
    finds: ["secure-cookie-on-http"],
    page: "http://app.example.test:{page}",
    url: "http://auth.example.test:{kratos}",
    isDev: false,
  },
  {
    name: "Kratos' cookies are for another domain",
    finds: ["cookie-domain-wrong"],
    ...SECURE,
    kratos: { "cookies.domain": "example.com" },
  },
  {
    name: "Kratos' cookies are for another domain, on localhost",
    finds: ["cookie-domain-wrong"],
    kratos: { "cookies.domain": "auth.example.com" },
  },
  {
    name: "the page is in a frame on another site",
    finds: ["cookies-blocked-in-frame"],
    ...SECURE,
    caddy: `${SECURE.caddy}https://www.shop.test:{edge} {
	reverse_proxy 127.0.0.1:{shop}
}
`,
    framed: {
      by: "https://www.shop.test:{edge}",
      with: 'allow="publickey-credentials-get; publickey-credentials-create"',
    },
  },
  {
    name: "the browser keeps no cookies",
    finds: ["cookies-off"],
    keepsNoCookies: true,
  },
  {
    name: "the session's cookie is for another domain",
    finds: ["session-not-kept"],
    kratos: { "session.cookie.domain": "example.com" },
    person: "signs in with a password",
  },
  {
    name: "the session's cookie is for another path",
    finds: ["session-not-kept"],
    kratos: { "session.cookie.path": "/auth" },
    person: "signs in with a password",
  },
];
