import type { Accessor, JSX, ParentComponent } from "solid-js";
import type { KratosElement, KratosEvents, KratosUserElement, MarkupMap } from "./elements.js";
import type { Auth, Flow, FlowName, FlowOptions, Screen, SessionState } from "./index.js";
import type { ElementProps, ProviderOptions } from "./wrapper.js";

/** `session` is what the server knows: it counts as known at once. */
export type PropylonProviderProps = ProviderOptions;

/**
 * Holds the client of a part of an app. It is connected in the browser only, once the page is hydrated, and disposed
 * when this is removed. Another `url` or `locale` connects anew.
 *
 * @example
 * <PropylonProvider url="https://auth.example.com">
 *   <SignedIn fallback={<Spinner />}><Inbox /></SignedIn>
 *   <SignedOut><KratosLogin onSuccess={() => navigate("/inbox")} /></SignedOut>
 * </PropylonProvider>
 */
export const PropylonProvider: ParentComponent<PropylonProviderProps>;

/**
 * The client; `null` on the server and until it is connected. Reading it throws whatever `connect` throws, for an
 * `ErrorBoundary`.
 *
 * @throws {PropylonError} `no-provider`
 */
export function useAuth(): Accessor<Auth | null>;

/**
 * The session's state, kept up to date across tabs.
 *
 * @throws {PropylonError} `no-provider`
 */
export function useSession(): Accessor<SessionState>;

type Options = Omit<FlowOptions, "navigate" | "signal">;

/**
 * A flow and its current screen, both `null` until it has begun. Other options begin another one; it ends with the
 * component.
 *
 * @throws {PropylonError} `no-provider`
 */
export function useFlow(kind: FlowName | Accessor<FlowName>, options?: Options | Accessor<Options>): { flow: Accessor<Flow | null>; screen: Accessor<Screen | null> };

export interface SessionPartProps {
  /** `aal2`: only a session with a second factor counts as signed in. */
  aal?: "aal1" | "aal2";
  /** What is shown until the session is known. */
  fallback?: JSX.Element;
}

/** Its children, for people who are signed in. It hides, and does not protect: check the session on the server. */
export const SignedIn: ParentComponent<SessionPartProps>;

/** Its children, for people who are not signed in, and where nobody knows. */
export const SignedOut: ParentComponent<SessionPartProps>;

/** The props of an element's component. */
export interface KratosProps<Element = KratosElement> extends ElementProps {
  class?: string;
  style?: JSX.CSSProperties | string;
  ref?: Element | ((element: Element) => void);
}

/** A component for an element. The server renders it with its children, which are for crawlers and for people without
 * scripts; it starts once the page is hydrated. */
export const KratosLogin: ParentComponent<KratosProps>;
export const KratosRegistration: ParentComponent<KratosProps>;
export const KratosRecovery: ParentComponent<KratosProps>;
export const KratosVerification: ParentComponent<KratosProps>;
export const KratosSettings: ParentComponent<KratosProps>;
export const KratosConsent: ParentComponent<KratosProps>;
export const KratosApps: ParentComponent<KratosProps>;
export const KratosSessions: ParentComponent<KratosProps>;
export const KratosError: ParentComponent<KratosProps>;
export const KratosLogout: ParentComponent<KratosProps>;
export const KratosSession: ParentComponent<KratosProps>;
/** Its children are further entries of the menu. */
export const KratosUser: ParentComponent<KratosProps<KratosUserElement> & { settingsUrl?: string; sessionsUrl?: string }>;

type ElementEvents = { [Name in keyof KratosEvents as `on:${Name}`]?: (event: KratosEvents[Name]) => void };
type Tags = { [Tag in keyof MarkupMap]: MarkupMap[Tag] & ElementEvents };

// The elements' own types for JSX.
declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements extends Tags {}
  }
}
