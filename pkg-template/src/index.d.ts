declare global {
  // For `using` where the app's `lib` does not have it, which is older than ESNext.
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
  interface Disposable {
    [Symbol.dispose](): void;
  }
}

/** A self-service flow of Kratos. */
export type KratosFlowName = "login" | "registration" | "recovery" | "verification" | "settings";

/** All kinds of flows: Kratos' own, and the questions of the service for OAuth2 clients. */
export type FlowName = KratosFlowName | "consent" | "apps";

/** A source of the WebAssembly: a URL, a response, bytes, or a compiled module. */
export type WasmSource = string | URL | Response | BufferSource | WebAssembly.Module;

export interface ConnectOptions {
  /** Kratos' public URL. Default in a browser: the page's origin. */
  url?: string | URL;
  /**
   * A BCP 47 tag, or `auto`, the default: the first of `navigator.languages` that is there. 26 languages are
   * included; English is the fallback.
   */
  locale?: string;
  /** The source of the WebAssembly, if no bundler copies it. Only the first call loads it. */
  wasm?: WasmSource | Promise<WasmSource> | (() => WasmSource | Promise<WasmSource>);
  /** Called before each navigation; may prevent it. */
  navigate?: (event: NavigateEvent) => void;
  /** The origins of the app's APIs, which `auth.fetch` may send tokens and cookies to, besides the page's own. */
  api?: string | URL | readonly (string | URL)[];
  /**
   * What the server knows of the session. It counts as known at once, and is checked again when the page
   * comes to the front, or after a sign-in or sign-out.
   */
  session?: SessionState;
  /** Called with each configuration problem and its remedy, which are also logged to the console. */
  onFinding?: (finding: Finding) => void;
}

/**
 * Loads the WebAssembly once and returns a client for the Kratos at `url`.
 *
 * @example
 * const auth = await connect({ url: "https://auth.example.com" });
 * const login = auth.login({ returnTo: "https://app.example.com/inbox" });
 * login.subscribe((screen) => render(screen));
 * await login.submit({ method: "code", identifier: "ada@example.com" });
 *
 * @throws {PropylonError} with a `code` that starts with `wasm-`, or `bad-option`
 */
export function connect(options?: ConnectOptions): Promise<Auth>;

/**
 * Translations by key: a place such as `title.login`, or the id of a Kratos message. `{name}` is a
 * placeholder. Missing keys are shown in English; `propylon/locales/en` has all keys.
 */
export interface Words {
  [key: string]: string;
}

/**
 * Adds a language for `locale`, or replaces an included one.
 *
 * @example
 * import de from "propylon/locales/de";
 * addLocale("de-CH", { ...de, sign_out: "Ausloggen" });
 *
 * @throws {RangeError} if `tag` is not a BCP 47 tag
 */
export function addLocale(tag: string, words: Words): void;

/** A navigation that is about to start. */
export interface NavigateEvent {
  /** The target: a URL that Kratos gave, or a page of the site such as `/registration`. */
  readonly url: string;
  /** Whether the flow is done. */
  readonly done: boolean;
  /** The kind of the flow; `null` for a sign-out. */
  readonly flow: FlowName | null;
  readonly defaultPrevented: boolean;
  /** Prevents the navigation. */
  preventDefault(): void;
}

/** A configuration problem. */
export interface Finding {
  code: string;
  /** The cause. */
  cause: string;
  /** The remedy. */
  remedy: string;
}

export interface Cancelable {
  /** Rejects the promise with the signal's reason. A request that was sent is not undone. */
  signal?: AbortSignal;
}

/** The options of a flow. */
export interface FlowOptions {
  /** The id of an existing flow, from `?flow=`. */
  flow?: string | null;
  /** Where to go after success; Kratos must allow it. */
  returnTo?: string | null;
  /** Requires a new sign-in although there is a session. */
  refresh?: boolean;
  /** `aal2` requires a second factor. */
  aal?: "aal1" | "aal2" | null;
  /** The login request of an OAuth2 client. */
  loginChallenge?: string | null;
  organization?: string | null;
  /** The address for a second factor code. */
  via?: string | null;
  identitySchema?: string | null;
  /** What an OAuth2 client asks for, from the address of the consent page; only for `consent`. */
  consentChallenge?: string | null;
  afterVerificationReturnTo?: string | null;
  /** After a recovery, goes to `returnTo` instead of the settings; newer versions of Kratos only. */
  skipSettings?: boolean;
  /** The groups to show, by Kratos' names, for example `["default", "code", "passkey"]`; all by default. */
  groups?: readonly string[];
  /**
   * Whether passkeys are offered in the identifier's list of suggestions, where Kratos and the browser can; default true.
   * The browser is asked as soon as the flow is there, and a password manager may answer by itself.
   */
  autofill?: boolean;
  /** Called before each navigation of this flow. */
  navigate?: (event: NavigateEvent) => void;
  /** Disposes of the flow. */
  signal?: AbortSignal;
}

