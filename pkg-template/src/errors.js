/** The texts for each code: meaning and remedy. `$` is the requested name, `%` the known ones, `^` where else the
 * module can come from, after a comma, or how a wrapper's provider is given. */
const TEXTS = {
  "bad-option": ["The option $ is not valid.", "Use one of these: %."],
  "no-browser": ["Browser flows only run in a browser.", "Call this in the browser only (an effect, onMount), or use auth.native()."],
  "native-in-browser": ["API flows do not run in a browser: it adds an Origin header or cookies, and Kratos refuses the flow.", "Use auth.login() and the others here, and auth.native() in Node, Electron's main process or an app."],
  "no-such-flow": ["$ is not a flow of Kratos.", "Use login, registration, recovery, verification or settings, with the flow as Kratos answered it."],
  "no-provider": ["This is used outside of $.", "^"],
  busy: ["Another call is in progress in this flow.", "Wait for the promise of the last call, or check screen.busy."],
  "no-form": ["There is no form to submit: the flow has stopped or the page is navigating away.", "Check screen.phase; offer retry() or a new flow."],
  "which-method": ["The values don't identify one method of this flow.", "Add method: one of %."],
  "unknown-method": ["The flow has no button for the method $.", "Name one of its methods: %. Passkeys and security keys start with passkey() and securityKey()."],
  "unknown-button": ["The flow has no button $.", "Name one that it has: %."],
  "unknown-field": ["The flow has no field $.", "Use the names that the screen has. The method takes: %."],
  "no-ceremony": ["The flow has no ceremony of this kind.", "Call it only if the screen has the group passkey or webauthn; enable the method in Kratos."],
  "nothing-to-resend": ["The flow can't send another code now.", "Offer it only if the screen has a button with isResend."],
  "nothing-to-retry": ["There is no failed step to retry.", "Offer it only if a notice or the body has the action retry."],
  "no-dom": ["Elements need a browser: this window is a test's double (jsdom, happy-dom), in which WebAssembly can't draw.", "Test pages in a browser, for example with Playwright; elements stay empty here."],
  disposed: ["This object was disposed.", "Start a new flow."],
  unreachable: ["Kratos could not be reached: no server, no network, or CORS.", "Check url, and serve.public.cors in Kratos if it is on another origin."],
  "timed-out": ["Kratos did not answer in time.", "Try again."],
  redirected: ["Requests to Kratos are redirected to a page of another site, such as the sign-in of a network.", "Check the gateway in front of Kratos; it must not redirect requests with Accept: application/json."],
  "too-many-requests": ["Kratos, or a gateway before it, refuses requests for a while (HTTP 429).", "Wait as long as Retry-After says."],
  "not-kratos": ["Something other than Kratos answered (HTTP $).", "Check that url is Kratos' public URL and that the proxy forwards /self-service/ and /sessions/."],
  loop: ["One flow after another was refused.", "Check that Kratos' cookies are kept: page and Kratos share a site, and serve.public.cors allows credentials."],
  "cookie-lost": ["Kratos reported a sign-in, and the browser has no session cookie.", "Check cookies.domain and cookies.same_site in Kratos, and that page and Kratos share a site."],
  "return-to-forbidden": ["Kratos does not allow the return_to of this page.", "Add it to selfservice.allowed_return_urls in Kratos."],
  "switched-off": ["Kratos has this flow turned off.", "Turn it on in selfservice.flows in Kratos."],
  refused: ["Kratos refused the request: $", "Show its reason to the person; look up its id and status in Kratos' log."],
  "no-session": ["Nobody is signed in.", "Show the sign-in: auth.login()."],
  "needs-aal2": ["Kratos asks for a second factor first.", "Show it: auth.login({ aal: \"aal2\" })."],
  "unknown-template": ["Kratos has no token template $.", "Add it to session.whoami.tokenizer.templates in Kratos."],
  "unknown-api": ["$ is not named as an API, so it gets no token and no cookies.", "Name it: connect({ api: [\"$\"] }). Named: %."],
  "still-signed-in": ["Kratos ended the session, but there is still one.", "Another cookie is in use; sign out again or clear it."],
  stranded: ["The browser did not navigate to the next page.", "Check the URL that Kratos gave: no app may handle its scheme, or its response may be empty."],
  "no-webassembly": ["This runtime has no WebAssembly.", "Use a browser or Node; React Native's Hermes does not support it."],
  "wasm-unreachable": ["$ could not be loaded.", "Check the network, connect-src of the Content-Security-Policy, and CORS if it is on another host."],
  "wasm-not-found": ["$ was not found.", "Let the bundler copy the file^."],
  "wasm-not-wasm": ["$ is not WebAssembly: the server sent something else, often the page of a single-page app.", "Let the bundler copy the file^."],
  "wasm-csp": ["The Content-Security-Policy forbids WebAssembly.", "Add 'wasm-unsafe-eval' to script-src."],
  "wasm-broken": ["The WebAssembly could not be started: $", "Use the file from the same version of the package."],
};

/** Every error of this package. */
export class PropylonError extends Error {
  constructor(code, { name, known, cause, status, id, reason, door } = {}) {
    const [what, cure] = TEXTS[code] ?? [code, ""];
    const say = (text) => text.replaceAll("$", () => name ?? reason ?? status ?? "").replace("%", () => known?.join(", ") || "none").replace("^", () => door ?? "");
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
// On the prototype, so that it isn't an own property of each error.
PropylonError.prototype.name = "PropylonError";

/** Converts a failure of the module to an error; any other value is passed on. */
export const failed = (thrown) =>
  thrown && typeof thrown === "object" && thrown.code in TEXTS ? new PropylonError(thrown.code, thrown) : thrown;

let isTold = false;

/** Writes an error to the console, and returns what an event says of it. That a test has no browser is written once,
 * and is no error of the page. */
export const report = (error) => {
  if (error.code !== "no-dom") console.error(error);
  else if (!isTold) {
    console.warn(`propylon: ${error.message}`);
    isTold = true;
  }
  return { code: error.code ?? "unknown", message: error.message, cause: error.cause ?? error, remedy: error.remedy ?? "" };
};
