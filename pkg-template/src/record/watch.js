// Notes what crosses the machine's edge: the requests of flows with their answers, and ceremonies with their
// ends. It stands between the page and the browser, so it sees every flow of the page, whoever shows it.

import { FLOWS } from "../flows.js";

/** The requests of flows. A base path before them is left out. */
const ASKED = /\/(self-service\/(?:login|registration|recovery|verification|settings)(?:\/(?:browser|flows))?|sessions\/whoami)$/;

/** As many characters of an answer are recorded. */
const LARGEST = 250_000;

/** When the client gives up, in milliseconds: TIMEOUT in src/browser/fetch.rs, less some for timers. */
const PATIENCE = 14_500;

const seconds = (text) => {
  if (!text) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(number) ? Math.max(0, Math.round(number)) : undefined;
};

/** A posted body: `{ form }` or `{ json }`. */
const bodyOf = (text, mask) => {
  if (!text.startsWith("{")) return { form: mask.form([...new URLSearchParams(text)]) };
  try {
    return { json: mask.json(JSON.parse(text)) };
  } catch {
    return { form: [] };
  }
};

/** The body of an answer. Of what is not JSON only the start says that it is none. */
const answered = (text, mask) => {
  if (text.length > LARGEST) return "";
  try {
    return mask.json(JSON.parse(text));
  } catch {
    return text.trimStart().startsWith("<") ? "<html>" : "";
  }
};

const watchFetch = (note, mask) => {
  const original = window.fetch;
  let asks = 0;
  const send = async (input, init) => {
    // Reads a copy, because a body can be read once.
    const copy = input instanceof Request ? input.clone() : new Request(input, init);
    const { pathname, search } = new URL(copy.url);
    const [, path] = ASKED.exec(pathname);
    if (copy.redirect === "manual") {
      // After a request without an answer, the client asks whether something redirects.
      const answer = await original.call(window, input, init);
      if (answer.type === "opaqueredirect") note({ answer: asks, failed: "redirected" });
      return answer;
    }
    asks += 1;
    const ask = asks;
    const asked = { ask, method: copy.method, path: `/${path}`, query: mask.query(search), on: mask.url(location.pathname + location.search) };
    if (copy.method === "GET") note(asked);
    else note({ ...asked, ...bodyOf(await copy.text(), mask) });
    const began = performance.now();
    try {
      const answer = await original.call(window, input, init);
      // Noted before the machine has it, so before what it does then.
      const text = await answer.clone().text();
      note({ answer: ask, status: answer.status, retryAfter: seconds(answer.headers.get("retry-after")), body: answered(text, mask) });
      return answer;
    } catch (error) {
      if (error.name !== "AbortError") note({ answer: ask, failed: "unreached" });
      else if (performance.now() - began > PATIENCE) note({ answer: ask, failed: "timed-out" });
      throw error;
    }
  };
  const isAsked = (input) => {
    try {
      return ASKED.test(new URL(input instanceof Request ? input.url : input, document.baseURI).pathname);
    } catch {
      return false;
    }
  };
  const watched = (input, init) => (isAsked(input) ? send(input, init) : original.call(window, input, init));
  window.fetch = watched;
  return () => {
    if (window.fetch === watched) window.fetch = original;
  };
};

const credentialOf = (credential, mask) => {
  try {
    return mask.json(credential.toJSON());
  } catch {
    return { id: mask.sentence(String(credential?.id ?? "")) };
  }
};

const watchCeremonies = (note, mask) => {
  const container = navigator.credentials;
  if (!container) return () => {};
  let ceremonies = 0;
  for (const kind of ["get", "create"]) {
    const original = container[kind];
    container[kind] = (options) => {
      const keys = options?.publicKey;
      // The browser's call is made at once: it needs the person's press.
      const asked = original.call(container, options);
      if (!keys) return asked;
      ceremonies += 1;
      const ceremony = ceremonies;
      const listed = (keys.allowCredentials ?? keys.excludeCredentials ?? []).length;
      note({ ceremony, creates: kind === "create", silent: options.mediation === "conditional", listed });
      asked.then(
        (credential) => note({ end: ceremony, credential: credentialOf(credential, mask) }),
        ({ name, message }) => note({ end: ceremony, error: name, says: mask.sentence(message), visible: !document.hidden }),
      );
      return asked;
    };
  }
  // Own members hide those of the prototype.
  return () => {
    delete container.get;
    delete container.create;
  };
};

/** What the tab's storage has for a reload of a flow. */
const keptOf = (mask) => {
  const kept = {};
  for (const kind of FLOWS) {
    try {
      const text = sessionStorage.getItem(`propylon.${kind}`);
      if (text) kept[kind] = JSON.stringify(mask.json(JSON.parse(text)));
    } catch {
      // Storage is blocked, or somebody else wrote it.
    }
  }
  return kept;
};

const allows = (feature) => {
  const policy = document.featurePolicy;
  return policy?.features?.().includes(feature) ? policy.allowsFeature(feature) : null;
};

const describe = async (note) => {
  const all = await globalThis.PublicKeyCredential?.getClientCapabilities?.();
  if (all) note({ able: Object.keys(all).filter((name) => all[name] && !name.startsWith("extension:")) });
};

/** Notes everything of this document, until the returned function is called. */
export const watch = (note, mask) => {
  note({
    open: {
      on: mask.url(location.pathname + location.search),
      origin: location.origin,
      host: location.hostname,
      secure: isSecureContext,
      passkeys: typeof PublicKeyCredential === "function",
      mayGet: allows("publickey-credentials-get"),
      mayCreate: allows("publickey-credentials-create"),
      kept: keptOf(mask),
    },
  });
  describe(note).catch(() => {});
  const ends = [watchFetch(note, mask), watchCeremonies(note, mask)];
  return () => ends.forEach((end) => end());
};