/** A client for one Kratos. */
export interface Auth {
  login(options?: FlowOptions): Flow;
  registration(options?: FlowOptions): Flow;
  recovery(options?: FlowOptions): Flow;
  verification(options?: FlowOptions): Flow;
  settings(options?: FlowOptions): Flow;
  /**
   * What an OAuth2 client may do for the person, by the service of `docs/oauth2.md` at the page's origin.
   *
   * @example
   * const consentChallenge = new URLSearchParams(location.search).get("consent_challenge");
   * const consent = auth.consent({ consentChallenge });
   */
  consent(options?: FlowOptions): Flow;
  /** The OAuth2 clients with access to the account, by the same service. */
  apps(options?: FlowOptions): Flow;
  /** The session state. */
  readonly session: SessionStore;
  /** The session as Kratos sends it; `null` if nobody is signed in. */
  whoami(options?: Cancelable): Promise<Session | null>;
  /**
   * A signed token (JWT) of the session, by a template of Kratos' tokenizer. Callers share one request; the
   * token is kept in memory, renewed before it ends, and forgotten when the session ends or changes.
   *
   * @example
   * const headers = { Authorization: `Bearer ${await auth.token("api")}` };
   *
   * @throws {PropylonError} `no-session`, `needs-aal2`, `unknown-template`, or as any request to Kratos
   */
  token(template: string, options?: Cancelable): Promise<string>;
  /**
   * `fetch` for the app's API: with a token, or without `token` with cookies. After a 401 it asks for the session
   * once; if there is one, it renews the token and repeats the request once, unless its body is a stream, as that
   * of a `Request` is. With a token, a redirect is an error. It can be given to a library in place of `fetch`.
   *
   * @example
   * const auth = await connect({ url, api: "https://api.example.com" });
   * const answer = await auth.fetch("https://api.example.com/orders", { token: "api" });
   *
   * @throws {PropylonError} `unknown-api` for an origin that neither is the page's nor in `connect({ api })`, and as `token`
   */
  fetch(input: string | URL | Request, init?: RequestInit & { token?: string }): Promise<Response>;
  /** The person's other sessions. Revoking one is a request that browsers preflight across origins. */
  sessions(): Sessions;
  /**
   * Signs out.
   *
   * @example
   * await auth.logout({ mode: "fetch" }); // stays on the page
   */
  logout(options?: LogoutOptions): Promise<LogoutOutcome>;
  /**
   * Finds out what is wrong with the set-up: asks Kratos and the API some questions from this page, and
   * adds what this client met. Loads a module of its own.
   *
   * @example
   * const report = await auth.diagnose({ api: "https://api.example.com/me" });
   * for (const { title, cures } of report.findings) console.log(title, cures[0]?.text);
   */
  diagnose(options?: DiagnoseOptions): Promise<Report>;
  /**
   * Records what flows ask, answer and show in this page, for a bug report. Everything that is somebody's is
   * replaced by placeholders before it is stored. Goes on with a recording that another page or tab of this
   * origin began; it ends by itself after half an hour or two million characters. Loads a script of its own.
   *
   * @example
   * const recording = await auth.record();
   * // … and when the fault has happened:
   * const file = recording.stop();
   *
   * @throws {DOMException} where the browser stores nothing for this page
   */
  record(): Promise<Recording>;
  /** API flows with a session token, for Node, Electron's main process and apps. Throws in a browser. */
  native(): Native;
  /** Stops everything this client runs. */
  dispose(): void;
  [Symbol.dispose](): void;
}

