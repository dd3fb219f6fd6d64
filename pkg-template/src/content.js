import { DEFERRED, Element, checkValues, reflect, takeOver } from "./attributes.js";
import { PropylonError, report } from "./errors.js";
import { baseOf, needDom } from "./page.js";
import { reaches } from "./reaches.js";

const ATTRIBUTES = ["base-url", "aal", DEFERRED];

/** An element that shows the page's own content to people who are signed in, or to all others. */
export const contentOf = (isForSession, load) => {
  class KratosContent extends Element {
    static observedAttributes = ATTRIBUTES;

    #followed;
    #state;
    #run = 0;
    #isBegun = false;

    connectedCallback() {
      takeOver(this, ATTRIBUTES);
      if (!this.#isBegun) this.#begin();
    }

    disconnectedCallback() {
      // A move in the document reconnects at once.
      queueMicrotask(() => {
        if (!this.isConnected) this.#end();
      });
    }

    attributeChangedCallback(attribute, before, now) {
      if (before === now) return;
      if (attribute === DEFERRED) return this.#begin();
      if (!this.#isBegun) return;
      if (attribute === "aal") return this.#show();
      this.#end();
      this.#begin();
    }

    async #begin() {
      if (this.#isBegun || !this.isConnected || this.deferHydration) return;
      this.#isBegun = true;
      this.hidden = true;
      checkValues(this);
      const run = ++this.#run;
      const isCurrent = () => run === this.#run;
      try {
        needDom();
        const base = baseOf(this.getAttribute("base-url") || undefined);
        const module = await load();
        if (!isCurrent()) return;
        this.#followed = module.follow_session(base, (state) => queueMicrotask(() => isCurrent() && this.#hear(state)));
      } catch (error) {
        if (!isCurrent()) return;
        this.#tell("kratos-error", report(error));
        // A way to sign in stays.
        this.#state = { state: "unreachable" };
        this.#show();
      }
    }

    #end() {
      this.#run += 1;
      this.#isBegun = false;
      this.#followed?.free();
      this.#followed = this.#state = undefined;
    }

    #hear({ error, ...state }) {
      this.#state = { ...state, error: error && new PropylonError(error.code, error) };
      this.#show();
      this.#tell("kratos-session", this.#state);
    }

    #show() {
      if (!this.#state) return;
      this.hidden = reaches(this.#state, this.getAttribute("aal")) !== isForSession;
    }

    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    }
  }
  reflect(KratosContent, ATTRIBUTES);
  return KratosContent;
};
