import { PropylonError, failed } from "./errors.js";
import { leave, stopIfAborted, tell } from "./page.js";

/** Form-encodes values: nested objects by dotted names, lists by repeated names. */
const encoded = (fields = {}) => {
  const out = new URLSearchParams();
  const put = (name, value) => {
    if (value === undefined || value === null) return;
    if (Array.isArray(value)) for (const element of value) put(name, element);
    else if (value instanceof Date) out.append(name, value.toISOString());
    else if (typeof value === "object") for (const key of Object.keys(value)) put(`${name}.${key}`, value[key]);
    else out.append(name, String(value));
  };
  const entries = typeof fields.entries === "function" ? fields.entries() : Object.entries(fields);
  for (const [name, value] of entries) put(name, value);
  return String(out);
};

const isOver = (screen) => screen.phase === "ready" || screen.phase === "stopped" || screen.phase === "leaving";

/** A self-service flow. A store by Svelte's contract: `subscribe` calls the listener at once and after
 * each change. */
export class Flow {
  #auth;
  #raw;
  #navigate;
  #screen;
  #isStale = true;
  /** The last submit, as long as it may have to be repeated. */
  #last;
  #isTelling = false;
  /** The kind of flow that was on screen. */
  #kind = "";
  #listeners = new Set();
  #waiting = new Set();
  #unhook = () => {};

  constructor(auth, kind, query, { groups, autofill = true, navigate, signal }) {
    stopIfAborted(signal);
    this.#auth = auth;
    this.#navigate = navigate;
    const { RawFlow } = auth.module;
    this.#raw = new RawFlow(auth.base, kind, query, (groups ?? []).join(" "), autofill, auth.words, (what, value) => this.#hear(what, value));
    if (signal) {
      const end = () => this.dispose(signal.reason);
      signal.addEventListener("abort", end, { once: true });
      this.#unhook = () => signal.removeEventListener("abort", end);
    }
    auth.open.add(this);
    this.#raw.start();
  }

  /** The current screen; the same object until it changes. */
  snapshot() {
    if (this.#isStale && this.#raw) {
      this.#screen = this.#raw.snapshot();
      this.#isStale = false;
    }
    return this.#screen;
  }

  subscribe(listener) {
    this.#check();
    // A wrapper, so that a function subscribed twice is called twice.
    const entry = { listener, heard: this.snapshot() };
    this.#listeners.add(entry);
    tell(listener, entry.heard);
    return () => this.#listeners.delete(entry);
  }

  get flow() {
    return this.#raw ? this.#raw.flow() : null;
  }

  submit(fields, options) {
    let values;
    return this.#press(this.#kept((raw) => raw.submit((values ??= encoded(fields)))), options);
  }

  passkey(fields, options) {
    return this.#ceremony("passkey", fields, options);
  }

  securityKey(fields, options) {
    return this.#ceremony("webauthn", fields, options);
  }

  resend(options) {
    return this.#press(this.#kept((raw) => raw.resend()), options);
  }

  back(options) {
    return this.#press(this.#kept((raw) => raw.back()), options);
  }

