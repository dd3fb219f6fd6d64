import type { SessionState } from "./index.js";
export { PropylonError } from "./index.js";
export type { SessionState, SignedIn } from "./index.js";

/** A state that an answer of Kratos, or its silence, means. */
export type ServerSession = Exclude<SessionState, { state: "unknown" }>;
/** Somebody is signed in. */
export type ActiveSession = Extract<SessionState, { state: "active" }>;

/** A request as servers have it: of the web's kind, or of Node's. */
export type AnyRequest =
  | Request
  | { headers: { [name: string]: string | string[] | undefined }; method?: string; url?: string; originalUrl?: string };

export interface SessionOptions {
  /** The URL at which this server reaches Kratos' public API, which may be one that only servers reach. */
  kratosUrl: string | URL;
  /** The name of Kratos' session cookie; default `ory_kratos_session`. No other cookie is sent to Kratos. */
  cookie?: string;
  /** For how many seconds an active session is not asked for again, by a hash of its proof. Default 0. */
  cache?: number;
  /** After how many milliseconds Kratos counts as unreachable. Default 5000. */
  timeout?: number;
}

/**
 * The session of a request: by its cookie, `X-Session-Token`, or a session token as `Authorization: Bearer`.
 * The states are those of `auth.session()`. It does not throw if Kratos is slow, away, or not Kratos: that is
 * `unreachable`, with an `error`.
 *
 * @example
 * const { state, session } = await getSession(request, { kratosUrl: "http://kratos:4433" });
 *
 * @throws {PropylonError} `bad-option` without a `kratosUrl`
 */
export function getSession(source: AnyRequest | Headers | string, options: SessionOptions): Promise<ServerSession>;

export interface GuardOptions extends SessionOptions {
  /** The sign-in page, or Kratos' `/self-service/login/browser`. It gets `return_to`, and `aal` for a second factor. */
  loginUrl: string | URL;
  /** The app's public URL. Needed for requests of Node, and behind a proxy. */
  appUrl?: string | URL;
  /** Where to go after the sign-in; default: the address of the request. One of an origin that is not allowed is not used. */
  returnTo?: string | URL | null;
  /** Other origins that `returnTo` may have. */
  allow?: readonly (string | URL)[];
  /** `aal2`: only a session with a second factor is let in. */
  aal?: "aal2";
  /** Whether a person sees the answer, and is led to the sign-in; default: by the request's headers. Frameworks ask for a page's data as scripts do. */
  page?: boolean;
}

/**
 * The session of a request, or the answer to send instead: a redirect to the sign-in for a page, 401 for a
 * script, 503 with words if Kratos could not be asked. It lets in nobody whom Kratos does not know.
 *
 * @example
 * const session = await requireSession(request, { kratosUrl: "http://kratos:4433", loginUrl: "https://auth.example.com/login" });
 * if (session instanceof Response) return session;
 *
 * @throws {PropylonError} `bad-option` without a `kratosUrl` or `loginUrl`, or if the app's URL is not known
 */
export function requireSession(request: AnyRequest, options: GuardOptions): Promise<ActiveSession | Response>;

/**
 * What a page takes over without a question of its own; it can be sent as JSON.
 *
 * @example
 * const auth = await connect({ url, session: handedOver });
 */
export function handOver(session: SessionState): SessionState;

export interface PreloadOptions {
  /** The URL of `propylon/core.wasm` or `propylon/elements.wasm` that the page will load, as its bundler names it. */
  wasmUrl: string | URL;
  /** Kratos' public URL, if it is on another origin: the browser connects to it at once. */
  kratosUrl?: string | URL;
  /** The scripts that the page's own script imports, such as that of the package. */
  scripts?: string | URL | readonly (string | URL)[];
  /** Style sheets that nothing in the page's head names. */
  styles?: string | URL | readonly (string | URL)[];
}

/** The attributes of a `<link>`, by HTML's names. */
export interface PreloadTag {
  rel: "preconnect" | "preload" | "modulepreload";
  href: string;
  as?: "fetch" | "style";
  type?: string;
  crossorigin?: "anonymous" | "use-credentials";
}

/**
 * The links for a page's head with which scripts, WebAssembly and the connection to Kratos start together.
 *
 * @example
 * import wasmUrl from "propylon/elements.wasm?url";
 * const tags = preloadTags({ wasmUrl, kratosUrl: "https://auth.example.com" });
 *
 * @throws {PropylonError} `bad-option` without a `wasmUrl`
 */
export function preloadTags(options: PreloadOptions): PreloadTag[];

/** The same as HTML. */
export function preloadHtml(options: PreloadOptions): string;
