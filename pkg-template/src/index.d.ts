/** A self-service flow of Kratos. */
export type FlowName = "login" | "registration" | "recovery" | "verification" | "settings";

/** Where the WebAssembly comes from: a URL, a response, bytes, or a compiled module. */
export type WasmSource = string | URL | Response | BufferSource | WebAssembly.Module;

export interface ConnectOptions {
  /** Kratos' public URL. In a browser the page's own origin by default. */
  url?: string | URL;
  /** A BCP 47 tag. `en` and `de` come along; English is shown where there are no words for it. */
  locale?: string;
  /** Where the WebAssembly comes from, where no bundler finds it. Only the first call loads. */
  wasm?: WasmSource | Promise<WasmSource> | (() => WasmSource | Promise<WasmSource>);
  /** Hears each navigation before it happens, and may prevent it. */
  navigate?: (event: NavigateEvent) => void;
  /** Hears what is wrong with the set-up, with the cure. It is on the console too. */
  onFinding?: (finding: Finding) => void;
}

/**
 * Loads the WebAssembly, once, and returns a client of the Kratos at `url`.
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
 * Words by key: a place such as `title.login`, or the id of one of Kratos' messages. `{name}` stands for
 * what is filled in. What is missing is English; `propylon/locales/en` has all keys.
 */
export interface Words {
  [key: string]: string;
}

/**
 * Adds a language for `locale`, or takes the place of one that comes along.
 *
 * @example
 * import de from "propylon/locales/de";
 * addLocale("de-CH", { ...de, sign_out: "Ausloggen" });
 *
 * @throws {RangeError} when `tag` is no BCP 47 tag
 */
export function addLocale(tag: string, words: Words): void;

/** A navigation that is about to happen. */
export interface NavigateEvent {
  /** Where to: a URL that Kratos gave, or a page of the site such as `/registration`. */
  readonly url: string;
  /** Whether the flow went through. */
  readonly done: boolean;
  /** The flow that is left; `null` for a sign-out. */
  readonly flow: FlowName | null;
  readonly defaultPrevented: boolean;
  /** Keeps the browser here. */
  preventDefault(): void;
}

/** What is wrong with a set-up. */
export interface Finding {
  code: string;
  /** What was seen. */
  cause: string;
  /** What to change. */
  remedy: string;
}

export interface Cancelable {
  /** Rejects the promise with the signal's reason. What is sent is sent. */
  signal?: AbortSignal;
}

/** What a flow is created with. */
export interface FlowOptions {
  /** Goes on with a flow that exists, from `?flow=`. */
  flow?: string | null;
  /** Where the person goes after success; Kratos must allow it. */
  returnTo?: string | null;
  /** Asks somebody who is signed in to prove it once more. */
  refresh?: boolean;
  /** Asks for the second factor. */
  aal?: "aal1" | "aal2" | null;
  /** The login request of an OAuth2 client. */
  loginChallenge?: string | null;
  organization?: string | null;
  /** The address that a code of the second factor goes to. */
  via?: string | null;
  identitySchema?: string | null;
  afterVerificationReturnTo?: string | null;
  /** Kratos' names of the groups to show, for example `["default", "code", "passkey"]`; all by default. */
  groups?: readonly string[];
  /** Hears the navigations of this flow before they happen. */
  navigate?: (event: NavigateEvent) => void;
  /** Disposes of the flow. */
  signal?: AbortSignal;
}

/** A client of one Kratos. */
export interface Auth {
  login(options?: FlowOptions): Flow;
  registration(options?: FlowOptions): Flow;
  recovery(options?: FlowOptions): Flow;
  verification(options?: FlowOptions): Flow;
  settings(options?: FlowOptions): Flow;
  /** Who is signed in. */
  readonly session: SessionStore;
  /** The session as Kratos sends it; `null` when nobody is signed in. */
  whoami(options?: Cancelable): Promise<Session | null>;
  /** The person's other sessions. Ending them takes a request that browsers ask permission for across origins. */
  sessions(): Sessions;
  /**
   * Signs out.
   *
   * @example
   * await auth.logout({ mode: "fetch" }); // stays on the page
   */
  logout(options?: LogoutOptions): Promise<LogoutOutcome>;
  /** API flows with a session token, for Node, Electron's main process and apps. Throws in a browser. */
  native(): Native;
  /** Ends everything this client runs. */
  dispose(): void;
  [Symbol.dispose](): void;
}

export interface LogoutOptions extends Cancelable {
  /** `navigate` leaves for Kratos, `fetch` stays on the page, `everywhere` ends the other sessions first. */
  mode?: "navigate" | "fetch" | "everywhere";
  returnTo?: string;
  navigate?: (event: NavigateEvent) => void;
}

