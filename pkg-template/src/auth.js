import { PropylonError, failed } from "./errors.js";
import { Flow } from "./flow.js";
import { FLOWS, QUESTIONS } from "./flows.js";
import { nativeOf } from "./native.js";
import { wordsOf } from "./locales.js";
import { baseOf, leave, needPage, onlyKnown, stopIfAborted, tell } from "./page.js";
import { PARAMETERS, queryOf } from "./query.js";
import { sessionOf } from "./session.js";

const OPTIONS = [...Object.keys(PARAMETERS), "groups", "autofill", "navigate", "signal"];

/** As many events are kept for the doctor. */
const MOST = 50;

/** `connect` for the module that `load` returns; `loadDoctor` returns the loader of the doctor's. */
export const connector = (load, loadDoctor) => async (options = {}) => {
  onlyKnown(options, ["url", "locale", "wasm", "navigate", "onFinding", "api", "session"]);
  // Checked before the module is loaded.
  const base = baseOf(options.url);
  const api = [options.api ?? []].flat().map((url) => new URL(baseOf(url)).origin);
  const [module, words] = await Promise.all([load(options.wasm), wordsOf(options.locale)]);
  return new Auth(base, module, words, { ...options, api }, loadDoctor);
};

/** The client for one Kratos. */
class Auth {
  #parts;
  #session;
  #loadDoctor;
  #api;
  #tokens;
  /** What the client met, for the doctor. */
  #met = [];
  #isOver = false;

  constructor(base, module, words, { navigate, onFinding, api, session }, loadDoctor) {
    this.#loadDoctor = loadDoctor;
    this.#api = api;
    const open = new Set();
    this.#parts = {
      base,
      words,
      module,
      ask: (call, ...values) => this.#ask(call, values),
      open,
      navigate,
      check: () => this.#check(),
      found: (finding) => {
        this.#note("finding", finding.code, "", finding.cause);
        if (onFinding) tell(onFinding, finding);
      },
      passed: (flow) => {
        this.#note("passed", "", flow);
        this.#changed();
      },
      // A provider's sign-in ends elsewhere.
      left: (url, flow) => this.#note("left", /[?&](client_id|SAMLRequest)=/.test(url) ? "provider" : "", flow),
      stopped: (stop, flow) => this.#note("stop", stop, flow),
      logout: (options) => this.logout(options),
    };
    this.#session = sessionOf(this.#parts, session);
    this.session = this.#session.session;
    for (const kind of [...FLOWS, ...QUESTIONS]) this[kind] = (options) => this.#begin(kind, options);
  }

  #check() {
    if (this.#isOver) throw new PropylonError("disposed");
  }

  #note(kind, code, flow, detail = "") {
    this.#met = [...this.#met, { kind, code, flow, detail }].slice(-MOST);
  }

  /** Calls an export of the module. */
  async #ask(call, values) {
    this.#check();
    try {
      return await this.#parts.module[call](this.#parts.base, ...values);
    } catch (thrown) {
      throw failed(thrown);
    }
  }

  #begin(kind, options = {}) {
    this.#check();
    needPage();
    onlyKnown(options, OPTIONS);
    return new Flow(this.#parts, kind, queryOf(options).toString(), options);
  }

  async whoami({ signal } = {}) {
    const { state, raw, error } = await this.session({ signal });
    if (error) throw error;
    return state === "active" ? raw : null;
  }

  /** The session may be another one. */
  #changed() {
    this.#tokens?.drop();
    this.#session.changed();
  }

  async #tokensOf() {
    this.#check();
    needPage();
    const { Tokens } = await import("./tokens.js");
    this.#tokens ??= new Tokens(this.#parts, this.session, this.#api);
    return this.#tokens;
  }

  async token(template, options) {
    return (await this.#tokensOf()).token(template, options);
  }

  // Bound, so that it can be given to a library as its fetch.
  fetch = async (input, init) => (await this.#tokensOf()).fetch(input, init);

  sessions() {
    this.#check();
    needPage();
    const { ask } = this.#parts;
    return {
      list: () => ask("listSessions"),
      revoke: (id) => ask("revokeSession", id),
      revokeOthers: () => ask("revokeSession"),
    };
  }

  async logout({ mode = "navigate", returnTo, navigate, signal } = {}) {
    this.#check();
    needPage();
    stopIfAborted(signal);
    if (!["navigate", "fetch", "everywhere"].includes(mode)) {
      throw new PropylonError("bad-option", { name: `mode (${mode})`, known: ["navigate", "fetch", "everywhere"] });
    }
    const { module, base } = this.#parts;
    let url = null;
    try {
      const end = await module.signOut(base, mode, returnTo, (to) => {
        url = to;
      });
      if (end === "leaving") leave({ url, done: true, flow: null }, [navigate, this.#parts.navigate]);
      else this.#changed();
      this.#note("signed-out", "", "");
      return { kind: end, url };
    } catch (thrown) {
      throw failed(thrown);
    }
  }

  async diagnose(options = {}) {
    this.#check();
    needPage();
    onlyKnown(options, ["api", "returnTo", "groups", "deep"]);
    const { api, returnTo, groups, deep } = options;
    const [{ load }, { examineHere }] = await Promise.all([this.#loadDoctor(), import("./doctor/examine.js")]);
    const known = { base: this.#parts.base, events: this.#met, given: { ...options, url: this.#parts.base } };
    return examineHere(await load(), { ...known, api: api && String(api), returnTo, groups, deep });
  }

  async record() {
    this.#check();
    needPage();
    return (await import("./record/page.js")).recordHere();
  }

  native() {
    this.#check();
    return nativeOf(this.#parts);
  }

  dispose() {
    this.#isOver = true;
    this.#session.close();
    this.#tokens?.drop();
    for (const flow of [...this.#parts.open]) flow.dispose();
  }
}

if (Symbol.dispose) Auth.prototype[Symbol.dispose] = Auth.prototype.dispose;
