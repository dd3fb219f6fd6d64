import { PropylonError } from "./errors.js";
import { stopIfAborted } from "./page.js";

/** A token is renewed so long before its end, in milliseconds, or after nine tenths of a short life. */
const AHEAD = 30_000;

/** Signed tokens of the session by Kratos' templates, and requests with them. Kept in memory only. */
export class Tokens {
  #auth;
  /** The newest request for each template. */
  #kept = new Map();
  #isWatching = false;

  /** `auth` is what the client's parts share, `session` its session state, `api` the origins that it names. */
  constructor(auth, session, api) {
    this.#auth = auth;
    this.session = session;
    this.api = api;
  }

  /** Forgets all tokens. */
  drop() {
    this.#kept.clear();
  }

  async token(template, { signal } = {}) {
    stopIfAborted(signal);
    const kept = this.#kept.get(template);
    const mine = kept && Date.now() < kept.until ? kept : this.#ask(template);
    const { token } = await mine.answer;
    stopIfAborted(signal);
    this.#auth.check();
    // The session changed meanwhile.
    return this.#kept.get(template) === mine || mine.until === 0 ? token : this.token(template, { signal });
  }

  async fetch(input, { token: template, ...init } = {}) {
    const url = new URL(input?.url ?? input, document.baseURI);
    if (url.origin !== location.origin && !this.api.includes(url.origin)) {
      throw new PropylonError("unknown-api", { name: url.origin, known: [location.origin, ...this.api] });
    }
    const isStream = (init.body ?? (init.body === undefined && input?.body)) instanceof ReadableStream;
    const asked = isStream ? input : (input?.clone?.() ?? input);
    const token = template && (await this.token(template, init));
    const answer = await send(input, init, token);
    if (answer.status !== 401) return answer;
    const { state } = await this.session({ signal: init.signal });
    if (state === "none" || state === "needs-aal2") {
      this.drop();
      this.session.refresh();
    }
    // With cookies, the same request has the same answer.
    if (state !== "active" || !template || isStream) return answer;
    // Another request may have renewed it.
    if ((await this.#kept.get(template)?.answer)?.token === token) this.#kept.delete(template);
    return send(asked, init, await this.token(template, init));
  }

  #ask(template) {
    const entry = { until: Infinity };
    const asked = Date.now();
    entry.answer = tokenize(this.#auth.base, template).then(
      (found) => {
        entry.until = endOf(found.token, asked);
        entry.session = found.session;
        this.#watch();
        return found;
      },
      (error) => {
        if (this.#kept.get(template) === entry) this.#kept.delete(template);
        throw error;
      },
    );
    this.#kept.set(template, entry);
    return entry;
  }

  /** A token ends with its session, in whichever tab that is ended or changed. */
  #watch() {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.session.subscribe(({ state, session }) => {
      if (state === "unknown" || state === "unreachable") return;
      for (const [template, entry] of this.#kept) {
        if (entry.session && entry.session !== session?.id) this.#kept.delete(template);
      }
    });
  }
}

/** With a token, a redirect is an error: some browsers take the header to other origins. */
const send = (input, init, token) => {
  if (!token) return fetch(input, { credentials: "include", ...init });
  const headers = new Headers(init.headers ?? input?.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return fetch(input, { ...init, headers, redirect: init.redirect === "manual" ? "manual" : "error" });
};

/** Asks Kratos for a token. */
const tokenize = async (base, template) => {
  let answer;
  try {
    const headers = { Accept: "application/json" };
    answer = await fetch(`${base}/sessions/whoami?tokenize_as=${encodeURIComponent(template)}`, { headers, credentials: "include", cache: "no-store" });
  } catch (cause) {
    throw new PropylonError("unreachable", { cause });
  }
  const { status } = answer;
  const body = await answer.json().catch(() => null);
  if (status === 200 && typeof body?.tokenized === "string") return { token: body.tokenized, session: body.id };
  const { id, reason, message } = body?.error ?? {};
  if (status === 401) throw new PropylonError("no-session", { status, id });
  if (id === "session_aal2_required") throw new PropylonError("needs-aal2", { status, id });
  if (/template/.test(reason ?? message) || (status === 200 && body?.id)) {
    throw new PropylonError("unknown-template", { name: template, status, id, reason });
  }
  throw body?.error ? new PropylonError("refused", { status, id, reason: reason ?? message }) : new PropylonError("not-kratos", { status });
};

/** When to renew a token, by this machine's clock; 0 for one that does not say when it ends. */
const endOf = (token, asked) => {
  try {
    const { exp, iat } = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
    // The clock here may be wrong; how long the token lives is not.
    const life = (exp - (iat ?? asked / 1000)) * 1000;
    return asked + Math.max(life - AHEAD, life * 0.9) || 0;
  } catch {
    return 0;
  }
};
