import { DEFERRED, Element, checkValues, namesIn, reflect, takeOver } from "./attributes.js";
import { contentOf } from "./content.js";
import { loadControl } from "./controls.js";
import { attend } from "./controls/attend.js";
import { begin } from "./early.js";
import { Entries } from "./entries.js";
import { PropylonError, report } from "./errors.js";
import { FLOWS, QUESTIONS } from "./flows.js";
import { wordsOf } from "./locales.js";
import { baseOf, leave, needDom } from "./page.js";
import { register } from "./register.js";
import { sorry } from "./sorry.js";

/** Attributes, and Kratos' parameters for them. */
const PARAMETERS = {
  flow: "flow",
  "return-to": "return_to",
  refresh: "refresh",
  aal: "aal",
  organization: "organization",
  via: "via",
  "login-challenge": "login_challenge",
  "identity-schema": "identity_schema",
  "consent-challenge": "consent_challenge",
  "error-id": "id",
};
const ATTRIBUTES = ["base-url", "groups", "locale", "heading-level", DEFERRED, ...Object.keys(PARAMETERS)];

/** Attributes of one kind, and its parameters for them. */
const OWN = { user: { "settings-url": "settings", "sessions-url": "sessions" } };

const KINDS = [...FLOWS, ...QUESTIONS, "sessions", "error", "logout", "session", "user"];

/** Turns a menu that was opened to the other side of its button where it would leave the page. Style sheets do
 * that by themselves in browsers that can place one element by another. */
const turn = ({ target }) => {
  // A page's own entries may have some, too.
  if (!target.matches("[data-part=user]")) return;
  delete target.dataset.turned;
  const { left, right } = target.querySelector("[data-part=menu]").getBoundingClientRect();
  if (left < 0 || right > document.documentElement.clientWidth) target.dataset.turned = "";
};

