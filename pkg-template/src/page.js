import { PropylonError } from "./errors.js";

/** Throws where there is no page. */
export const needPage = () => {
  if (typeof document === "undefined") throw new PropylonError("no-browser");
};

/** Kratos' public URL without a slash at the end; by default the page's own origin. */
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

/** Names every key that is not among `known`. */
export const onlyKnown = (options, known) => {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new PropylonError("bad-option", { name, known });
  }
};

/** The same as `REFUSED` in src/url.rs, which has judged what Kratos said already. */
export const REFUSED = ["about", "blob", "chrome", "chrome-extension", "data", "edge", "file", "filesystem", "ftp", "jar", "javascript", "livescript", "mhtml", "mocha", "moz-extension", "resource", "safari-web-extension", "vbscript", "view-source", "ws", "wss"];

/** How long the browser may take to leave. */
const PATIENCE = 5000;

/**
 * Leaves the page, unless one of the hooks prevents it. What would run as script is refused; anything
 * else is Kratos' decision, addresses of apps included. `stayed` is called when the browser is still here
 * after some seconds.
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
    // Said below.
  }
  if (!to || REFUSED.includes(to.protocol.slice(0, -1))) return void setTimeout(stayed);
  location.assign(to);
  setTimeout(stayed, PATIENCE);
};

/** Calls a caller's function; its mistake must not stop ours. */
export const tell = (call, value) => {
  try {
    call(value);
  } catch (error) {
    if (globalThis.reportError) reportError(error);
    else console.error(error);
  }
};
