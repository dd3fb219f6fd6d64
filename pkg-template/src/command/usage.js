import { parseArgs } from "node:util";

/** A call with wrong arguments. */
export class UsageError extends Error {}

/** The options and the other arguments of a call. */
export const parsed = (args, options) => {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
};

/** A URL of a web server, for options and arguments of this name. */
export const urlOf = (text, name) => {
  try {
    const url = new URL(text);
    if (/^https?:$/.test(url.protocol)) return url;
  } catch {
    // Said below.
  }
  throw new UsageError(`${name} must be a URL with http:// or https://, not ${text}`);
};

/** A URL without query and without a slash at the end. */
export const bare = (url) => (url.origin + url.pathname).replace(/\/+$/, "");
