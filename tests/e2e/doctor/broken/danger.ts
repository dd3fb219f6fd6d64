import type { SetUp } from "../rig/set-up";
import { KRATOS_PATHS, oneOrigin } from "./reach";

/** Others can get at what they should not. */
export const DANGER: SetUp[] = [
  {
    name: "the web server passes the admin API on",
    finds: ["admin-api-public"],
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}",
    caddy: `http://localhost:{edge} {
	handle /admin/* {
		reverse_proxy 127.0.0.1:{admin}
	}
	@kratos path ${KRATOS_PATHS}
	handle @kratos {
		reverse_proxy 127.0.0.1:{kratos}
	}
	handle {
		reverse_proxy 127.0.0.1:{page}
	}
}
`,
  },
  {
    name: "a token of the console is in the page",
    finds: ["token-in-page"],
    html: '<script type="application/json">{"apiKey":"ory_pat_AbCdEfGhIjKlMnOpQrStUvWxYz012345"}</script>',
  },
  {
    name: "a token of the console is in the page's storage",
    finds: ["token-in-page"],
    stored: { apiKey: "ory_pat_AbCdEfGhIjKlMnOpQrStUvWxYz012345" },
  },
  {
    name: "people may be sent on to a host of somebody else",
    finds: ["return-to-anything"],
    kratos: { "selfservice.allowed_return_urls": ["http://localhost:{page}", "https://*.invalid"] },
  },
  {
    name: "the web server takes HttpOnly from Kratos' cookies",
    finds: ["session-cookie-readable"],
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}",
    caddy: oneOrigin("127.0.0.1:{kratos}").replace(
      "reverse_proxy 127.0.0.1:{kratos}",
      'reverse_proxy 127.0.0.1:{kratos} {\n\t\t\theader_down Set-Cookie "; HttpOnly" ""\n\t\t}',
    ),
    person: "signs in with a password",
  },
  {
    name: "the page opens a flow for native apps",
    finds: ["api-flow-in-browser"],
    html: '<script>fetch("http://localhost:{kratos}/self-service/login/api").then((flow) => flow.json())</script>',
  },
  {
    name: "sign-in without https",
    finds: ["page-not-https"],
    page: "http://app.example.test:{page}",
    url: "http://auth.example.test:{kratos}",
    kratos: { "selfservice.methods.passkey.enabled": false },
  },
  {
    name: "Kratos runs for development behind https",
    finds: ["cookie-not-secure"],
    page: "https://localhost:{edge}",
    url: "https://localhost:{edge}",
    caddy: oneOrigin("127.0.0.1:{kratos}").replace("http://localhost", "https://localhost"),
    isDev: true,
    isFromTerminal: true,
  },
  {
    name: "every origin may read with credentials",
    finds: ["cors-any-origin"],
    url: "http://localhost:{edge}",
    caddy: `http://localhost:{edge} {
	reverse_proxy 127.0.0.1:{kratos} {
		header_down Access-Control-Allow-Origin {http.request.header.Origin}
		header_down Access-Control-Allow-Credentials true
	}
}
`,
    isFromTerminal: true,
  },
];
