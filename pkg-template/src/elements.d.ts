import type { ErrorCode, FlowName, Screen, SessionState, WasmSource } from "./index.js";

export * from "./index.js";

/**
 * Loads the WebAssembly before the first element needs it, or from another source. Only the first call loads it.
 */
export function load(wasm?: WasmSource | Promise<WasmSource>): Promise<unknown>;

/** The attributes of every element, by property name. */
export interface KratosAttributes {
  /** Kratos' public URL; default: the page's origin. */
  baseUrl: string | null;
  /** The groups to show, separated by spaces. */
  groups: string | readonly string[] | null;
  /** A BCP 47 tag, or `auto`, the default, for the browser's language. A change keeps what was typed. */
  locale: string | null;
  /** The level of the heading, 1 to 6; default 1. That of the settings' cards is one below. */
  headingLevel: string | number | null;
  flow: string | null;
  returnTo: string | null;
  refresh: boolean;
  aal: string | null;
  organization: string | null;
  via: string | null;
  loginChallenge: string | null;
  identitySchema: string | null;
  /** What an OAuth2 client asks for; only for `<kratos-consent>`. */
  consentChallenge: string | null;
  /** The id of the stored error; only for `<kratos-error>`. */
  errorId: string | null;
  /** Whether the element waits until this is removed, so that a framework can hydrate the page that a server sent. */
  deferHydration: boolean;
}

/** The state of an element's flow. Its screen is in the document. */
export type Standing = Pick<Screen, "flow" | "phase" | "stop">;

/** An error of an element. */
export interface KratosErrorDetail {
  /** A code of this package, one of the doctor's for a finding, or `unknown` for any other error. */
  code: ErrorCode | "unknown" | (string & {});
  message: string;
  cause: unknown;
  remedy: string;
}

export interface KratosEvents {
  /** The screen has changed. */
  "kratos-screen": CustomEvent<Standing>;
  /** The flow succeeded: the session or the account has changed. */
  "kratos-success": CustomEvent<{ kind: string; flow: FlowName | null }>;
  /** The browser is about to navigate; `preventDefault()` prevents it. */
  "kratos-navigate": CustomEvent<{ url: string; leaves: boolean }>;
  "kratos-error": CustomEvent<KratosErrorDetail>;
  /** The session state has changed; only for `<kratos-session>`, `<kratos-user>`, `<kratos-signed-in>` and `<kratos-signed-out>`. */
  "kratos-session": CustomEvent<SessionState>;
}

export interface KratosElement extends HTMLElement, KratosAttributes {
  /** The state of the flow; `null` before the first answer, and without a flow. */
  readonly screen: Standing | null;
  /** Starts again; resolves when it is rendered. */
  restart(): Promise<KratosElement>;
}

/** Whoever is signed in, as an avatar with a menu; its children are further entries. */
export interface KratosUserElement extends KratosElement {
  /** The page of the account settings; default: `/settings`. */
  settingsUrl: string | null;
  /** The page of the devices; default: `/sessions`. */
  sessionsUrl: string | null;
}

/** An element that shows the page's own content by the state of the session. */
export interface KratosContentElement extends HTMLElement {
  /** Kratos' public URL; default: the page's origin. */
  baseUrl: string | null;
  /** `aal2` for sessions with a second factor only. */
  aal: string | null;
  /** As that of the other elements. */
  deferHydration: boolean;
}

type FlowTag = `kratos-${FlowName | "sessions" | "error" | "logout" | "session"}`;
type ContentTag = "kratos-signed-in" | "kratos-signed-out";

export type KratosTag = FlowTag | ContentTag | "kratos-user";

type TagMap = { [Tag in FlowTag]: KratosElement } & { [Tag in ContentTag]: KratosContentElement } & { "kratos-user": KratosUserElement };

/** The attributes of every element of HTML; those with a hyphen, such as `data-…` and `aria-…`, are allowed anyway. */
export interface GlobalMarkup {
  id?: string;
  class?: string;
  className?: string;
  slot?: string;
  style?: unknown;
  ref?: unknown;
  key?: string | number | null;
  children?: unknown;
  title?: string;
  lang?: string;
  dir?: string;
  hidden?: boolean;
  inert?: boolean;
  role?: string;
  tabIndex?: number;
}

/** The attributes as written in HTML and JSX, or as properties, which React 19 and Preact set. */
export interface KratosMarkup extends Partial<Omit<KratosAttributes, "groups" | "locale" | "flow" | "refresh" | "aal" | "organization" | "via">>, GlobalMarkup {
  "base-url"?: string;
  groups?: string | readonly string[];
  locale?: string;
  "heading-level"?: string | number;
  flow?: string;
  "return-to"?: string;
  refresh?: boolean | "true" | "false" | "";
  aal?: string;
  organization?: string;
  via?: string;
  "login-challenge"?: string;
  "identity-schema"?: string;
  "consent-challenge"?: string;
  "error-id"?: string;
  "defer-hydration"?: boolean | "";
  "onkratos-screen"?: (event: KratosEvents["kratos-screen"]) => void;
  "onkratos-success"?: (event: KratosEvents["kratos-success"]) => void;
  "onkratos-navigate"?: (event: KratosEvents["kratos-navigate"]) => void;
  "onkratos-error"?: (event: KratosEvents["kratos-error"]) => void;
  "onkratos-session"?: (event: KratosEvents["kratos-session"]) => void;
}

/** The attributes of `<kratos-user>`. */
export interface KratosUserMarkup extends KratosMarkup {
  "settings-url"?: string;
  settingsUrl?: string | null;
  "sessions-url"?: string;
  sessionsUrl?: string | null;
}

/** The attributes of `<kratos-signed-in>` and `<kratos-signed-out>`. */
export type KratosContentMarkup = GlobalMarkup & Pick<KratosMarkup, "base-url" | "baseUrl" | "aal" | "defer-hydration" | "deferHydration" | "onkratos-error" | "onkratos-session">;

export type MarkupMap = { [Tag in FlowTag]: KratosMarkup } & { [Tag in ContentTag]: KratosContentMarkup } & { "kratos-user": KratosUserMarkup };

declare global {
  interface HTMLElementTagNameMap extends TagMap {}
  // The events bubble, up to the window.
  interface HTMLElementEventMap extends KratosEvents {}
  interface DocumentEventMap extends KratosEvents {}
  interface WindowEventMap extends KratosEvents {}
}
