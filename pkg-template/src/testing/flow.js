import { PropylonError } from "../errors.js";
import { stopIfAborted, tell } from "../page.js";
import { buttonsOf, pressed, valuesOf } from "./press.js";
import { screen as drawn } from "./drawn.js";

/** A flow whose screens come from a script: each press shows the next one. */
export class FakeFlow {
  #auth;
  #kind;
  #options;
  #screen;
  #step = 0;
  #isOver = false;
  #listeners = new Set();
  /** What tests of this kind of flow submitted, in order. */
  submitted;
  flow = null;

  constructor(auth, kind, options, submitted) {
    stopIfAborted(options.signal);
    this.#auth = auth;
    this.#kind = kind;
    this.#options = options;
    this.submitted = submitted;
    this.#screen = drawn(`${kind}/loading`);
    options.signal?.addEventListener("abort", () => this.dispose(), { once: true });
    // Before its first answer, a flow is loading.
    this.begun = Promise.resolve().then(() => this.#isOver || this.#next({}));
    this.begun.catch((error) => tell(() => { throw error; }));
    for (const name of ["snapshot", "subscribe"]) this[name] = this[name].bind(this);
  }

  snapshot() {
    return this.#screen;
  }

  subscribe(listener) {
    this.#check();
    const entry = { listener };
    this.#listeners.add(entry);
    tell(listener, this.#screen);
    return () => this.#listeners.delete(entry);
  }

  submit(fields, options) {
    return this.#press(options, (screen) => {
      const [{ name, value }, values] = pressed(screen, valuesOf(fields));
      return [{ kind: "button", name, value }, values];
    });
  }

  passkey(fields, options) {
    return this.#ceremony("passkey", fields, options);
  }

  securityKey(fields, options) {
    return this.#ceremony("webauthn", fields, options);
  }

  resend(options) {
    return this.#press(options, (screen) => {
      const button = buttonsOf(screen).find(({ isResend }) => isResend);
      if (!button) throw new PropylonError("nothing-to-resend");
      return [{ kind: "button", name: button.name, value: button.value }, { [button.name]: button.value }];
    });
  }

  back(options) {
    return this.#does("back", options);
  }

  retry(options) {
    return this.#does("retry", options);
  }

  async act({ does }, options) {
    if (does.kind === "open" || does.kind === "visit") {
      this.#auth.go({ url: does.href, done: false, flow: this.#screen.flow }, [this.#options.navigate]);
      return this.#screen;
    }
    if (does.kind === "sign-out" || does.kind === "sign-out-everywhere") {
      await this.#auth.logout({ mode: does.kind === "sign-out" ? "navigate" : "everywhere" });
      return this.#screen;
    }
    if (does.kind === "switch-account") {
      await this.#auth.logout({ mode: "fetch" });
      return this.#does("start-over", options);
    }
    return this.#does(does.kind, options);
  }

  dispose() {
    this.#isOver = true;
    this.#listeners.clear();
  }

  #check() {
    if (this.#isOver) throw new PropylonError("disposed");
  }

  #ceremony(group, fields, options) {
    return this.#press(options, (screen) => {
      const button = buttonsOf(screen).find(({ trigger }) => trigger?.startsWith(group));
      if (!button) throw new PropylonError("no-ceremony");
      return [{ kind: "ceremony", trigger: button.trigger }, { ...valuesOf(fields), method: group }];
    });
  }

  #does(does, options) {
    return this.#press(options, () => [{ kind: "waiting" }, { does }], true);
  }

  /** `read` says what is pressed on a screen; `isAnywhere` if that needs no form. */
  async #press({ signal } = {}, read, isAnywhere = false) {
    this.#check();
    stopIfAborted(signal);
    await this.begun;
    this.#check();
    const { phase } = this.#screen;
    if (phase === "busy") throw new PropylonError("busy");
    if (phase !== "ready" && !isAnywhere) throw new PropylonError("no-form");
    const [busy, values] = read(this.#screen);
    this.submitted.push(values);
    this.#show({ ...this.#screen, phase: "busy", stop: null, leaving: null, busy });
    await Promise.resolve();
    stopIfAborted(signal);
    this.#check();
    return this.#next(values);
  }

  /** The next screen of the script; where there is none, the flow is done. */
  async #next(values) {
    const steps = this.#auth.scriptOf(this.#kind, this.#options);
    // The last function is asked again, and settings show their last screen again.
    const isAgain = this.#kind === "settings" || typeof steps.at(-1) === "function";
    const step = steps[isAgain ? Math.min(this.#step, steps.length - 1) : this.#step];
    const screen = typeof step === "function" ? await step(values) : step;
    this.#check();
    this.#step += 1;
    if (!screen) {
      const url = this.#options.returnTo ?? "/";
      this.#show({ ...this.#screen, phase: "leaving", busy: { kind: "waiting" }, leaving: { url, done: true } });
      this.#auth.passed(this.#kind);
      this.#auth.go({ url, done: true, flow: this.#screen.flow }, [this.#options.navigate]);
      return this.#screen;
    }
    this.#show(screen);
    return screen;
  }

  #show(screen) {
    this.#screen = screen;
    for (const { listener } of [...this.#listeners]) tell(listener, screen);
  }
}

if (Symbol.dispose) FakeFlow.prototype[Symbol.dispose] = FakeFlow.prototype.dispose;
