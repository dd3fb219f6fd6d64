/** What each code means, and the cure. `$` stands for what was asked, `%` for what there is. */
const TEXTS = {
  "bad-option": ["The option $ is not usable.", "Known options: %."],
  "no-browser": ["Flows of a browser need a browser.", "Call this in the browser only (an effect, onMount), or use auth.native()."],
  "native-in-browser": ["API flows do not run in a browser: it adds an Origin header or cookies, and Kratos refuses the flow.", "Use auth.login() and the others here, and auth.native() in Node, Electron's main process or an app."],
  "no-such-flow": ["$ is no flow of Kratos.", "Use login, registration, recovery, verification or settings, with the flow as Kratos answered it."],
  busy: ["Something else is under way in this flow.", "Wait for the promise of the last call, or look at screen.busy."],
  "no-form": ["There is no form to submit: the flow is stopped or the page is being left.", "Look at screen.phase; offer retry() or a new flow."],
  "which-method": ["The values fit no single method of this flow.", "Add method: one of %."],
  "unknown-method": ["The flow has no button for the method $.", "It has: %. Passkeys and security keys start with passkey() and securityKey()."],
  "unknown-button": ["The flow has no button $.", "It has: %."],
  "unknown-field": ["The method has no field $.", "It has: %."],
  "no-ceremony": ["The flow offers no ceremony of this kind.", "Look for the group passkey or webauthn in the screen, and enable the method in Kratos."],
  "nothing-to-resend": ["The flow sends no code again now.", "Offer it only when the screen has a button with isResend."],
  "nothing-to-retry": ["Nothing failed, so there is nothing to try again.", "Offer it only when a notice or the body has an action that retries."],
  disposed: ["This was disposed of.", "Begin a new flow."],
  unreachable: ["Kratos could not be reached: nothing listens, no network, or CORS.", "Check the url, and serve.public.cors in Kratos where it has an origin of its own."],
  "timed-out": ["Kratos did not answer in time.", "Try again."],
  "not-kratos": ["Something answered that is not Kratos (HTTP $).", "Check that url is Kratos' public URL and that the proxy passes /self-service/ and /sessions/ on."],
  refused: ["Kratos refuses: $", "Look at status and id."],
  "still-signed-in": ["Kratos ended the session, and still somebody is signed in.", "Another cookie is in use; sign out again or clear it."],
  stranded: ["The browser did not go on to the next page.", "Check the URL that Kratos names: no program may have its scheme, or its answer has nothing to show."],
  "no-webassembly": ["There is no WebAssembly here.", "It needs one: browsers and Node have it, React Native's Hermes does not."],
  "wasm-unreachable": ["$ could not be loaded.", "Check the network, connect-src of the Content-Security-Policy, and CORS of another host."],
  "wasm-not-found": ["$ is not there.", "Let the bundler copy the file, give its address as connect({ wasm }), or import from propylon/inline."],
  "wasm-not-wasm": ["$ is no WebAssembly: the server sent something else, often the page of a single-page app.", "Let the bundler copy the file, give its address as connect({ wasm }), or import from propylon/inline."],
  "wasm-csp": ["The Content-Security-Policy forbids WebAssembly.", "Add 'wasm-unsafe-eval' to script-src."],
  "wasm-broken": ["The WebAssembly does not start: $", "Make sure that its version is that of the package."],
};

/** Every failure of this package. */
export class PropylonError extends Error {
  constructor(code, { name, known, cause, status, id, reason } = {}) {
    const [what, cure] = TEXTS[code] ?? [code, ""];
    const say = (text) => text.replace("$", () => name ?? reason ?? status ?? "").replace("%", () => known?.join(", ") || "none");
    const remedy = say(cure);
    super(`${say(what)} ${remedy}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
    this.known = known ?? [];
    this.status = status ?? null;
    this.id = id ?? null;
    this.reason = reason ?? null;
  }
}
// On the prototype, so that it is no property of each error.
PropylonError.prototype.name = "PropylonError";

/** A failure of the module as an error; what is none passes. */
export const failed = (thrown) =>
  thrown && typeof thrown === "object" && thrown.code in TEXTS ? new PropylonError(thrown.code, thrown) : thrown;