export type LogoutOutcome = { kind: "leaving"; url: string } | { kind: "signed-out"; url: null };

export interface Sessions {
  list(): Promise<Session[]>;
  /** Ends the session of this id, which may not be the own one. */
  revoke(id: string): Promise<void>;
  /** Ends all sessions but the own one. */
  revokeOthers(): Promise<void>;
}

/** Who is signed in: call it to ask, subscribe to be told. A store by Svelte's contract. */
export interface SessionStore {
  (options?: Cancelable): Promise<SessionState>;
  /** What was heard last. */
  snapshot(): SessionState;
  subscribe(listener: (state: SessionState) => void): () => void;
  /** Asks again, for who has subscribed. */
  refresh(): void;
}

interface SessionStateOf<Name extends string> {
  state: Name;
  session: null;
  /** Where Kratos continues with the second factor. */
  url: string | null;
  error: null;
}
export type SessionState =
  | SessionStateOf<"unknown">
  | SessionStateOf<"none">
  | SessionStateOf<"needs-aal2">
  | (Omit<SessionStateOf<"active">, "session"> & { session: SignedIn })
  | (Omit<SessionStateOf<"unreachable">, "error"> & { error: PropylonError });

/** What is known about who is signed in. */
export interface SignedIn {
  id: string;
  authenticatedAt: string | null;
  expiresAt: string | null;
  assuranceLevel: "aal0" | "aal1" | "aal2" | (string & {}) | null;
  /** The methods that were used, in order. */
  methods: string[];
  identity: {
    id: string;
    /** What to call the person. */
    name: string;
    traits: unknown;
    addresses: { value: string; verified: boolean }[];
  } | null;
  devices: { ipAddress: string | null; userAgent: string | null; location: string | null }[];
}

/** Values of a submit by their names: nested objects, or dotted names such as `traits.email`. */
export type Fields = { [name: string]: unknown } | FormData;

/**
 * A flow, from its first request to the moment it is left. A store by Svelte's contract; for React use
 * `useSyncExternalStore(flow.subscribe, flow.snapshot)` with both bound.
 */
export interface Flow {
  /** What there is to see now; the same object until it changes. */
  snapshot(): Screen;
  /** Calls at once and after each change, until the returned function is called. */
  subscribe(listener: (screen: Screen) => void): () => void;
  /**
   * Submits values; what is not given stands as the flow has it. Resolves with the next screen that
   * waits for the person.
   *
   * @example
   * await login.submit({ method: "password", identifier: "ada@example.com", password });
   * await login.submit({ code: "123 456" });
   * await login.submit({ provider: "google" });
   *
   * @throws {PropylonError} `busy`, `no-form`, `which-method`, `unknown-method`, `unknown-button`, `unknown-field`, `disposed`
   */
  submit(fields: Fields, options?: Cancelable): Promise<Screen>;
  /** Signs in with a passkey, or makes one, as the flow offers. Call it inside a click. */
  passkey(fields?: Fields, options?: Cancelable): Promise<Screen>;
  /** The same with a security key. */
  securityKey(fields?: Fields, options?: Cancelable): Promise<Screen>;
  /** Asks for another code. */
  resend(options?: Cancelable): Promise<Screen>;
  /** Goes back: to the step before, out of a sign-in that stands in front of something, or to a new flow. */
  back(options?: Cancelable): Promise<Screen>;
  /** Tries again what failed. */
  retry(options?: Cancelable): Promise<Screen>;
  /** Does what an action or link of the screen does. */
  act(action: { does: Does }, options?: Cancelable): Promise<Screen>;
  /** The flow as Kratos answered it last. */
  readonly flow: KratosFlow | null;
  /** Ends the flow; what waits is rejected with `disposed`. */
  dispose(): void;
  [Symbol.dispose](): void;
}

