import { createIdentityBy, latestCodeBy, signInBy, virtualPasskeyBy } from "./testing/kratos.js";

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Requests with the cookies of a context. */
const asked = (target) => async ({ url, method, headers, form }) => {
  const answer = await (target.context?.() ?? target).request.fetch(url, { method, headers, form, maxRedirects: 0 });
  return { status: answer.status(), body: parsed(await answer.text()) };
};

/** Requests of the test itself. */
const askedHere = async ({ url, method, headers, json }) => {
  const answer = await fetch(url, { method, headers: { ...headers, ...(json && { "Content-Type": "application/json" }) }, body: json && JSON.stringify(json) });
  return { status: answer.status, body: parsed(await answer.text()) };
};

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export const signIn = async (target, options) => signInBy(asked(target), options);

export const createIdentity = async (options) => createIdentityBy(askedHere, options);

export const latestCode = async (mailpitUrl, address, options) => latestCodeBy(askedHere, pause, mailpitUrl, address, options);

export const virtualPasskey = async (page, options) => {
  const protocol = await page.context().newCDPSession(page);
  return virtualPasskeyBy((command, given) => protocol.send(command, given), options);
};