export interface DiagnoseOptions {
  /** A URL of the API behind the gateway, which needs the session. */
  api?: string | URL;
  /** Where people should return to. */
  returnTo?: string;
  /** The groups that the page shows, by Kratos' names; their absence is a finding. */
  groups?: readonly string[];
  /** Creates flows of every kind, not only a sign-in. */
  deep?: boolean;
}

/** What the doctor found. */
export interface Report {
  /** The worst first. A healthy set-up has none. */
  findings: DoctorFinding[];
  /** What cannot be seen from a page, and the command that shows it. */
  unseen: { what: string; command: string }[];
  /** What is no fault: flows, capabilities of the browser. */
  facts: { group: string; name: string; value: string }[];
}

/** One thing that is wrong. Secrets in its texts are masked. */
export interface DoctorFinding {
  /** Stable, for example `cors-missing`. */
  code: string;
  severity: "danger" | "broken" | "warning" | "note";
  certainty: "certain" | "likely" | "hint";
  title: string;
  /** What was seen. */
  evidence: { what: string; seen: string }[];
  why: string;
  /** Texts to paste, the best first. */
  cures: { target: "kratos" | "schema" | "oathkeeper" | "rule" | "gateway" | "page" | "site" | "command" | "link"; text: string }[];
  /** Where it is in a file, if it is in one. */
  place?: { file: string; line: number; column: number; key: string };
}

/** A recording that runs. */
export interface Recording {
  /** When it began. */
  readonly started: Date;
  /** What is recorded so far, as JSON. It has no secrets and nobody's data. */
  file(): File;
  /** The same; ends the recording and removes it from the browser. */
  stop(): File;
}

export interface LogoutOptions extends Cancelable {
  /** `navigate` navigates to Kratos, `fetch` stays on the page, `everywhere` revokes the other sessions first. */
  mode?: "navigate" | "fetch" | "everywhere";
  returnTo?: string;
  navigate?: (event: NavigateEvent) => void;
}

export type LogoutOutcome = { kind: "leaving"; url: string } | { kind: "signed-out"; url: null };

export interface Sessions {
  list(): Promise<Session[]>;
  /** Revokes the session with this id, which must not be the current one. */
  revoke(id: string): Promise<void>;
  /** Revokes all sessions but the current one. */
  revokeOthers(): Promise<void>;
}

/** The session state. Call it to check once, subscribe to watch. A store by Svelte's contract. */
export interface SessionStore {
  (options?: Cancelable): Promise<SessionState>;
  /** The last known state. */
  snapshot(): SessionState;
  subscribe(listener: (state: SessionState) => void): () => void;
  /** Checks again and notifies subscribers. */
  refresh(): void;
}

interface SessionStateOf<Name extends string> {
  state: Name;
  session: null;
  /** Where Kratos asks for the second factor. */
  url: string | null;
  error: null;
}
export type SessionState =
  | SessionStateOf<"unknown">
  | SessionStateOf<"none">
  | SessionStateOf<"needs-aal2">
  | (Omit<SessionStateOf<"active">, "session"> & { session: SignedIn })
  | (Omit<SessionStateOf<"unreachable">, "error"> & { error: PropylonError });

/** The current session. */
export interface SignedIn {
  id: string;
  authenticatedAt: string | null;
  expiresAt: string | null;
  assuranceLevel: "aal0" | "aal1" | "aal2" | (string & {}) | null;
  /** The methods used, in order. */
  methods: string[];
  identity: {
    id: string;
    /** The account's display name. */
    name: string;
    traits: unknown;
    addresses: { value: string; verified: boolean }[];
  } | null;
  devices: { ipAddress: string | null; userAgent: string | null; location: string | null }[];
}

/** The values of a submit by name: nested objects, or dotted names such as `traits.email`. */
export type Fields = { [name: string]: unknown } | FormData;

/**
 * A flow, from its first request to its end. A store by Svelte's contract; for React use
 * `useSyncExternalStore(flow.subscribe, flow.snapshot)` with both bound.
 */