  async retry(options) {
    return this.#press((raw) => {
      if (!raw.retry()) return;
      if (!this.#last) throw new PropylonError("nothing-to-retry");
      this.#last(raw);
    }, options);
  }

  async act({ does }, options) {
    switch (does.kind) {
      case "retry":
        return this.retry(options);
      case "open":
      case "visit": {
        this.#check();
        this.#leave(does.href, false);
        return this.snapshot();
      }
      case "sign-out":
      case "sign-out-everywhere":
        await this.#auth.logout({ mode: does.kind === "sign-out" ? "navigate" : "everywhere", ...options });
        return this.snapshot();
      case "switch-account":
        await this.#auth.logout({ mode: "fetch", ...options });
        return this.#press((raw) => raw.act("start-over"), options);
      default:
        return this.#press((raw) => raw.act(does.kind), options);
    }
  }

  dispose(reason) {
    if (!this.#raw) return;
    this.snapshot();
    const raw = this.#raw;
    this.#raw = undefined;
    this.#last = undefined;
    this.#unhook();
    this.#listeners.clear();
    this.#auth.open.delete(this);
    raw.retire();
    raw.free();
    for (const wait of [...this.#waiting]) wait.refuse(reason ?? new PropylonError("disposed"));
  }

  #check() {
    if (!this.#raw) throw new PropylonError("disposed");
    return this.#raw;
  }

  #ceremony(group, fields, options) {
    const cancel = () => this.#raw?.cancel();
    options?.signal?.addEventListener("abort", cancel, { once: true });
    let values;
    const end = this.#press(this.#kept((raw) => raw.ceremony(group, (values ??= encoded(fields)))), options);
    return end.finally(() => options?.signal?.removeEventListener("abort", cancel));
  }

  /** A submit that is kept in case it gets no answer. */
  #kept(press) {
    return (raw) => {
      const before = this.#last;
      this.#last = press;
      try {
        press(raw);
      } catch (refusal) {
        this.#last = before;
        throw refusal;
      }
    };
  }

  // Calls the module before it returns, so that a ceremony has the click's user activation.
  async #press(press, { signal } = {}) {
    this.#check();
    stopIfAborted(signal);
    if (this.snapshot().phase === "loading") {
      await this.#settled(signal);
      stopIfAborted(signal);
    }
    try {
      press(this.#check());
    } catch (thrown) {
      throw failed(thrown);
    }
    return this.#settled(signal);
  }

  #settled(signal) {
    return new Promise((resolve, reject) => {
      const abort = () => wait.refuse(signal.reason);
      // Removed at the end: a signal may outlive any number of calls.
      const end = (settle) => (value) => {
        this.#waiting.delete(wait);
        signal?.removeEventListener("abort", abort);
        settle(value);
      };
      const wait = { done: end(resolve), refuse: end(reject) };
      this.#waiting.add(wait);
      signal?.addEventListener("abort", abort, { once: true });
      this.#later();
    });
  }

  #hear(what, value) {
    if (what === "changed") {
      // Its secrets are not needed any more.
      if (value) this.#last = undefined;
      this.#isStale = true;
      this.#later();
    } else if (what === "leave") {
      // Deferred: the module must not be called from its own callback.
      queueMicrotask(() => this.#leave(value));
    } else if (what === "found") {
      queueMicrotask(() => this.#auth.found(value));
    } else if (what === "passed") {
      queueMicrotask(() => this.#auth.passed(this.#screen?.flow ?? ""));
    }
  }

  #leave(to, done = this.snapshot().leaving?.done ?? false) {
    const url = to.startsWith("/self-service/") ? this.#auth.base + to : to;
    this.#auth.left(url, this.snapshot().flow);
    leave({ url, done, flow: this.snapshot().flow }, [this.#navigate, this.#auth.navigate], () => this.#raw?.stayed());
  }

  #later() {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      if (!this.#raw) return;
      const screen = this.snapshot();
      if (screen.phase === "stopped") this.#auth.stopped(screen.stop, screen.flow);
      // After a registration, Kratos may lead to a verification in place.
      if (this.#kind === "registration" && screen.flow === "verification") this.#auth.left("", this.#kind);
      this.#kind = screen.flow;
      // Compares with the last screen the listener got, because `snapshot()` may have been called
      // since.
      for (const entry of [...this.#listeners]) {
        if (entry.heard === screen) continue;
        entry.heard = screen;
        tell(entry.listener, screen);
      }
      if (!this.#raw || !isOver(screen)) return;
      for (const { done } of [...this.#waiting]) done(screen);
    });
  }
}

if (Symbol.dispose) Flow.prototype[Symbol.dispose] = Flow.prototype.dispose;
