import { PropylonError } from "../errors.js";
import { FLOWS as OF_KRATOS, QUESTIONS } from "../flows.js";
import { onlyKnown, stopIfAborted, tell } from "../page.js";
import { flow as drawnFlow } from "./drawn.js";
import { FakeFlow } from "./flow.js";
import { signedIn, signedOut } from "./sessions.js";

const FLOWS = [...OF_KRATOS, ...QUESTIONS];
const OPTIONS = ["session", "after", "navigate", "tokens", "fetch", "sessions", "report", "native"];

/** What is answered only if the test says with what. */
const unanswered = (name) => new Error(`propylon/testing: say what auth.${name}() answers: fakeAuth({ ${name} })`);

/** A client with the shape of `Auth`, whose answers come from the test. It asks nobody. */
export const fakeAuth = (options = {}) => {
  onlyKnown(options, OPTIONS);
  const { session: first = signedOut(), after = signedIn(), navigate, tokens, fetch: answer, report, native } = options;
  let known = first;
  let others = [...(options.sessions ?? [])];
  let isOver = false;
  const listeners = new Set();
  const scripts = {};
  const submitted = Object.fromEntries(FLOWS.map((kind) => [kind, []]));
  const flows = new Set();

  const check = () => {
    if (isOver) throw new PropylonError("disposed");
  };

  const session = async ({ signal } = {}) => {
    check();
    stopIfAborted(signal);
    return known;
  };
  session.snapshot = () => known;
  session.subscribe = (listener) => {
    check();
    const entry = { listener };
    listeners.add(entry);
    tell(listener, known);
    return () => listeners.delete(entry);
  };
  session.refresh = () => listeners.forEach(({ listener }) => tell(listener, known));

  const auth = {
    session,
    navigations: [],
    submitted,

    setSession(state) {
      known = state;
      session.refresh();
    },

    script(kind, steps) {
      if (!FLOWS.includes(kind)) throw new PropylonError("no-such-flow", { name: kind });
      if (!Array.isArray(steps) || steps.length === 0) throw new TypeError("propylon/testing: a script is a list of screens, or of functions that return one");
      scripts[kind] = steps;
    },

    async whoami(given) {
      const { state, raw, error } = await session(given);
      if (error) throw error;
      return state === "active" ? (raw ?? null) : null;
    },

    async token(template, { signal } = {}) {
      check();
      stopIfAborted(signal);
      if (known.error) throw known.error;
      if (known.state !== "active") throw new PropylonError(known.state === "needs-aal2" ? "needs-aal2" : "no-session");
      if (!tokens) throw unanswered("tokens");
      if (!Object.hasOwn(tokens, template)) throw new PropylonError("unknown-template", { name: template });
      return tokens[template];
    },

    async fetch(input, init) {
      check();
      if (!answer) throw unanswered("fetch");
      return answer(input, init);
    },

    sessions() {
      check();
      return {
        list: async () => [...others],
        revoke: async (id) => void (others = others.filter((one) => one.id !== id)),
        revokeOthers: async () => void (others = []),
      };
    },

    async logout({ mode = "navigate", returnTo = "/", navigate: own, signal } = {}) {
      check();
      stopIfAborted(signal);
      if (mode === "everywhere") others = [];
      auth.setSession(signedOut());
      if (mode === "fetch") return { kind: "signed-out", url: null };
      go({ url: returnTo, done: true, flow: null }, [own]);
      return { kind: "leaving", url: returnTo };
    },

    async diagnose() {
      check();
      return report ?? { findings: [], unseen: [], facts: [] };
    },

    async record() {
      check();
      const file = () => new File(["[]"], "propylon-recording.json", { type: "application/json" });
      return { started: new Date(), file, stop: file };
    },

    native() {
      check();
      if (!native) throw unanswered("native");
      return native;
    },

    dispose() {
      isOver = true;
      listeners.clear();
      for (const flow of flows) flow.dispose();
    },
  };

  /** Notes a navigation, and does not navigate: a test's window cannot. */
  const go = (detail, hooks) => {
    let defaultPrevented = false;
    const event = { ...detail, preventDefault: () => void (defaultPrevented = true), get defaultPrevented() { return defaultPrevented; } };
    for (const hook of [...hooks, navigate]) hook?.(event);
    auth.navigations.push({ ...detail, defaultPrevented });
  };

  const parts = {
    go,
    logout: auth.logout,
    scriptOf: (kind, { groups }) => scripts[kind] ?? drawnFlow(kind, { groups }),
    passed: (kind) => kind !== "verification" && auth.setSession(after),
  };
  for (const kind of FLOWS) {
    auth[kind] = (given = {}) => {
      check();
      const flow = new FakeFlow(parts, kind, given, submitted[kind]);
      flows.add(flow);
      return flow;
    };
  }
  if (Symbol.dispose) auth[Symbol.dispose] = auth.dispose;
  return auth;
};
