import type { EnvironmentProviders, InjectionToken, Injector, Signal } from "@angular/core";
import type { Auth, Flow, FlowName, FlowOptions, Screen, SessionState } from "./index.js";
import type { ProviderOptions } from "./wrapper.js";

/** What an app is connected with. `session` is what the server knows: it counts as known at once. */
export type PropylonOptions = ProviderOptions;

type Options = Omit<FlowOptions, "navigate" | "signal">;

/** The client of an app, as signals. */
export interface Propylon {
  /**
   * The client; `null` on the server and until it is connected. Reading it throws whatever `connect` throws, for the
   * `ErrorHandler`.
   */
  readonly auth: Signal<Auth | null>;
  /** The session's state, kept up to date across tabs. */
  readonly session: Signal<SessionState>;
  /**
   * A flow and its current screen, both `null` until it has begun. Other options begin another one; it ends with the
   * component that calls it in its constructor or fields, or with the `injector`.
   *
   * @example
   * readonly login = inject(Propylon).flow("login", { groups: ["default", "code"] });
   */
  flow(kind: FlowName, options?: Options | (() => Options), context?: { injector?: Injector }): { flow: Signal<Flow | null>; screen: Signal<Screen | null> };
}

/**
 * Use it with `inject(Propylon)`.
 *
 * @throws {PropylonError} `no-provider`
 */
export const Propylon: InjectionToken<Propylon>;

/**
 * Holds the client of an app. It is connected in the browser only, once the page is hydrated, and disposed with the app.
 * The options may come from a function, which may use `inject`: on a server, `session` is that of a request. A page that
 * is rendered with it takes it over.
 *
 * @example
 * bootstrapApplication(App, { providers: [providePropylon({ url: "https://auth.example.com" })] });
 */
export function providePropylon(options?: PropylonOptions | (() => PropylonOptions)): EnvironmentProviders;

export interface GuardOptions<Result> {
  /** `aal2`: only a session with a second factor counts as signed in. */
  aal?: "aal1" | "aal2";
  /**
   * The sign-in, which gets `return_to`; default: `/login`. A function returns the guard's result, for a sign-in that
   * is a route; it may use `inject`.
   */
  loginUrl?: string | ((url: string, state: SessionState) => Result);
}

/**
 * A guard of routes for people who are signed in. The server's rendering is not guarded, and the guard does not
 * protect data: check the session on the server. It rejects if Kratos cannot be asked.
 *
 * @example
 * { path: "inbox", component: Inbox, canActivate: [signedIn({ loginUrl: () => inject(Router).parseUrl("/login") })] }
 */
export function signedIn<Result = boolean>(options?: GuardOptions<Result>): (route: unknown, state: { url: string }) => Promise<Result | boolean>;
