import type { ComponentType, CSSProperties, ReactNode, RefAttributes } from "react";
import type { KratosElement, KratosUserElement, MarkupMap } from "./elements.js";
import type { Auth, Flow, FlowName, FlowOptions, Screen, SessionState } from "./index.js";
import type { ElementProps, ProviderOptions } from "./wrapper.js";

export interface PropylonProviderProps extends ProviderOptions {
  children?: ReactNode;
}

/**
 * Holds the client of a part of an app. It is connected in the browser only, once the page is hydrated, and disposed
 * when this is removed. Another `url` or `locale` connects anew.
 *
 * @example
 * <PropylonProvider url="https://auth.example.com">
 *   <SignedIn fallback={<Spinner />}><Inbox /></SignedIn>
 *   <SignedOut><KratosLogin onSuccess={() => router.push("/inbox")} /></SignedOut>
 * </PropylonProvider>
 */
export function PropylonProvider(props: PropylonProviderProps): ReactNode;

/**
 * The client; `null` on the server and until it is connected.
 *
 * @throws {PropylonError} `no-provider`, and whatever `connect` throws, for an error boundary
 */
export function useAuth(): Auth | null;

/**
 * The session's state, kept up to date across tabs.
 *
 * @throws {PropylonError} `no-provider`
 */
export function useSession(): SessionState;

/**
 * A flow and its current screen, both `null` until it has begun. Other options begin another one.
 *
 * @example
 * const { flow, screen } = useFlow("login", { groups: ["default", "code"] });
 * if (screen?.phase === "ready") return <Form form={screen.body} onSubmit={(fields) => flow?.submit(fields)} />;
 *
 * @throws {PropylonError} `no-provider`
 */
export function useFlow(kind: FlowName, options?: Omit<FlowOptions, "navigate" | "signal">): { flow: Flow | null; screen: Screen | null };

export interface SessionPartProps {
  /** `aal2`: only a session with a second factor counts as signed in. */
  aal?: "aal1" | "aal2";
  /** What is shown until the session is known. */
  fallback?: ReactNode;
  children?: ReactNode;
}

/** Its children, for people who are signed in. It hides, and does not protect: check the session on the server. */
export function SignedIn(props: SessionPartProps): ReactNode;

/** Its children, for people who are not signed in, and where nobody knows. */
export function SignedOut(props: SessionPartProps): ReactNode;

/** The props of an element's component. */
export interface KratosProps extends ElementProps {
  className?: string;
  style?: CSSProperties;
  /** What is there until the element starts: for crawlers and for people without scripts. */
  children?: ReactNode;
}

/** A component for an element. The server renders it with its children; it starts once the page is hydrated. */
export type KratosComponent<Props = KratosProps, Element = KratosElement> = ComponentType<Props & RefAttributes<Element>>;

export const KratosLogin: KratosComponent;
export const KratosRegistration: KratosComponent;
export const KratosRecovery: KratosComponent;
export const KratosVerification: KratosComponent;
export const KratosSettings: KratosComponent;
export const KratosConsent: KratosComponent;
export const KratosApps: KratosComponent;
export const KratosSessions: KratosComponent;
export const KratosError: KratosComponent;
export const KratosLogout: KratosComponent;
export const KratosSession: KratosComponent;
/** Its children are further entries of the menu. */
export const KratosUser: KratosComponent<KratosProps & { settingsUrl?: string; sessionsUrl?: string }, KratosUserElement>;

// The elements' own types for JSX.
declare module "react" {
  namespace JSX {
    interface IntrinsicElements extends MarkupMap {}
  }
}
