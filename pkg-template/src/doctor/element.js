import { Element, namesIn, reflect, takeOver } from "../attributes.js";
import { baseOf } from "../page.js";
import { examineHere } from "./examine.js";
import { dropping, filesOf } from "./files.js";
import { failureOf, reportOf, runningOf, shellOf } from "./view.js";

const ATTRIBUTES = ["base-url", "api-url", "return-to", "groups", "deep"];

/** As many events are kept. */
const MOST = 50;

/** `<kratos-doctor>`: examines the set-up from this page, checks files, and shows what it found. `load` loads the module. */
export const doctorOf = (load) => {
  class KratosDoctor extends Element {
    static observedAttributes = ATTRIBUTES;

    #shell;
    #run = 0;
    #isPlanned = false;
    /** What other elements of the page met. */
    #met = [];
    #hears = (event) => this.#hear(event);

    /** The last report; `null` before the first. */
    report = null;

    /** What the page met before the element was there. */
    events = [];

    /** What else the page was set up with, which is searched for keys of administrators. */
    given = null;

    connectedCallback() {
      takeOver(this, ATTRIBUTES);
      for (const name of ["kratos-error", "kratos-screen", "kratos-success"]) document.addEventListener(name, this.#hears);
      this.restart();
    }

    disconnectedCallback() {
      for (const name of ["kratos-error", "kratos-screen", "kratos-success"]) document.removeEventListener(name, this.#hears);
      queueMicrotask(() => {
        if (!this.isConnected) this.#end();
      });
    }

    attributeChangedCallback(_, before, now) {
      if (before !== now && this.#shell) this.restart();
    }

    /** Examines again with the current attributes. */
    restart() {
      if (this.#isPlanned) return;
      this.#isPlanned = true;
      // Several attributes may change at once.
      queueMicrotask(() => {
        this.#isPlanned = false;
        if (this.isConnected) this.#examine();
      });
    }

    async #examine() {
      const run = ++this.#run;
      if (!this.#shell) {
        const { card, take } = filesOf(load);
        this.#shell = shellOf(card);
        dropping(this.#shell.gate, take);
        this.append(this.#shell.gate);
      }
      const { report: place, show } = this.#shell;
      const { content, tell } = runningOf();
      const again = () => this.restart();
      place.setAttribute("aria-busy", "true");
      show(content);
      let shown;
      try {
        const report = await examineHere(await load(), {
          base: baseOf(this.getAttribute("base-url") || undefined),
          api: this.getAttribute("api-url"),
          returnTo: this.getAttribute("return-to"),
          groups: namesIn(this.getAttribute("groups")),
          deep: this.hasAttribute("deep"),
          events: [...this.events, ...this.#met],
          given: [this.given, ...[...this.attributes].map(({ value }) => value)],
          tell: (purpose) => run === this.#run && tell(purpose),
        });
        shown = reportOf(report, again);
        if (run === this.#run) this.report = report;
      } catch (error) {
        shown = failureOf(error, again);
      }
      if (run !== this.#run) return;
      place.removeAttribute("aria-busy");
      show(shown);
      if (this.report) this.dispatchEvent(new CustomEvent("kratos-report", { detail: this.report, bubbles: true, composed: true }));
    }

    #hear({ type, detail }) {
      if (type === "kratos-success") this.#note("passed", "", detail.kind);
      else if (type === "kratos-error") this.#note("finding", detail.code, "", detail.message);
      else if (detail?.phase === "stopped") this.#note("stop", detail.stop, detail.flow);
    }

    #note(kind, code, flow, text = "") {
      this.#met = [...this.#met, { kind, code: code ?? "", flow: flow ?? "", detail: String(text ?? "") }].slice(-MOST);
    }

    #end() {
      this.#run += 1;
      this.#shell?.gate.remove();
      this.#shell = undefined;
    }
  }
  reflect(KratosDoctor, ATTRIBUTES);
  return KratosDoctor;
};