interface ScreenBase {
  /** Which flow is on screen; a registration may become the login that links accounts. */
  flow: FlowName;
  busy: Busy;
  title: string;
  /** The sentence below the heading. */
  lead: { text: string; message: number | null } | null;
  /** What is said above the body, each message of Kratos once. */
  notices: Notice[];
  body: Body;
  links: Link[];
}
/** What a person sees at one moment. */
export type Screen = ScreenBase &
  (
    | { phase: "loading" | "ready" | "busy"; stop: null; leaving: null }
    | { phase: "stopped"; stop: Stop; leaving: null }
    | { phase: "leaving"; stop: null; leaving: { url: string; /** Whether the flow went through. */ done: boolean } }
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
  hidden: [name: string, value: string][];
  sections: Section[];
}
/** The parts of one method, or what belongs to all of them. */
export interface Section {
  group: string;
  /** Whether it stands beside what comes before, as another way to do the same. */
  isAlternative: boolean;
  parts: Part[];
}
/** One method of the settings. */
export interface Card {
  group: string;
  title: string;
  lead: string | null;
  form: Form;
}
export interface Row {
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

/** Something to fill in. */
export interface Field {
  /** The name for `submit`. */
  name: string;
  group: string;
  control: Control;
  label: string;
  value: string;
  required: boolean;
  disabled: boolean;
  /** Put it on the input: password managers and passkey suggestions need it. */
  autocomplete: string | null;
  pattern: string | null;
  maxLength: number | null;
  hint: string | null;
  notices: Notice[];
}
export type Control =
  | { kind: "line"; type: string }
  | { kind: "password" }
  | { kind: "code" }
  | { kind: "checkbox" }
  | { kind: "choice"; options: string[] };

/** Something to press: `submit({ [name]: value, … })`, or `passkey()` and `securityKey()` where it has a trigger. */
export interface Button {
  name: string;
  value: string;
  group: string;
  label: string;
  emphasis: Emphasis;
  trigger: Trigger | null;
  disabled: boolean;
  isResend: boolean;
  icon: string | null;
  /** Why it can't be pressed. */
  reason: string | null;
  /** What to ask first, because it takes something away. */
  confirm: string | null;
}
/** A passkey, a security key, a connected account. */
export interface Item {
  name: string;
  addedAt: string | null;
  /** Takes it away. */
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
  /** The Kratos message it comes from. */
  message: number | null;
  detail: string | null;
  action: Action | null;
}
export interface Action {
  label: string;
  emphasis: Emphasis;
  does: Does;
}
export interface Link {
  question: string;
  label: string;
  does: Does;
}
export type Does =
  | { kind: "open"; href: string }
  | { kind: "visit"; href: string }
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
        | "revoke-others";
    };

/** API flows. Each call takes the session token where there is one. */
export interface Native {
  login(options?: NativeOptions): Promise<NativeOutcome>;
  registration(options?: NativeOptions): Promise<NativeOutcome>;
  recovery(options?: NativeOptions): Promise<NativeOutcome>;
  verification(options?: NativeOptions): Promise<NativeOutcome>;
  settings(options?: NativeOptions): Promise<NativeOutcome>;
  /** Fetches a flow that exists. */
  flow(kind: FlowName, id: string, options?: { token?: string }): Promise<NativeOutcome>;
  /**
   * Submits a body as in Kratos' API. A profile keeps the traits it does not mention.
   *
   * @example
   * const { flow } = await native.login();
   * const end = await native.submit(flow, { method: "password", identifier, password });
   * if (end.kind === "done") keep(end.sessionToken);
   */
  submit(flow: KratosFlow, body: { method: string; [name: string]: unknown }, options?: { token?: string }): Promise<NativeOutcome>;
  whoami(token: string): Promise<{ state: "active"; session: Session } | { state: "none" | "needs-aal2"; session: null }>;
  logout(token: string): Promise<void>;
  /** Exchanges the two codes of a sign-in through a provider; `pending` while it is under way. */
  exchange(codes: { initCode: string; returnToCode: string }): Promise<NativeOutcome | { kind: "pending" }>;
}
export interface NativeOptions extends Omit<FlowOptions, "flow" | "groups" | "navigate" | "signal" | "loginChallenge"> {
  token?: string;
  /** Asks for the first of the two codes that `exchange` takes. */
  tokenExchange?: boolean;
}
/** What came of a request. Kratos' own refusals are values; `PropylonError` is for what no app can answer. */
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

/** Every code of an error of this package. */
export type ErrorCode =
  | "bad-option"
  | "no-browser"
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
  | "not-kratos"
  | "refused"
  | "still-signed-in"
  | "no-webassembly"
  | "wasm-unreachable"
  | "wasm-not-found"
  | "wasm-not-wasm"
  | "wasm-csp"
  | "wasm-broken";

export class PropylonError extends Error {
  readonly name: "PropylonError";
  readonly code: ErrorCode;
  /** What to change. */
  readonly remedy: string;
  /** What there is in place of what was asked for. */
  readonly known: string[];
  /** The HTTP status of the answer behind it. */
  readonly status: number | null;
  /** Kratos' id of the error. */
  readonly id: string | null;
  /** Kratos' words. */
  readonly reason: string | null;
}
