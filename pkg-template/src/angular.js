import { DestroyRef, InjectionToken, Injector, PLATFORM_ID, TransferState, afterNextRender, assertInInjectionContext, computed, effect, inject, makeEnvironmentProviders, makeStateKey, runInInjectionContext, signal, untracked } from "@angular/core";
import { UNKNOWN, follow, reaches, withoutProvider } from "./wrapper.js";

/** The client of an app, as signals. */
export const Propylon = new InjectionToken("Propylon", {
  providedIn: "root",
  factory: () => {
    throw withoutProvider("providePropylon()", "Add providePropylon({ url }) to the providers of the app's configuration.");
  },
});

/** A flow, from its first request to the end of whatever calls it. */
const flowOf = (auth) => (kind, options = {}, { injector } = {}) => {
  if (!injector) assertInInjectionContext(flowOf);
  const own = injector ?? inject(Injector);
  const flow = signal(null);
  const screen = signal(null);
  const key = computed(() => JSON.stringify(typeof options === "function" ? options() : options));
  const begin = (onCleanup) => {
    const client = auth();
    const given = JSON.parse(key());
    if (!client) return;
    untracked(() => {
      const begun = client[kind](given);
      flow.set(begun);
      begun.subscribe((now) => screen.set(now));
      onCleanup(() => {
        begun.dispose();
        flow.set(null);
        screen.set(null);
      });
    });
  };
  effect(begin, { injector: own });
  return { flow: flow.asReadonly(), screen: screen.asReadonly() };
};

const SENT = makeStateKey("propylon");

const holderOf = (given) => {
  const isBrowser = inject(PLATFORM_ID) === "browser";
  const sent = inject(TransferState);
  const { session = sent.get(SENT, UNKNOWN), ...options } = typeof given === "function" ? given() : given;
  // The page takes over what the server knew.
  if (!isBrowser) sent.set(SENT, session);
  const now = signal({ auth: null, error: null, session });
  const known = computed(() => now().session);
  let end;
  let settle;
  const settled = new Promise((done) => {
    settle = done;
  });
  const connect = () => {
    end ??= follow({ ...options, session }, (told) => {
      now.set(told);
      if (known().state !== "unknown") settle();
    });
  };
  // What the server sent is hydrated first; on the server, nothing is rendered next.
  afterNextRender(connect);
  inject(DestroyRef).onDestroy(() => end?.());
  const auth = computed(() => {
    if (now().error) throw now().error;
    return now().auth;
  });
  /** The state once it is known. Routes come before the page, so it does not wait for that. */
  const stateOf = async () => {
    connect();
    await settled;
    return known();
  };
  return { auth, session: known, flow: flowOf(auth), stateOf, isBrowser };
};

/** Holds the client of an app. It is connected in the browser only, once the page is hydrated. */
export const providePropylon = (options = {}) => makeEnvironmentProviders([{ provide: Propylon, useFactory: () => holderOf(options) }]);

/** A guard of routes for people who are signed in. It hides, and does not protect: check the session on the server. */
export const signedIn = ({ aal, loginUrl = "/login" } = {}) => async (route, { url }) => {
  const propylon = inject(Propylon);
  const injector = inject(Injector);
  // The server's own check is for the server.
  if (!propylon.isBrowser) return true;
  const state = await propylon.stateOf();
  if (reaches(state, aal)) return true;
  if (state.state === "unreachable") throw state.error;
  if (typeof loginUrl === "function") return runInInjectionContext(injector, () => loginUrl(url, state));
  const to = new URL(loginUrl, document.baseURI);
  to.searchParams.set("return_to", new URL(url, location.origin).href);
  if (state.state !== "none") to.searchParams.set("aal", "aal2");
  location.assign(to);
  return false;
};