export interface Flow {
  /** The current screen; the same object until it changes. */
  snapshot(): Screen;
  /** Calls the listener at once and after each change, until the returned function is called. */
  subscribe(listener: (screen: Screen) => void): () => void;
  /**
   * Submits values; values not given are taken from the flow. Resolves with the next screen that
   * is ready for input. A whole form is narrowed to the method of its pressed button.
   *
   * @example
   * form.noValidate = true; // a required field of another method must not stop the press
   * form.onsubmit = (event) => login.submit(new FormData(form, event.submitter));
   * await login.submit({ method: "password", identifier: "ada@example.com", password });
   * await login.submit({ code: "123 456" });
   * await login.submit({ provider: "google" });
   *
   * @throws {PropylonError} `busy`, `no-form`, `which-method`, `unknown-method`, `unknown-button`, `unknown-field`, `disposed`
   */
  submit(fields: Fields, options?: Cancelable): Promise<Screen>;
  /** Signs in with a passkey or creates one, depending on the flow. Call it in a click handler. */
  passkey(fields?: Fields, options?: Cancelable): Promise<Screen>;
  /** The same with a security key. */
  securityKey(fields?: Fields, options?: Cancelable): Promise<Screen>;
  /** Requests another code. */
  resend(options?: Cancelable): Promise<Screen>;
  /** Goes back: to the previous step, to the page that required a sign-in, or to a new flow. */
  back(options?: Cancelable): Promise<Screen>;
  /** Retries what failed. */
  retry(options?: Cancelable): Promise<Screen>;
  /** Performs an action or link of the screen. */
  act(action: { does: Does }, options?: Cancelable): Promise<Screen>;
  /** The flow as Kratos last sent it. */
  readonly flow: KratosFlow | null;
  /** Stops the flow; pending promises are rejected with `disposed`. */
  dispose(): void;
  [Symbol.dispose](): void;
}

interface ScreenBase {
  /** The kind of flow on screen; a registration may become the login that links accounts. */
  flow: FlowName;
  busy: Busy;
  title: string;
  /** The sentence below the heading. */
  lead: { text: string; message: number | null } | null;
  /** The notices above the body, each Kratos message once. */
  notices: Notice[];
  body: Body;
  links: Link[];
}
/**
 * The content of the screen. In the phase `leaving` the browser navigates, or, after `preventDefault()` in
 * `navigate`, the app does: draw what is there disabled, or nothing, and dispose of the flow. Until then, a
 * submit is `no-form`.
 */
export type Screen = ScreenBase &
  (
    | { phase: "loading" | "ready" | "busy"; stop: null; leaving: null }
    | { phase: "stopped"; stop: Stop; leaving: null }
    | { phase: "leaving"; stop: null; leaving: { url: string; /** Whether the flow is done. */ done: boolean } }
  );

/** Why there is no form. */
export type Stop =
  | "unreachable"
  | "not-kratos"
  | "refused"
  | "loop"
  | "cookie-lost"
  | "signed-out"
  | "stranded"
  | "return-to-forbidden"
  | "switched-off"
  | "signed-in"
  | "account-made";

export type Busy =
  | { kind: "no" }
  | { kind: "waiting" }
  | { kind: "button"; name: string; value: string }
  | { kind: "ceremony"; trigger: Trigger };

export type Body =
  | { kind: "loading" }
  | { kind: "form"; form: Form }
  | { kind: "cards"; cards: Card[] }
  | { kind: "facts"; facts: [term: string, value: string][]; actions: Action[] }
  | { kind: "rows"; rows: Row[]; actions: Action[] };

export interface Form {
  /** The flow's id. */
  flow: string;
  action: string;
  /**
   * The account that a password in it belongs to, if no field names it: password managers look for it in
   * a text input with `autocomplete="username"`, which may be hidden from sight.
   */
  account: string | null;
  hidden: [name: string, value: string][];
  sections: Section[];
}
/** The parts of one method, or those shared by all methods. */
export interface Section {
  group: string;
  /** Whether it is an alternative to the sections before it. */
  isAlternative: boolean;
  /** Whether its buttons stand in a grid, because there are many of a kind. */
  isGrid: boolean;
  parts: Part[];
}
/** One method of the settings. */
export interface Card {
  group: string;
  title: string;
  lead: string | null;
  /** The button that shows the form, which is hidden before. */
  setUp: string | null;
  form: Form;
}
export interface Row {
  /** The name of the device's icon: `desktop`, `devices`, `phone` or `tablet`. */
  icon: string;
  name: string;
  badge: string | null;
  facts: string[];
  action: Action | null;
}

