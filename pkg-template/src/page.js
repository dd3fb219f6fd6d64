import { PropylonError } from "./errors.js";

/** Throws outside a browser page. */
export const needPage = () => {
  if (typeof document === "undefined") throw new PropylonError("no-browser");
};

/** Throws where the module has no document: it needs a real `Window`, which test doubles of a browser are not. */
export const needDom = () => {
  if (!(typeof Window === "function" && globalThis instanceof Window)) throw new PropylonError("no-dom");
};

/** Throws if a signal is aborted. Chromium has `throwIfAborted` only since 100. */
export const stopIfAborted = (signal) => {
  if (signal?.aborted) throw signal.reason;
};

/** Kratos' public URL without a trailing slash; default: the page's origin. */
export const baseOf = (url) => {
  const page = globalThis.document?.baseURI;
  let base;
  try {
    base = new URL(url ?? "/", page);
  } catch (cause) {
    throw new PropylonError("bad-option", { name: `url (${url})`, known: ["an absolute URL such as https://auth.example.com"], cause });
  }
  if (!/^https?:$/.test(base.protocol)) {
    throw new PropylonError("bad-option", { name: `url (${url})`, known: ["an absolute URL that starts with http:// or https://"] });
  }
  return (base.origin + base.pathname).replace(/\/+$/, "");
};

/** Throws for keys that are not in `known`. */
export const onlyKnown = (options, known) => {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new PropylonError("bad-option", { name, known });
  }
};

/** Same as `REFUSED` in src/url.rs, which has already checked Kratos' URLs. */
export const REFUSED = ["about", "blob", "chrome", "chrome-extension", "data", "edge", "file", "filesystem", "ftp", "jar", "javascript", "livescript", "mhtml", "mocha", "moz-extension", "resource", "safari-web-extension", "vbscript", "view-source", "ws", "wss"];

/** How long to wait before a navigation counts as failed, in milliseconds. */
const PATIENCE = 5000;

/**
 * Navigates, unless one of the hooks prevents it. URLs that would run as script are refused; any other
 * URL is Kratos' decision, including links to apps. `stayed` is called if the page is still here after
 * some seconds.
 */
export const leave = (detail, hooks, stayed = () => {}) => {
  let defaultPrevented = false;
  const event = {
    ...detail,
    preventDefault() {
      defaultPrevented = true;
    },
    get defaultPrevented() {
      return defaultPrevented;
    },
  };
  for (const hook of hooks) hook?.(event);
  if (defaultPrevented) return;
  let to;
  try {
    to = new URL(detail.url, location.href);
  } catch {
    // Reported below.
  }
  if (!to || REFUSED.includes(to.protocol.slice(0, -1))) return void setTimeout(stayed);
  location.assign(to);
  setTimeout(stayed, PATIENCE);
};

/** Calls a caller's function and reports its errors. */
export const tell = (call, value) => {
  try {
    call(value);
  } catch (error) {
    if (globalThis.reportError) reportError(error);
    else console.error(error);
  }
};
