import type { SetUp } from "../rig/set-up";

/** The page and Kratos on one origin: Caddy passes `paths` on to `upstream`. */
export function oneOrigin(upstream: string, paths = KRATOS_PATHS): string {
  return `http://localhost:{edge} {
	@kratos path ${paths}
	handle @kratos {
		reverse_proxy ${upstream}
	}
	handle {
		reverse_proxy 127.0.0.1:{page}
	}
}
`;
}

export const KRATOS_PATHS =
  "/self-service/* /sessions /sessions/* /schemas /schemas/* /health/* /.well-known/ory/*";

/** Caddy in front of page and Kratos, with https, each on a name of its own. */
export const WITH_TLS = `https://app.example.test:{edge} {
	reverse_proxy 127.0.0.1:{page}
}
https://auth.example.test:{edge} {
	reverse_proxy 127.0.0.1:{kratos}
}
`;

/** The names in `WITH_TLS`. */
export const SECURE = {
  page: "https://app.example.test:{edge}",
  url: "https://auth.example.test:{edge}",
  caddy: WITH_TLS,
} as const;

/** Kratos cannot be reached, or its answers cannot be read. */
export const REACH: SetUp[] = [
  {
    name: "nothing listens on Kratos' port",
    finds: ["server-unreachable"],
    url: "http://localhost:{nothing}",
    kratos: null,
  },
  {
    name: "no name server knows Kratos' host",
    finds: ["server-unreachable"],
    url: "http://auth.nowhere.test:{kratos}",
    kratos: null,
  },
  {
    name: "https asked of a port that speaks http",
    finds: ["server-unreachable"],
    url: "https://localhost:{kratos}",
    isDev: true,
  },
  {
    name: "a page with https asks a Kratos without",
    finds: ["mixed-content"],
    page: "https://app.example.test:{edge}",
    url: "http://auth.example.test:{kratos}",
    caddy: "https://app.example.test:{edge} {\n\treverse_proxy 127.0.0.1:{page}\n}\n",
  },
  {
    name: "the page's policy does not name Kratos",
    finds: ["csp-blocks-connect"],
    headers: {
      "Content-Security-Policy":
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:",
    },
  },
  {
    name: "Kratos' CORS is off",
    finds: ["cors-missing"],
    kratos: { "serve.public.cors.enabled": false },
  },
  {
    name: "Kratos' CORS names the page's origin without its port",
    finds: ["cors-missing"],
    kratos: { "serve.public.cors.allowed_origins": ["http://localhost"] },
  },
  {
    name: "Kratos' CORS names the page's origin with a slash at the end",
    finds: ["cors-missing"],
    kratos: { "serve.public.cors.allowed_origins": ["http://localhost:{page}/"] },
  },
  {
    name: "Kratos' CORS allows every origin with a star",
    finds: ["cors-no-credentials"],
    kratos: { "serve.public.cors.allowed_origins": ["*"] },
  },
  {
    name: "Kratos' CORS allows no credentials",
    finds: ["cors-no-credentials"],
    kratos: { "serve.public.cors.allow_credentials": false },
  },
  {
    name: "Kratos' CORS does not allow DELETE",
    finds: ["preflight-refused"],
    kratos: { "serve.public.cors.allowed_methods": ["GET", "POST"] },
  },
  {
    name: "another app answers every path with its page",
    finds: ["not-kratos"],
    url: "http://localhost:{odd}",
    odd: "page",
    kratos: null,
  },
  {
    name: "the site's own server answers Kratos' paths with the page",
    finds: ["not-kratos"],
    url: "http://localhost:{page}",
    kratos: null,
  },
  {
    name: "another API is where Kratos should be",
    finds: ["not-kratos"],
    url: "http://localhost:{odd}",
    odd: "json",
    kratos: null,
  },
  {
    name: "a portal sends every request to its sign-in page",
    finds: ["redirected-to-page"],
    url: "http://localhost:{odd}",
    odd: "portal",
    kratos: null,
  },
  {
    name: "Kratos' database has no tables",
    finds: ["kratos-not-ready"],
    database: "emptied",
  },
  {
    name: "Kratos' database is gone",
    finds: ["kratos-failed"],
    database: "deleted",
  },
  {
    name: "Kratos is below a path that nobody strips",
    finds: ["path-prefix"],
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}/kratos",
    caddy: oneOrigin("127.0.0.1:{kratos}", "/kratos/*"),
  },
  {
    name: "the web server strips /self-service",
    finds: ["path-prefix"],
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}",
    caddy: `http://localhost:{edge} {
	handle_path /self-service/* {
		reverse_proxy 127.0.0.1:{kratos}
	}
	@kratos path /sessions /sessions/* /health/*
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
    name: "the computer's clock is ten minutes late",
    finds: ["clock-differs"],
    page: "http://localhost:{edge}",
    url: "http://localhost:{edge}",
    caddy: oneOrigin("127.0.0.1:{kratos}"),
    minutesLate: 10,
  },
  {
    name: "Kratos' address answers for ever",
    finds: ["answer-endless"],
    url: "http://localhost:{odd}",
    odd: "endless",
    kratos: null,
  },
  {
    name: "Kratos' address takes requests and never answers",
    finds: ["answer-endless"],
    url: "http://localhost:{odd}",
    odd: "silent",
    kratos: null,
  },
  {
    name: "Kratos' address sends 100 MB",
    finds: ["answer-too-large"],
    url: "http://localhost:{odd}",
    odd: "huge",
    kratos: null,
  },
  {
    name: "Kratos' address redirects in circles",
    finds: ["redirect-loop"],
    url: "http://localhost:{odd}",
    odd: "circles",
    kratos: null,
  },
];
