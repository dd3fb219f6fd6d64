import type { FlowName, Screen, SessionState, WasmSource } from "./index.js";

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
  flow: string | null;
  returnTo: string | null;
  refresh: boolean;
  aal: string | null;
  organization: string | null;
  via: string | null;
  loginChallenge: string | null;
  identitySchema: string | null;
  /** The id of the stored error; only for `<kratos-error>`. */
  errorId: string | null;
}

/** The state of an element's flow. Its screen is in the document. */
export type Standing = Pick<Screen, "flow" | "phase" | "stop">;

/** An error of an element. */
export interface KratosErrorDetail {
  code: string;
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
  /** The session state has changed; only for `<kratos-session>`. */
  "kratos-session": CustomEvent<SessionState>;
}

export interface KratosElement extends HTMLElement, KratosAttributes {
  /** The state of the flow; `null` before the first answer, and without a flow. */
  readonly screen: Standing | null;
  /** Starts again; resolves when it is rendered. */
  restart(): Promise<KratosElement>;
  addEventListener<Name extends keyof KratosEvents>(name: Name, listener: (event: KratosEvents[Name]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(name: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

export type KratosTag = `kratos-${FlowName | "sessions" | "error" | "logout" | "session"}`;

type TagMap = { [Tag in KratosTag]: KratosElement };

/** The attributes as written in HTML and JSX. */
export interface KratosMarkup {
  "base-url"?: string;
  groups?: string;
  locale?: string;
  flow?: string;
  "return-to"?: string;
  refresh?: boolean | "true" | "false" | "";
  aal?: string;
  organization?: string;
  via?: string;
  "login-challenge"?: string;
  "identity-schema"?: string;
  "error-id"?: string;
  id?: string;
  class?: string;
  className?: string;
  slot?: string;
  style?: unknown;
  ref?: unknown;
  key?: string | number | null;
  children?: unknown;
  "onkratos-screen"?: (event: KratosEvents["kratos-screen"]) => void;
  "onkratos-success"?: (event: KratosEvents["kratos-success"]) => void;
  "onkratos-navigate"?: (event: KratosEvents["kratos-navigate"]) => void;
  "onkratos-error"?: (event: KratosEvents["kratos-error"]) => void;
  "onkratos-session"?: (event: KratosEvents["kratos-session"]) => void;
}

export type MarkupMap = { [Tag in KratosTag]: KratosMarkup };

declare global {
  interface HTMLElementTagNameMap extends TagMap {}
}