export type Part =
  | { kind: "field"; field: Field }
  | { kind: "button"; button: Button }
  | { kind: "item"; item: Item }
  | { kind: "text"; id: string; text: string; message: number | null }
  | { kind: "secret"; id: string; label: string; secret: string }
  | { kind: "codes"; id: string; label: string; codes: [code: string, used: boolean][] }
  | { kind: "image"; id: string; src: string; label: string }
  | { kind: "anchor"; id: string; href: string; label: string };

/** An input with its label and notices. */
export interface Field {
  /** The name for `submit`. */
  name: string;
  group: string;
  control: Control;
  label: string;
  /** What its control shows at first; for `datetime-local` the local time, whose offset is the hint. */
  value: string;
  required: boolean;
  disabled: boolean;
  /** Set it on the input: password managers and conditional mediation need it. */
  autocomplete: string | null;
  /** The schema's pattern. It may match anywhere in the value, unlike the attribute of an input. */
  pattern: string | null;
  /** In characters, which an input would count as UTF-16 units. */
  maxLength: number | null;
  hint: string | null;
  /** Whether it takes a code from an SMS, which some browsers can read (WebOTP). */
  bySms: boolean;
  notices: Notice[];
}
export type Control =
  | { kind: "line"; type: string }
  | { kind: "password" }
  | { kind: "code"; length: number }
  | { kind: "checkbox" }
  | { kind: "choice"; options: string[] };

/** A button: call `submit({ [name]: value, … })`, or `passkey()` or `securityKey()` if it has a trigger. */
export interface Button {
  name: string;
  value: string;
  group: string;
  /** The names of the fields that it takes: only they have to be valid for a press. */
  fields: string[];
  label: string;
  emphasis: Emphasis;
  trigger: Trigger | null;
  disabled: boolean;
  isResend: boolean;
  icon: string | null;
  /** The name of the provider that it leads to. */
  provider: string | null;
  /** A letter in place of the provider's logo, where there is none. */
  monogram: string | null;
  /** The caption where there is little room; `label` is the whole one. */
  short: string | null;
  /** Whether its method was the last one that signed in; only the site notes it. */
  isLastUsed: boolean;
  /** Why it is disabled. */
  reason: string | null;
  /** The question to confirm first, for a destructive action. */
  confirm: string | null;
}
/** A passkey, a security key, a connected account. */
export interface Item {
  name: string;
  addedAt: string | null;
  /** Removes it. */
  button: Button;
}
export type Emphasis = "primary" | "secondary" | "plain" | "danger";
export type Trigger =
  | "passkey-login"
  | "passkey-autofill"
  | "passkey-registration"
  | "passkey-settings"
  | "webauthn-login"
  | "webauthn-registration";

export interface Notice {
  tone: "info" | "error" | "success";
  text: string;
  /** The id of the Kratos message. */
  message: number | null;
  detail: string | null;
  action: Action | null;
}
export interface Action {
  label: string;
  emphasis: Emphasis;
  does: Does;
  /** How many seconds it can't be pressed, from when it is shown. */
  wait: number | null;
}
export interface Link {
  question: string;
  label: string;
  does: Does;
}
export type Does =
  | { kind: "open"; href: string }
  | { kind: "visit"; href: string }
  /** A link to another site, such as the mailbox of an address; it opens a tab of its own. */
  | { kind: "open-tab"; href: string }
  | { kind: "revoke"; id: string }
  | {
      kind:
        | "retry"
        | "start-over"
        | "drop-return-to"
        | "give-up"
        | "decline-offer"
        | "sign-out"
        | "sign-out-everywhere"
        | "switch-account"
        | "revoke-others";
    };

