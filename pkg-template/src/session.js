import { PropylonError } from "./errors.js";
import { needPage, stopIfAborted, tell } from "./page.js";

/** When a page looks at a session again that its server handed over. */
const AGAIN = ["visibilitychange", "focus"];

/** The session state: requested by calls, watched by `subscribe`. `given` is what the server knows. */
export const sessionOf = (auth, given) => {
  let asking;
  let watch;
  let isGiven = ["active", "none", "needs-aal2"].includes(given?.state);
  let known = { state: "unknown", session: null, url: null, error: null, raw: null, ...(isGiven && given) };
  const listeners = new Set();

  const session = async ({ signal } = {}) => {
    auth.check();
    needPage();
    stopIfAborted(signal);
    asking ??= auth.module.whoami(auth.base).finally(() => {
      asking = undefined;
    });
    const state = await asking;
    stopIfAborted(signal);
    return read(state);
  };

  session.snapshot = () => known;

  session.subscribe = (listener) => {
    auth.check();
    const entry = { listener };
    listeners.add(entry);
    if (!isGiven) start();
    else if (typeof document !== "undefined") AGAIN.forEach((name) => addEventListener(name, take));
    tell(listener, known);
    return () => {
      listeners.delete(entry);
      if (listeners.size === 0) close();
    };
  };

  session.refresh = () => {
    if (isGiven) take();
    else watch?.refresh();
  };

  // What changes the session tells every watch of this origin by a message, so only what a server handed over is left.
  const changed = () => {
    if (isGiven || typeof BroadcastChannel === "undefined") session.refresh();
  };

  const start = () => {
    if (typeof document === "undefined") return;
    watch ??= new auth.module.RawWatch(auth.base, (state) => {
      known = read(state);
      queueMicrotask(() => {
        for (const { listener } of [...listeners]) tell(listener, known);
      });
    });
  };

  /** From now on, the watch asks, which at its start is the first question. */
  const take = () => {
    stopWaiting();
    isGiven = false;
    if (listeners.size > 0) start();
  };

  const stopWaiting = () => {
    if (typeof document !== "undefined") AGAIN.forEach((name) => removeEventListener(name, take));
  };

  const close = () => {
    stopWaiting();
    listeners.clear();
    watch?.close();
    watch?.free();
    watch = undefined;
  };

  return { session, changed, close };
};

const read = ({ error, ...state }) => ({ ...state, error: error && new PropylonError(error.code, error) });
