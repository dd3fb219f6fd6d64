import { DestroyRef, InjectionToken, Injector, PLATFORM_ID, afterNextRender, assertInInjectionContext, computed, effect, inject, makeEnvironmentProviders, runInInjectionContext, signal, untracked } from "@angular/core";
import { UNKNOWN, attend, follow, reaches, withoutProvider } from "./wrapper.js";

/** The client of an app, as signals. */
export const Propylon = new InjectionToken("Propylon", {
  providedIn: "root",
  factory: () => {
    throw withoutProvider("providePropylon()", "Add providePropylon({ url }) to the providers of the app's configuration.");
  },
});

/** A flow, from its first request to the end of whatever calls it. */
const flowOf = (auth, root) => (kind, options = {}, { injector = undefined } = {}) => {
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

const holderOf = ({ session = UNKNOWN, ...options }) => {
  const isBrowser = inject(PLATFORM_ID) === "browser";
  const destroyed = inject(DestroyRef);
  const now = signal({ auth: null, error: null, session });
  let end;
  const connect = () => {
    if (isBrowser) end ??= follow({ ...options, session }, (told) => now.set(told));
  };
  // What the server sent is hydrated first.
  afterNextRender(connect);
  destroyed.onDestroy(() => end?.());
  const auth = computed(() => {
    if (now().error) throw now().error;
    return now().auth;
  });
  const known = computed(() => now().session);
  return { auth, session: known, flow: flowOf(auth), connect, isBrowser, options };
};

/** Holds the client of an app. It is connected in the browser only, once the page is hydrated. */
export const providePropylon = (options = {}) => makeEnvironmentProviders([{ provide: Propylon, useFactory: () => holderOf(options) }]);

/** The state once it is known, without waiting for the page: routes come first. */
const settled = (propylon, injector) =>
  new Promise((done) => {
    propylon.connect();
    const watch = effect(() => {
      const state = propylon.session();
      if (state.state === "unknown") return;
      watch.destroy();
      done(state);
    }, { injector, manualCleanup: true });
  });

/** A guard of routes for people who are signed in. It hides, and does not protect: check the session on the server. */
export const signedIn = ({ aal, loginUrl = "/login" } = {}) => async (route, { url }) => {
  const propylon = inject(Propylon);
  const injector = inject(Injector);
  // The server's own check is for the server.
  if (!propylon.isBrowser) return true;
  const state = await settled(propylon, injector);
  if (reaches(state, aal)) return true;
  if (state.state === "unreachable") throw state.error;
  if (typeof loginUrl === "function") return runInInjectionContext(injector, () => loginUrl(url, state));
  const to = new URL(loginUrl, document.baseURI);
  to.searchParams.set("return_to", new URL(url, location.origin).href);
  if (state.state !== "none") to.searchParams.set("aal", "aal2");
  location.assign(to);
  return false;
};
