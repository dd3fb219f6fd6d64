import type { ComputedRef, MaybeRefOrGetter, Plugin, ShallowRef } from "vue";
import type { KratosElement, KratosUserElement, MarkupMap } from "./elements.js";
import type { Auth, Flow, FlowName, FlowOptions, Screen, SessionState } from "./index.js";
import type { ElementProps, ProviderOptions } from "./wrapper.js";

/** What an app is connected with. `session` is what the server knows: it counts as known at once. */
export type PropylonOptions = ProviderOptions;

/**
 * A plugin that holds the client of an app. It is connected when the first component that uses it is mounted, in the
 * browser only, and disposed with the app (Vue 3.5; before, with the page).
 *
 * @example
 * createSSRApp(App).use(propylon({ url: "https://auth.example.com", session })).mount("#app");
 */
export function propylon(options?: PropylonOptions): Plugin;

/** The same for the component whose `setup` calls it, and those below; disposed with that component. */
export function providePropylon(options?: PropylonOptions): void;

/**
 * The client; `null` on the server and until it is connected. Reading it throws whatever `connect` throws, for
 * `onErrorCaptured` and `app.config.errorHandler`.
 *
 * @throws {PropylonError} `no-provider`
 */
export function useAuth(): ComputedRef<Auth | null>;

/**
 * The session's state, kept up to date across tabs.
 *
 * @throws {PropylonError} `no-provider`
 */
export function useSession(): ComputedRef<SessionState>;

/**
 * A flow and its current screen, both `null` until it has begun. Other options begin another one; it ends with the
 * component.
 *
 * @example
 * const { flow, screen } = useFlow("login", () => ({ returnTo: route.query.to }));
 *
 * @throws {PropylonError} `no-provider`
 */
export function useFlow(
  kind: MaybeRefOrGetter<FlowName>,
  options?: MaybeRefOrGetter<Omit<FlowOptions, "navigate" | "signal">>,
): { flow: Readonly<ShallowRef<Flow | null>>; screen: Readonly<ShallowRef<Screen | null>> };

/** A part of a page; the slot `fallback` is shown until the session is known. */
export interface SessionPart {
  new (): {
    $props: {
      /** `aal2`: only a session with a second factor counts as signed in. */
      aal?: "aal1" | "aal2";
    };
    $slots: { default?: () => unknown; fallback?: () => unknown };
  };
}

/** Its default slot, for people who are signed in. It hides, and does not protect: check the session on the server. */
export const SignedIn: SessionPart;

/** Its default slot, for people who are not signed in, and where nobody knows. */
export const SignedOut: SessionPart;

/** The props of an element's component, and its events as `@screen`, `@success`, `@navigate`, `@error`, `@session`. */
export interface KratosProps extends ElementProps {
  class?: unknown;
  style?: unknown;
}

/** A component for an element; `element` of its template ref is the element. It starts once the page is hydrated; until
 * then its slot is there, for crawlers and for people without scripts. */
export interface KratosComponent<Props = KratosProps, Element = KratosElement> {
  new (): { $props: Props; $slots: { default?: () => unknown }; element: Element | null };
}

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
/** Its slot has further entries of the menu. */
export const KratosUser: KratosComponent<KratosProps & { settingsUrl?: string; sessionsUrl?: string }, KratosUserElement>;

interface ElementEvents {
  onKratosScreen?: KratosProps["onScreen"];
  onKratosSuccess?: KratosProps["onSuccess"];
  onKratosNavigate?: KratosProps["onNavigate"];
  onKratosError?: KratosProps["onError"];
  onKratosSession?: KratosProps["onSession"];
}
type ElementComponents = { [Tag in keyof MarkupMap]: new () => { $props: MarkupMap[Tag] & ElementEvents } };

// The elements' own types for templates.
declare module "vue" {
  interface GlobalComponents extends ElementComponents {}
}
