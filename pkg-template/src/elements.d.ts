import type { FlowName, Screen, SessionState, WasmSource } from "./index.js";

export * from "./index.js";

/**
 * Loads the WebAssembly ahead of the first element, or from elsewhere. Only the first call loads.
 */
export function load(wasm?: WasmSource | Promise<WasmSource>): Promise<unknown>;

/** The attributes of every element, by their property names. */
export interface KratosAttributes {
  /** Kratos' public URL; the page's own origin by default. */
  baseUrl: string | null;
  /** The groups to show, separated by blanks. */
  groups: string | readonly string[] | null;
  locale: string | null;
  flow: string | null;
  returnTo: string | null;
  refresh: boolean;
  aal: string | null;
  organization: string | null;
  via: string | null;
  loginChallenge: string | null;
  identitySchema: string | null;
  /** The id of the stored error; of `<kratos-error>`. */
  errorId: string | null;
}

/** Where the flow of an element stands. What it shows is in the document. */
export type Standing = Pick<Screen, "flow" | "phase" | "stop">;

/** What an element failed at. */
export interface KratosErrorDetail {
  code: string;
  message: string;
  cause: unknown;
  remedy: string;
}

export interface KratosEvents {
  /** Another screen. */
  "kratos-screen": CustomEvent<Standing>;
  /** The flow went through: the session or the account is another than before. */
  "kratos-success": CustomEvent<{ kind: string; flow: FlowName | null }>;
  /** The browser is about to leave; `preventDefault()` keeps it here. */
  "kratos-navigate": CustomEvent<{ url: string; leaves: boolean }>;
  "kratos-error": CustomEvent<KratosErrorDetail>;
  /** Another session state; of `<kratos-session>`. */
  "kratos-session": CustomEvent<SessionState>;
}

export interface KratosElement extends HTMLElement, KratosAttributes {
  /** What it shows; `null` before the first answer and for what is no flow. */
  readonly screen: Standing | null;
  /** Begins anew; resolves when it is drawn. */
  restart(): Promise<KratosElement>;
  addEventListener<Name extends keyof KratosEvents>(name: Name, listener: (event: KratosEvents[Name]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(name: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

export type KratosTag = `kratos-${FlowName | "sessions" | "error" | "logout" | "session"}`;

type TagMap = { [Tag in KratosTag]: KratosElement };

/** The attributes as they are written in HTML and JSX. */
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
