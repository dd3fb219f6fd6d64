import { getContext, onMount, setContext } from "svelte";
import { derived, readonly, writable } from "svelte/store";
import { UNKNOWN, attend, follow, withoutProvider } from "./wrapper.js";

const KEY = Symbol("propylon");

/** A flow, from its first request to the end of the component that calls it. */
const flowOf = (auth) => (kind, options) => {
  const flow = writable(null);
  const screen = writable(null);
  onMount(() => {
    let begun;
    const end = () => {
      begun?.dispose();
      begun = undefined;
      flow.set(null);
      screen.set(null);
    };
    const forget = auth.subscribe((client) => {
      end();
      if (!client) return;
      begun = client[kind](options);
      flow.set(begun);
      begun.subscribe((now) => screen.set(now));
    });
    return () => {
      forget();
      end();
    };
  });
  return { flow: readonly(flow), screen: readonly(screen) };
};

/** Holds the client of the component that calls it, and of those below. It is connected in the browser only, once the
 * page is hydrated. */
export const setPropylon = ({ auth: own, url, locale, navigate, session = UNKNOWN } = {}) => {
  const now = writable({ auth: null, error: null, session });
  const part = (name) => derived(now, (all) => all[name]);
  const auth = part("auth");
  const element = (host) => {
    for (const [name, value] of [["base-url", url], ["locale", locale]]) {
      if (value && !host.hasAttribute(name)) host.setAttribute(name, value);
    }
    return attend(host);
  };
  onMount(() => {
    const end = follow({ auth: own, url, locale, navigate, session }, now.set);
    return () => {
      end();
      now.set({ auth: null, error: null, session });
    };
  });
  return setContext(KEY, { auth, error: part("error"), session: part("session"), flow: flowOf(auth), element });
};

/** What a component above holds. */
export const getPropylon = () => {
  const held = getContext(KEY);
  if (!held) throw withoutProvider("setPropylon()", "Call setPropylon({ url }) in a component above, such as the layout.");
  return held;
};