/** API flows. Each call takes the session token if there is one. */
export interface Native {
  login(options?: NativeOptions): Promise<NativeOutcome>;
  registration(options?: NativeOptions): Promise<NativeOutcome>;
  recovery(options?: NativeOptions): Promise<NativeOutcome>;
  verification(options?: NativeOptions): Promise<NativeOutcome>;
  settings(options?: NativeOptions): Promise<NativeOutcome>;
  /** Fetches an existing flow. */
  flow(kind: KratosFlowName, id: string, options?: { token?: string }): Promise<NativeOutcome>;
  /**
   * Submits a body as defined by Kratos' API. Traits that a profile leaves out are kept.
   *
   * @example
   * const begun = await native.login();
   * if (begun.kind !== "form") throw new Error(begun.kind);
   * const end = await native.submit(begun.flow, { method: "password", identifier, password });
   * if (end.kind === "done") keep(end.sessionToken);
   */
  submit(flow: KratosFlow, body: { method: string; [name: string]: unknown }, options?: { token?: string }): Promise<NativeOutcome>;
  whoami(token: string): Promise<{ state: "active"; session: Session } | { state: "none" | "needs-aal2"; session: null }>;
  logout(token: string): Promise<void>;
  /** Exchanges the two codes of a sign-in by a provider; `pending` until it is completed. */
  exchange(codes: { initCode: string; returnToCode: string }): Promise<NativeOutcome | { kind: "pending" }>;
}
export interface NativeOptions extends Omit<FlowOptions, "flow" | "groups" | "navigate" | "signal" | "loginChallenge"> {
  token?: string;
  /** Requests the first of the two codes for `exchange`. */
  tokenExchange?: boolean;
}
/** The outcome of a request. Refusals that an app can handle are values; any other failure is a `PropylonError`. */
export type NativeOutcome =
  | { kind: "form" | "saved"; flow: KratosFlow }
  | {
      kind: "done";
      sessionToken: string | null;
      session: Session | null;
      identity: Identity | null;
      continueWith: { action: string; [member: string]: unknown }[];
    }
  | { kind: "redirect"; url: string }
  | { kind: "sign-in"; reason: "signed-out" | "too-old" | "second-factor" }
  | { kind: "expired"; useFlowId: string | null }
  | { kind: "empty" };

/** A flow as Kratos sends it. */
export interface KratosFlow {
  id: string;
  type?: "browser" | "api" | (string & {});
  state?: unknown;
  active?: string | null;
  issued_at?: string;
  expires_at?: string;
  return_to?: string;
  refresh?: boolean;
  requested_aal?: string | null;
  session_token_exchange_code?: string;
  identity?: Identity;
  ui: { action: string; method: string; nodes: KratosNode[]; messages?: KratosText[] };
  [member: string]: unknown;
}
export interface KratosNode {
  type: "input" | "text" | "img" | "a" | "script" | "div" | (string & {});
  group: string;
  attributes: { node_type: string; name?: string; type?: string; value?: unknown; [member: string]: unknown };
  messages: KratosText[];
  meta: { label?: KratosText };
}
export interface KratosText {
  id: number;
  text: string;
  type: "info" | "error" | "success" | (string & {});
  context?: { [name: string]: unknown };
}
/** A session as Kratos sends it. */
export interface Session {
  id: string;
  active?: boolean;
  expires_at?: string;
  authenticated_at?: string;
  authenticator_assurance_level?: string;
  identity?: Identity;
  [member: string]: unknown;
}
export interface Identity {
  id: string;
  schema_id?: string;
  traits: unknown;
  [member: string]: unknown;
}

/** The codes of this package's errors. */
export type ErrorCode =
  | "bad-option"
  | "no-browser"
  | "no-dom"
  | "second-copy"
  | "no-provider"
  | "native-in-browser"
  | "no-such-flow"
  | "busy"
  | "no-form"
  | "which-method"
  | "unknown-method"
  | "unknown-button"
  | "unknown-field"
  | "no-ceremony"
  | "nothing-to-resend"
  | "nothing-to-retry"
  | "disposed"
  | "unreachable"
  | "timed-out"
  | "redirected"
  | "too-many-requests"
  | "not-kratos"
  | "refused"
  | "loop"
  | "cookie-lost"
  | "return-to-forbidden"
  | "switched-off"
  | "stranded"
  | "still-signed-in"
  | "no-session"
  | "needs-aal2"
  | "unknown-template"
  | "unknown-api"
  | "no-webassembly"
  | "wasm-unreachable"
  | "wasm-not-found"
  | "wasm-not-wasm"
  | "wasm-csp"
  | "wasm-broken";

export class PropylonError extends Error {
  readonly name: "PropylonError";
  readonly code: ErrorCode;
  /** The remedy. */
  readonly remedy: string;
  /** The known names, if an unknown one was requested. */
  readonly known: string[];
  /** The HTTP status, if there was an answer. */
  readonly status: number | null;
  /** Kratos' id of the error. */
  readonly id: string | null;
  /** Kratos' error text. */
  readonly reason: string | null;
}
