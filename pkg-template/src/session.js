import { PropylonError } from "./errors.js";
import { needPage, stopIfAborted, tell } from "./page.js";

/** The session state: requested by calls, watched by `subscribe`. */
export const sessionOf = (auth) => {
  let asking;
  let watch;
  let known = { state: "unknown", session: null, url: null, error: null, raw: null };
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
    if (typeof document !== "undefined") {
      watch ??= new auth.module.RawWatch(auth.base, (state) => {
        known = read(state);
        queueMicrotask(() => {
          for (const { listener } of [...listeners]) tell(listener, known);
        });
      });
    }
    tell(listener, known);
    return () => {
      listeners.delete(entry);
      if (listeners.size === 0) close();
    };
  };

  session.refresh = () => watch?.refresh();

  const close = () => {
    listeners.clear();
    watch?.close();
    watch?.free();
    watch = undefined;
  };

  return { session, close };
};

const read = ({ error, ...state }) => ({ ...state, error: error && new PropylonError(error.code, error) });