/** An element in the light DOM, for password managers, autofill and the page's styles. */
const elementOf = (kind, load) => {
  const parameters = { ...PARAMETERS, ...OWN[kind] };
  const attributes = [...ATTRIBUTES, ...Object.keys(OWN[kind] ?? {})];
  class KratosElement extends Element {
    static observedAttributes = attributes;

    #mounted;
    #gate;
    #early;
    #screen = null;
    #run = 0;
    #isPlanned = false;
    #hasStayed = false;
    #waiting = [];
    /** What the flow on screen was begun with, and a flow that was set aside. */
    #begun;
    #aside;
    #entries = kind === "user" ? new Entries(this) : undefined;

    connectedCallback() {
      takeOver(this, attributes);
      if (kind === "user") this.addEventListener("toggle", turn, true);
      if (!this.#gate) this.#plan();
    }

    disconnectedCallback() {
      // A move in the document reconnects at once; the form is kept.
      queueMicrotask(() => {
        if (!this.isConnected) this.#end();
      });
    }

    attributeChangedCallback(attribute, before, now) {
      if (before === now || !(this.#gate || attribute === DEFERRED)) return;
      if (attribute === "locale" && this.#mounted) this.#speak();
      else this.#plan();
    }

    /** Shows a flow in the new language, with what was typed; anything else starts again. */
    async #speak() {
      const run = this.#run;
      const words = await wordsOf(this.getAttribute("locale"));
      if (run === this.#run && !this.#mounted?.speak(this.#gate, words)) this.restart();
    }

    /** The state of the flow; `null` before the first answer, and without a flow. */
    get screen() {
      return this.#screen;
    }

    /** Starts again with the current attributes; resolves when it is rendered. */
    restart() {
      this.#end();
      this.#aside = undefined;
      return this.#plan();
    }

    /** Starts with the current attributes; a flow that was on screen, and is still the one they name, goes on. */
    #plan() {
      const drawn = new Promise((done, refuse) => this.#waiting.push({ done, refuse }));
      // The promise may be ignored.
      drawn.catch(() => {});
      if (!this.#isPlanned) {
        this.#isPlanned = true;
        // Several attributes may change at once.
        queueMicrotask(() => {
          this.#isPlanned = false;
          this.#start();
        });
      }
      return drawn;
    }

    async #start() {
      this.#end();
      if (this.deferHydration) return;
      const waiting = this.#waiting.splice(0);
      if (!this.isConnected) {
        for (const { refuse } of waiting) refuse(new PropylonError("disposed"));
        return;
      }
      const run = ++this.#run;
      const gate = this.ownerDocument.createElement("div");
      gate.dataset.part = "gate";
      gate.setAttribute("aria-busy", "true");
      this.#gate = gate;
      attend(gate, loadControl);
      this.append(gate);
      let base;
      try {
        needDom();
        base = baseOf(this.getAttribute("base-url") || undefined);
        const locale = this.getAttribute("locale");
        checkValues(this);
        const query = this.#query(base);
        this.#early = new AbortController();
        const early = begin(kind, base, query, this.#early.signal);
        const [module, words] = await Promise.all([load(), wordsOf(locale)]);
        if (run !== this.#run || !this.#gate) throw new PropylonError("disposed");
        gate.removeAttribute("aria-busy");
        query.set("groups", namesIn(this.getAttribute("groups")).join(" "));
        query.set("heading", this.getAttribute("heading-level") ?? "");
        this.#mounted = module.mount(kind, gate, base, query.toString(), words, early, (what, value) =>
          queueMicrotask(() => run === this.#run && this.#hear(what, value, base)),
        );
        this.#entries?.enter(gate);
        for (const { done } of waiting) done(this);
      } catch (error) {
        for (const { refuse } of waiting) refuse(error);
        if (error.code === "disposed") return;
        gate.removeAttribute("aria-busy");
        if (error.code !== "no-dom") sorry(gate, kind, base, () => this.restart());
        this.#failed(error);
      }
    }

    #end() {
      this.#run += 1;
      this.#entries?.leave();
      const flow = this.#mounted?.set_aside();
      if (flow) this.#aside = { ...this.#begun, flow };
      this.#mounted?.free();
      this.#early?.abort();
      this.#mounted = undefined;
      this.#gate?.remove();
      this.#gate = undefined;
    }

    #query(base) {
      const query = new URLSearchParams();
      for (const [attribute, parameter] of Object.entries(parameters)) {
        const value = this.getAttribute(attribute);
        // <kratos-login refresh> means true.
        if (attribute === "refresh" ? value !== null && value !== "false" : value) query.set(parameter, value || "true");
      }
      const begun = { base, query: query.toString() };
      const { flow } = this.#aside ?? {};
      if (flow && !query.has("flow") && this.#aside.base === base && this.#aside.query === begun.query) query.set("flow", flow);
      this.#aside = undefined;
      this.#begun = begun;
      return query;
    }

    #hear(what, value, base) {
      switch (what) {
        case "screen":
          this.#screen = value;
          return this.#tell("kratos-screen", value);
        case "session":
          return this.#tell("kratos-session", value);
        case "passed":
          return this.#tell("kratos-success", { kind, flow: this.#screen?.flow ?? null });
        case "found":
          return this.#tell("kratos-error", { code: value.code, message: value.cause, cause: null, remedy: value.remedy });
        case "failed":
          return this.#failed(new PropylonError(value.code, value));
        case "again":
          return this.restart();
        case "leave":
          return this.#navigate(value, true, base);
        case "open":
          return this.#navigate(value, false, base);
        case "signed-out":
          return this.#navigate(this.getAttribute("return-to") || "/", true, base);
        case "sign-in":
          return this.#navigate(`/login?${new URLSearchParams({ return_to: location.href })}`, false, base);
      }
    }

    #navigate(to, leaves, base) {
      const url = to.startsWith("/self-service/") ? base + to : to;
      const run = this.#run;
      leave(
        { url, leaves },
        [
          (event) => {
            if (!this.#tell("kratos-navigate", { url, leaves }, true)) event.preventDefault();
          },
        ],
        () => leaves && run === this.#run && this.#stayed(),
      );
    }

    /** A flow shows its form again; other content is mounted again, once. */
    #stayed() {
      if (this.#mounted?.stayed()) return;
      if (this.#hasStayed) return this.#failed(new PropylonError("stranded"));
      this.#hasStayed = true;
      this.restart();
    }

    #failed(error) {
      this.#tell("kratos-error", report(error));
    }

    #tell(name, detail, cancelable = false) {
      return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
    }
  }
  reflect(KratosElement, attributes);
  return KratosElement;
};

/** Registers all elements, if there is a DOM. */
export const define = (load) => {
  const kinds = KINDS.map((kind) => [`kratos-${kind}`, elementOf(kind, load)]);
  const classes = Object.fromEntries([...kinds, ["kratos-signed-in", contentOf(true, load)], ["kratos-signed-out", contentOf(false, load)]]);
  register(classes);
  return classes;
};
