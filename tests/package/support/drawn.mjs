// The screens of `propylon/testing`: drawn by the package's core in Chromium, from recorded answers of Kratos.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../../kratos/v26.2.0/", import.meta.url);
/** The file that the package has. */
export const FILE = fileURLToPath(new URL("../../../pkg-template/src/testing/screens.js", import.meta.url));

const recording = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));

const email = "ada@example.test";
const LOGIN = { start: "login-create-return-to" };
const SIGN_UP = { start: "registration-one-step-create" };

/** Each starts with one recorded answer and, with `submit`, ends with the answer to that. */
const SCREENS = {
  "login/start": LOGIN,
  "login/password-wrong": { ...LOGIN, submit: { method: "password", identifier: email, password: "wrong" }, end: "login-password-wrong" },
  "login/code-sent": { ...LOGIN, submit: { method: "code", identifier: email }, end: "login-code-1-sent" },
  "login/code-wrong": { start: "login-code-1-sent", submit: { code: "000000" }, end: "login-code-2-not-digits" },
  "login/code-resent": { start: "login-code-1-sent", submit: { resend: "code" }, end: "login-code-3-resent" },
  "login/second-factor": { start: "login-aal2-create" },
  "login/second-factor-wrong": { start: "login-aal2-create", submit: { totp_code: "000000" }, end: "login-aal2-totp-wrong" },
  "login/providers": { start: "oidc-login-create" },
  "registration/start": SIGN_UP,
  "registration/password-short": { ...SIGN_UP, submit: { method: "password", "traits.email": email, password: "short" }, end: "registration-one-step-password-short" },
  "registration/duplicate": { ...SIGN_UP, submit: { method: "password", "traits.email": email, password: "a-long-passphrase" }, end: "registration-one-step-password-duplicate" },
  "registration/code-sent": { ...SIGN_UP, submit: { method: "code", "traits.email": email }, end: "registration-one-step-code-1-sent" },
  "registration/code-wrong": { start: "registration-one-step-code-1-sent", submit: { code: "000000" }, end: "registration-one-step-code-2-wrong" },
  "recovery/start": { start: "recovery-1-create" },
  "recovery/code-sent": { start: "recovery-1-create", submit: { email }, end: "recovery-2-sent" },
  "verification/start": { start: "verification-1-get" },
  "verification/code-sent": { start: "verification-of-registration-get" },
  "verification/code-wrong": { start: "verification-of-registration-get", submit: { code: "000000" }, end: "verification-3-wrong" },
  "settings/start": { start: "settings-create" },
  "settings/all-set-up": { start: "settings-create-all-enrolled" },
};

/** The sets of groups that an app may narrow a start to. */
const GROUPS = ["code", "passkey", "password", "code passkey", "code password", "passkey password", "code passkey password"];

const KINDS = ["login", "registration", "recovery", "verification", "settings"];

/** Opens a page whose Kratos answers as `answers` says, by method; nobody is signed in unless it has a session. */
const answering = async (page, origin) => {
  const answers = {};
  await page.clock.setFixedTime("2026-01-01T00:10:00Z");
  await page.route(/\/(self-service|sessions)\//, (route) => {
    const isSession = route.request().url().includes("/sessions/whoami");
    const { status, body } = (isSession ? answers.session : answers[route.request().method()]) ?? { status: 401, body: { error: { code: 401 } } };
    return route.fulfill({ status, json: body });
  });
  await page.goto(`${origin}/blank.html`);
  return answers;
};

/** Draws all screens in `page`, which is of an origin that serves the package's `dist`. */
export const drawnScreens = async (page, origin) => {
  const answers = await answering(page, origin);
  const draw = async (kind, { start, submit, end }, groups) => {
    // As Kratos gives the flow to whoever asks for it.
    answers.GET = { status: 200, body: recording(start).body };
    answers.POST = end && recording(end);
    return page.evaluate(async ([kind, submit, groups]) => {
      const { connect } = await import("/dist/index.js");
      const auth = await connect({ locale: "en" });
      const flow = auth[kind]({ flow: "00000000-0000-4000-8000-000000000001", groups, navigate: (event) => event.preventDefault() });
      const loading = flow.snapshot();
      const ready = () => new Promise((done) => flow.subscribe((screen) => !["loading", "busy"].includes(screen.phase) && done(screen)));
      let screen = await ready();
      if (submit) screen = await flow.submit(submit);
      auth.dispose();
      if (screen.phase !== "ready") throw new Error(`${kind}: ${JSON.stringify(screen)}`);
      return { loading, screen };
    }, [kind, submit, groups]);
  };
  const screens = {};
  for (const kind of KINDS) {
    for (const [name, steps] of Object.entries(SCREENS).filter(([name]) => name.startsWith(`${kind}/`))) {
      const { loading, screen } = await draw(kind, steps);
      screens[`${kind}/loading`] = loading;
      screens[name] = screen;
    }
    if (kind !== "login" && kind !== "registration") continue;
    for (const groups of GROUPS) screens[`${kind}/start ${groups}`] = (await draw(kind, SCREENS[`${kind}/start`], ["default", ...groups.split(" ")])).screen;
  }
  return screens;
};

/** The screens of a sign-in with a password until it leaves. */
export const leavingOf = async (page, origin) => {
  const answers = await answering(page, origin);
  answers.GET = { status: 200, body: recording(LOGIN.start).body };
  answers.POST = recording("login-success-return-to");
  answers.session = recording("cors-whoami");
  return page.evaluate(async () => {
    const { connect } = await import("/dist/index.js");
    const auth = await connect({ locale: "en" });
    const flow = auth.login({ flow: "00000000-0000-4000-8000-000000000001", navigate: (event) => event.preventDefault() });
    const seen = [];
    flow.subscribe((screen) => seen.push(screen));
    await flow.submit({ method: "password", identifier: "ada@example.test", password: "right" });
    return seen;
  });
};

/** The text of the file. */
export const written = (screens) => {
  const lines = Object.entries(screens).map(([name, screen]) => `  ${JSON.stringify(name)}: ${JSON.stringify(screen)},\n`);
  return `// Drawn by the core from the answers in tests/kratos; \`UPDATE=1 cargo xtask test package\` writes it.\nexport const SCREENS = {\n${lines.join("")}};\n`;
};
