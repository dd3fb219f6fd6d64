import { PropylonError } from "./errors.js";
import { wordsOf } from "./locales.js";
import { baseOf, leave } from "./page.js";

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
  "error-id": "id",
};
const ATTRIBUTES = ["base-url", "groups", "locale", ...Object.keys(PARAMETERS)];

/** Known values of attributes. Another value may belong to a later Kratos or be a mistake. */
const VALUES = {
  aal: ["aal1", "aal2"],
  groups: ["default", "password", "code", "link", "passkey", "webauthn", "totp", "lookup_secret", "oidc", "saml", "profile", "identifier_first", "captcha"],
  refresh: ["", "true", "false"],
};

const KINDS = ["login", "registration", "recovery", "verification", "settings", "sessions", "error", "logout", "session"];

const camel = (name) => name.replace(/-./g, (pair) => pair[1].toUpperCase());

// Importing must work without a DOM.
const Element = globalThis.HTMLElement ?? class {};

/** An element in the light DOM, for password managers, autofill and the page's styles. */
const elementOf = (kind, load) => {
  class KratosElement extends Element {
    static observedAttributes = ATTRIBUTES;

    #mounted;
    #gate;
    #screen = null;
    #run = 0;
    #isPlanned = false;
    #hasStayed = false;
    #waiting = [];

    connectedCallback() {
      for (const attribute of ATTRIBUTES) {
        // A property set before the class was defined hides the accessor.
        const name = camel(attribute);
        if (!Object.hasOwn(this, name)) continue;
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
      if (!this.#gate) this.restart();
    }

    disconnectedCallback() {
      // A move in the document reconnects at once; the form is kept.
      queueMicrotask(() => {
        if (!this.isConnected) this.#end();
      });
    }

    attributeChangedCallback(attribute, before, now) {
      if (before === now || !this.#gate) return;
      if (attribute === "locale" && this.#mounted) this.#speak();
      else this.restart();
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
      this.append(gate);
      try {
        const base = baseOf(this.getAttribute("base-url") || undefined);
        const locale = this.getAttribute("locale");
        this.#checkValues();
        const [module, words] = await Promise.all([load(), wordsOf(locale)]);
        if (run !== this.#run || !this.#gate) throw new PropylonError("disposed");
        gate.removeAttribute("aria-busy");
        this.#mounted = module.mount(kind, gate, base, this.#query(), this.#groups().join(" "), words, (what, value) =>
          queueMicrotask(() => run === this.#run && this.#hear(what, value, base)),
        );
        for (const { done } of waiting) done(this);
      } catch (error) {
        for (const { refuse } of waiting) refuse(error);
        if (error.code === "disposed") return;
        gate.removeAttribute("aria-busy");
        console.error(error);
        this.#failed(error);
      }
    }

    #end() {
      this.#run += 1;
      this.#mounted?.free();
      this.#mounted = undefined;
      this.#gate?.remove();
      this.#gate = undefined;
    }

    #checkValues() {
      for (const [attribute, known] of Object.entries(VALUES)) {
        const value = this.getAttribute(attribute);
        if (value === null) continue;
        for (const part of attribute === "groups" ? this.#groups() : [value]) {
          if (known.includes(part) || (attribute === "aal" && !part)) continue;
          console.warn(`propylon: <${this.localName} ${attribute}="${value}"> has the value ${part}, which Kratos does not know; use ${known.filter(Boolean).join(", ")}`);
        }
      }
    }

    #query() {
      const query = new URLSearchParams();
      for (const [attribute, parameter] of Object.entries(PARAMETERS)) {
        const value = this.getAttribute(attribute);
        // <kratos-login refresh> means true.
        if (attribute === "refresh" ? value !== null && value !== "false" : value) query.set(parameter, value || "true");
      }
      return query.toString();
    }

    #groups() {
      return (this.getAttribute("groups") ?? "").split(/[\s,]+/).filter(Boolean);
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
      this.#tell("kratos-error", { code: error.code ?? "unknown", message: error.message, cause: error.cause ?? error, remedy: error.remedy ?? "" });
    }

    #tell(name, detail, cancelable = false) {
      return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
    }
  }
  for (const attribute of ATTRIBUTES) {
    Object.defineProperty(KratosElement.prototype, camel(attribute), {
      configurable: true,
      enumerable: true,
      get() {
        if (attribute === "refresh") return this.hasAttribute("refresh") && this.getAttribute("refresh") !== "false";
        return this.getAttribute(attribute);
      },
      set(value) {
        if (value === null || value === undefined || value === false) this.removeAttribute(attribute);
        else this.setAttribute(attribute, value === true ? "" : Array.isArray(value) ? value.join(" ") : String(value));
      },
    });
  }
  return KratosElement;
};

/** Registers all elements, if there is a DOM. A second copy of the package does not replace the first
 * one's elements. */
export const define = (load) => {
  const classes = {};
  for (const kind of KINDS) {
    const name = `kratos-${kind}`;
    classes[name] = elementOf(kind, load);
    if (!globalThis.customElements) continue;
    if (customElements.get(name)) {
      console.warn(`propylon: <${name}> is already registered, perhaps by a second copy of the package; the first one is used`);
    } else {
      customElements.define(name, classes[name]);
    }
  }
  return classes;
};
