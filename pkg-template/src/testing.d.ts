import type { Auth, Flow, FlowName, FlowOptions, Native, NavigateEvent, Report, Screen, Session, SessionState } from "./index.js";
export { PropylonError } from "./index.js";

/** A screen, or what the values that were submitted lead to; `null` ends the flow. */
export type Step = Screen | ((values: { [name: string]: unknown }) => Screen | null | Promise<Screen | null>);

export interface FakeAuthOptions {
  /** Who is signed in at first; default: nobody. */
  session?: SessionState;
  /** Who is signed in after a sign-in, sign-up or recovery; default: `signedIn()`. */
  after?: SessionState;
  /** Called as by `connect({ navigate })`. */
  navigate?: (event: NavigateEvent) => void;
  /** What `token` answers, by template. */
  tokens?: { [template: string]: string };
  /** What `fetch` answers. */
  fetch?: (input: string | URL | Request, init?: RequestInit & { token?: string }) => Response | Promise<Response>;
  /** The person's other sessions. */
  sessions?: Session[];
  /** What `diagnose` answers; default: nothing is wrong. */
  report?: Report;
  /** What `native` answers. */
  native?: Native;
}

/** A flow that shows the screens of its script. */
export interface FakeFlow extends Flow {
  /**
   * What all flows of this kind submitted, in order: values by dotted name with the pressed button, or `{ does }` for
   * `back`, `retry` and actions.
   */
  readonly submitted: { [name: string]: unknown }[];
}

/** A client without Kratos, network and WebAssembly. */
export interface FakeAuth extends Auth {
  login(options?: FlowOptions): FakeFlow;
  registration(options?: FlowOptions): FakeFlow;
  recovery(options?: FlowOptions): FakeFlow;
  verification(options?: FlowOptions): FakeFlow;
  settings(options?: FlowOptions): FakeFlow;
  consent(options?: FlowOptions): FakeFlow;
  apps(options?: FlowOptions): FakeFlow;
  /**
   * The screens of a kind of flow: the first at once, each next one after a press. A submit of the last one ends the
   * flow: the session is that of `after`, and the browser would go to `returnTo`. A function at the end is asked again
   * and again until it gives `null`; settings show their last screen again.
   * Without a script a flow shows those of `flow(kind, { groups })`.
   */
  script(kind: FlowName, steps: readonly Step[]): void;
  /** Changes who is signed in, and tells those who watch. */
  setSession(state: SessionState): void;
  /** What was submitted, by kind of flow. */
  readonly submitted: { readonly [kind in FlowName]: { [name: string]: unknown }[] };
  /** Where the browser would have gone; nothing navigates in a test. */
  readonly navigations: { url: string; done: boolean; flow: FlowName | null; defaultPrevented: boolean }[];
}

/**
 * A client with the shape of `Auth` for unit tests. Names of fields and methods are checked as by the real one.
 *
 * @example
 * const auth = fakeAuth({ session: signedOut() });
 * auth.script("login", flow("login", { groups: ["default", "code"] }));
 * render(<PropylonProvider auth={auth}><App /></PropylonProvider>);
 * // …
 * expect(auth.submitted.login).toEqual([{ identifier: "ada@example.com", method: "code" }, { code: "123456", method: "code" }]);
 */
export function fakeAuth(options?: FakeAuthOptions): FakeAuth;

export interface Person {
  /** Default: `ada@example.com`. */
  email?: string;
  /** Default: the e-mail address. */
  traits?: { [name: string]: unknown };
  /** The identity's id. */
  id?: string;
  aal?: "aal1" | "aal2";
  methods?: string[];
  /** Whether the address is verified; default `true`. */
  verified?: boolean;
}

/** Somebody is signed in. */
export function signedIn(person?: Person): SessionState;
/** Nobody is signed in. */
export function signedOut(): SessionState;
/** Kratos asks for a second factor, at `url`. */
export function needsAal2(options?: { url?: string | null }): SessionState;
/** Kratos could not be asked. */
export function unreachable(code?: "unreachable" | "timed-out" | "redirected" | "too-many-requests" | "not-kratos"): SessionState;

/** The screens there are. */
export type ScreenName =
  | "login/loading"
  | "login/start"
  | "login/password-wrong"
  | "login/code-sent"
  | "login/code-wrong"
  | "login/code-resent"
  | "login/second-factor"
  | "login/second-factor-wrong"
  | "login/providers"
  | "registration/loading"
  | "registration/start"
  | "registration/password-short"
  | "registration/duplicate"
  | "registration/code-sent"
  | "registration/code-wrong"
  | "recovery/loading"
  | "recovery/start"
  | "recovery/code-sent"
  | "verification/loading"
  | "verification/start"
  | "verification/code-sent"
  | "verification/code-wrong"
  | "settings/loading"
  | "settings/start"
  | "settings/all-set-up";

/** A screen as the core draws it, in English, from a recorded answer of Kratos 26.2. */
export function screen(name: ScreenName): Screen;
/** The names for `screen`. */
export function screenNames(): ScreenName[];
/**
 * The screens of a flow in the order in which somebody sees them. `groups` may be any of `password`, `code` and
 * `passkey` for sign-in and sign-up, beside `default`.
 */
export function flow(kind: FlowName, options?: { groups?: readonly string[] }): Screen[];
