// The package in Chromium as a plain script, with a real Kratos on another origin and the strict
// policy.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, beforeEach, afterEach, test as nodeTest } from "node:test";
import { join } from "node:path";
import { given, startKratos } from "./support/kratos.mjs";
import { serve } from "./support/server.mjs";
import { totp } from "./support/totp.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const PASSWORD = "a-long-and-odd-passphrase-7";
const dist = join(given("PROPYLON_PACKAGE"), "dist");

const HEADLESS = `<!doctype html><meta charset="utf-8"><title>Headless</title><script type="module" src="/headless.js"></script>`;
const headless = (entry) => `
  import { connect, PropylonError } from "/propylon/${entry}.js";
  window.left = [];
  window.auth = await connect({ url: (window.kratos = KRATOS), navigate: (event) => { left.push(event.url); event.preventDefault(); } });
  window.PropylonError = PropylonError;
  document.title = "Ready";`;
const BOXES = readFileSync(new URL("../e2e/gallery/boxes.js", import.meta.url), "utf8");
const BOOTSTRAP = readFileSync(require.resolve("bootstrap/dist/css/bootstrap.css"), "utf8");
const UPGRADE = `<!doctype html><meta charset="utf-8"><title>Upgrade</title><link rel="icon" href="data:,">
  <link rel="stylesheet" href="/propylon/styles.css"><script type="module" src="/elements.js"></script>
  <main><h1>Shop</h1><kratos-login base-url=KRATOS></kratos-login><p>Below the sign-in, in the middle of the page</p></main>`;
const ELEMENTS = `<!doctype html><meta charset="utf-8"><title>Elements</title>
  <link rel="stylesheet" href="/propylon/styles.css"><script type="module" src="/elements.js"></script><main></main>`;
const PARTS = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Parts</title>
  <link rel="icon" href="data:,"><link rel="stylesheet" href="/propylon/styles.css"><script type="module" src="/elements.js"></script>
  <main><h1>Shop</h1>
  <kratos-signed-out base-url=KRATOS><a href="/login">Sign in</a></kratos-signed-out>
  <kratos-signed-in base-url=KRATOS><p>Orders</p></kratos-signed-in>
  <kratos-signed-in base-url=KRATOS aal="aal2"><p>Vault</p></kratos-signed-in>
  <kratos-signed-out base-url=KRATOS aal="aal2"><p>Locked</p></kratos-signed-out>
  <kratos-user base-url=KRATOS settings-url="/account"><a href="/billing">Billing</a><button type="button">Theme</button></kratos-user>
  </main>`;

// A promise in a page may never settle, so each test has a timeout that names it.
const test = (name, body) => nodeTest(name, { timeout: 120_000 }, body);

let kratos;
let site;
let browser;
let page;
let wrong;

before(async () => {
  site = await serve({ folders: { "/propylon/": dist, "/copy/": dist } });
  kratos = await startKratos({ site: site.url });
  site.kratos = kratos.url;
  const withKratos = (text) => text.replaceAll("KRATOS", JSON.stringify(kratos.url));
  site.pages["/headless.html"] = HEADLESS;
  site.pages["/headless.js"] = withKratos(headless("index"));
  site.pages["/inline.html"] = HEADLESS.replace("headless.js", "inline.js");
  site.pages["/inline.js"] = withKratos(headless("inline"));
  site.pages["/elements.html"] = ELEMENTS;
  site.pages["/parts.html"] = withKratos(PARTS);
  site.pages["/parts-without-anchors.html"] = site.pages["/parts.html"].replace("/propylon/styles.css", "/without-anchors.css");
  const styles = readFileSync(join(dist, "styles.css"), "utf8");
  assert.match(styles, /anchor-scope:\s*all/);
  const headers = { "Content-Type": "text/css" };
  site.pages["/without-anchors.css"] = { headers, body: styles.replace(/anchor-scope:\s*all/g, "anchor-scope:12px") };
  site.pages["/upgrade.html"] = withKratos(UPGRADE);
  site.pages["/elements.js"] = withKratos(`
    import { load } from "/propylon/elements.js";
    window.heard = [];
    for (const name of ["kratos-screen", "kratos-success", "kratos-navigate", "kratos-error", "kratos-session"]) {
      addEventListener(name, (event) => {
        heard.push([name, event.detail]);
        if (name === "kratos-navigate") event.preventDefault();
      });
    }
    window.add = (tag, attributes = {}) => {
      const element = document.createElement(tag);
      element.setAttribute("base-url", KRATOS);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      document.querySelector("main").append(element);
      return element;
    };
    await load();
    document.title = "Ready";`);
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await kratos?.stop();
  await site?.stop();
});
beforeEach(async () => {
  const context = await browser.newContext();
  page = await context.newPage();
  wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => {
    // Chromium logs Kratos' 4xx answers as errors.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) wrong.push(message.text());
  });
});
afterEach(async () => {
  await page.context().close();
  assert.deepEqual(wrong, []);
});

const open = async (path) => {
  await page.goto(site.url + path);
  await page.waitForFunction(() => document.title === "Ready");
};

let people = 0;
/** Creates a person with a password. */
const person = async () => {
  people += 1;
  const email = `browser-${people}@example.test`;
  const json = { "Content-Type": "application/json", Accept: "application/json" };
  const flow = await (await fetch(`${kratos.url}/self-service/registration/api`)).json();
  const body = JSON.stringify({ method: "password", password: PASSWORD, traits: { email } });
  const answer = await fetch(flow.ui.action, { method: "POST", headers: json, body });
  assert.equal(answer.status, 200);
  await kratos.code(email);
  return email;
};

/** Adds an authenticator with a sensor; the returned `touch(false)` removes the finger. */
const sensor = async () => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return (enabled) => cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
};

for (const entry of ["headless", "inline"]) {
  test(`${entry}: a code signs in, whoami knows, and signing out ends it`, async () => {
    const email = await person();
    await open(`/${entry}.html`);
    const sent = await page.evaluate(async (identifier) => {
      window.login = auth.login();
      window.seen = [];
      login.subscribe((screen) => seen.push(screen.phase));
      return login.submit({ method: "code", identifier });
    }, email);
    assert.equal(sent.phase, "ready");
    assert.equal(sent.body.kind, "form");
    const code = await kratos.code(email);
    const end = await page.evaluate((code) => login.submit({ code }), `${code.slice(0, 3)} ${code.slice(3)}`);
    assert.equal(end.phase, "leaving", JSON.stringify(end));
    assert.equal(end.leaving.done, true);
    assert.equal(await page.evaluate((code) => login.submit({ code }).catch((error) => error.code), code), "no-form");
    assert.equal(await page.evaluate(() => left.length), 1);
    const state = await page.evaluate(() => auth.session());
    assert.equal(state.state, "active");
    assert.equal(state.session.identity.traits.email, email);
    assert.equal((await page.evaluate(() => auth.whoami())).identity.traits.email, email);
    // The session of the registration, in an app.
    assert.equal((await page.evaluate(() => auth.sessions().list())).length, 1);
    await page.evaluate(() => auth.sessions().revokeOthers());
    assert.deepEqual(await page.evaluate(() => auth.sessions().list()), []);
    const out = await page.evaluate(() => auth.logout({ mode: "fetch" }));
    assert.deepEqual(out, { kind: "signed-out", url: null });
    assert.equal((await page.evaluate(() => auth.session())).state, "none");
  });
}

test("a wrong password is a screen, the right one goes through, settings are cards", async () => {
  const email = await person();
  await open("/headless.html");
  const refused = await page.evaluate((identifier) => {
    window.login = auth.login();
    return login.submit({ identifier, password: "wrong" });
  }, email);
  assert.equal(refused.phase, "ready");
  assert.deepEqual(refused.notices.map(({ message }) => message), [4000006]);
  assert.equal((await page.evaluate(() => login.flow)).ui.messages[0].id, 4000006);
  const end = await page.evaluate((password) => login.submit({ method: "password", password }), PASSWORD);
  assert.equal(end.phase, "leaving");
  const settings = await page.evaluate(async () => {
    window.settings = auth.settings();
    return new Promise((done) => settings.subscribe((screen) => screen.body.kind === "cards" && done(screen)));
  });
  assert.ok(settings.body.cards.some(({ group }) => group === "profile"));
  const saved = await page.evaluate(() => settings.submit({ method: "profile", traits: { name: "Ada" } }));
  assert.equal(saved.notices[0].tone, "success");
});

test("a sign-up without a password is three submits, as docs/import.md shows them", async () => {
  const email = `sign-up-${Date.now()}@example.test`;
  await open("/headless.html");
  const sent = await page.evaluate(async (email) => {
    window.signUp = auth.registration();
    await signUp.submit({ method: "profile", traits: { email } });
    return signUp.submit({ method: "code" });
  }, email);
  assert.equal(sent.phase, "ready", JSON.stringify(sent));
  const code = await kratos.code(email);
  const end = await page.evaluate((code) => signUp.submit({ code }), code);
  assert.equal(end.phase, "leaving", JSON.stringify(end));
  const { state, session } = await page.evaluate(() => auth.session());
  assert.deepEqual([state, session.identity.traits.email], ["active", email]);
});

test("a passkey is made and signs in", async () => {
  const email = await person();
  await open("/headless.html");
  await sensor();
  const screens = await page.evaluate(async ([identifier, password]) => {
    await auth.login().submit({ identifier, password });
    const made = await auth.settings().passkey();
    await auth.logout({ mode: "fetch" });
    const signedIn = await auth.login().passkey();
    return { made, signedIn, state: await auth.session() };
  }, [email, PASSWORD]);
  assert.equal(screens.made.notices[0].tone, "success", JSON.stringify(screens.made.notices));
  assert.equal(screens.signedIn.phase, "leaving", JSON.stringify(screens.signedIn.notices));
  assert.equal(screens.state.state, "active");
});

/** Draws a flow's forms by the types of its screens alone: one form for all methods. */
const draw = () => {
  const put = (parent, tag, members) => parent.appendChild(Object.assign(document.createElement(tag), members));
  window.show = (flow) => {
    // The one before hears of a sign-out, too, and would be drawn over this one.
    window.shown?.dispose();
    window.shown = flow;
    flow.subscribe(drawn(flow));
  };
  const drawn = (flow) => (screen) => {
    document.body.replaceChildren();
    if (screen.body.kind !== "form" || screen.phase === "leaving") return;
    const form = put(document.body, "form", { noValidate: true });
    const { hidden, sections } = screen.body.form;
    for (const [name, value] of hidden) put(form, "input", { type: "hidden", name, value });
    for (const { parts } of sections) {
      for (const { field, button } of parts) {
        if (field) put(form, "input", { name: field.name, value: field.value, required: field.required, type: field.control.kind === "password" ? "password" : "text" });
        if (button) put(form, "button", { name: button.name, value: button.value, type: button.trigger ? "button" : "submit", textContent: button.label, onclick: (event) => {
          // Only what the button takes has to be valid.
          if (button.fields.some((name) => !form.elements[name].checkValidity())) return event.preventDefault();
          if (button.trigger) flow.passkey(new FormData(form)).catch((error) => { window.thrown = error.code; });
        } });
      }
    }
    form.onsubmit = (event) => {
      event.preventDefault();
      flow.submit(new FormData(form, event.submitter)).catch((error) => { window.thrown = error.code; });
    };
  };
};

// A form with the fields of all methods was refused for the password that a code does not take, and `required` stopped
// the press.
test("a form drawn from the types alone signs in by each method", async () => {
  const email = await person();
  await open("/headless.html");
  await page.evaluate(draw);
  await page.evaluate(() => show(auth.login()));
  const button = (value) => page.locator(`button[name=method][value=${value}]`);
  // Nothing is filled in: the press is stopped for the identifier.
  await button("code").click();
  await page.locator("[name=identifier]").fill(email);
  await page.locator("[name=password]").fill("wrong");
  await button("code").click();
  await page.locator("[name=code]").fill(await kratos.code(email));
  await button("code").click();
  await page.waitForFunction(() => left.length === 1);
  await page.evaluate(() => auth.logout({ mode: "fetch" }));
  await page.evaluate(() => show(auth.login()));
  await page.locator("[name=identifier]").fill(email);
  await page.locator("[name=password]").fill(PASSWORD);
  await button("password").click();
  await page.waitForFunction(() => left.length === 2);
  assert.equal(await page.evaluate(() => window.thrown), undefined);
});

test("a form drawn from the types alone signs up by a passkey and signs in by it", async () => {
  await open("/headless.html");
  await sensor();
  await page.evaluate(draw);
  await page.evaluate(() => show(auth.registration()));
  await page.locator("[name='traits.email']").fill(`drawn-${Date.now()}@example.test`);
  await page.locator("button[value=profile]").click();
  await page.locator("button[name^=passkey]").click();
  // The address is still to be confirmed.
  await page.locator("[name=code]").waitFor();
  await page.evaluate(() => auth.logout({ mode: "fetch" }));
  await page.evaluate(() => show(auth.login({ autofill: false })));
  await page.locator("button[name^=passkey]").click();
  await page.waitForFunction(() => left.length === 1);
  assert.equal(await page.evaluate(() => window.thrown), undefined);
});

// It began with the flow, and a password manager may answer it by itself.
test("passkeys are not asked for in the list of suggestions without autofill", async () => {
  await page.addInitScript(() => {
    window.asked = [];
    const { get } = CredentialsContainer.prototype;
    CredentialsContainer.prototype.get = function (options) {
      asked.push(options.mediation);
      return get.call(this, options);
    };
  });
  await open("/headless.html");
  await sensor();
  const ready = (options) =>
    page.evaluate((options) => new Promise((done) => auth.login(options).subscribe(({ phase }) => phase === "ready" && done())), options);
  await ready({ autofill: false });
  assert.deepEqual(await page.evaluate(() => asked), []);
  await ready({});
  await page.waitForFunction(() => asked.length > 0);
  assert.deepEqual(await page.evaluate(() => asked), ["conditional"]);
});

test("a sign-out ends settings that are open in the same page", async () => {
  const email = await person();
  await open("/headless.html");
  await page.evaluate(([identifier, password]) => auth.login().submit({ identifier, password }), [email, PASSWORD]);
  await page.evaluate(() => {
    window.settings = auth.settings();
    return new Promise((done) => settings.subscribe(({ body }) => body.kind === "cards" && done()));
  });
  await page.evaluate(() => auth.logout({ mode: "fetch" }));
  await page.waitForFunction(() => settings.snapshot().stop === "signed-out");
  assert.ok(!JSON.stringify(await page.evaluate(() => settings.snapshot())).includes(email));
});

// A watch asked twice: for the message to all tabs, and for the client.
test("one change of the session is one question of whoever watches it", async () => {
  const email = await person();
  await open("/headless.html");
  let count = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/sessions/whoami")) count += 1;
  });
  await page.evaluate(() => {
    window.states = [];
    auth.session.subscribe(({ state }) => states.push(state));
  });
  const told = (state) => page.waitForFunction((state) => states.at(-1) === state, state);
  await told("none");
  assert.equal(count, 1);
  // The flow asks once itself, to see whether the cookie was kept.
  await page.evaluate(([identifier, password]) => auth.login().submit({ identifier, password }), [email, PASSWORD]);
  await told("active");
  await page.waitForLoadState("networkidle");
  assert.equal(count, 3);
  // So does the sign-out, to see whether it is done.
  await page.evaluate(() => auth.logout({ mode: "fetch" }));
  await told("none");
  await page.waitForLoadState("networkidle");
  assert.equal(count, 5);
});

// A browser writes a red line for the 401 of Kratos' whoami, and no script can keep it from that.
test("nothing is asked, and no line is on the console, for a visitor of whom the server knows", async () => {
  const lines = [];
  page.on("console", (message) => message.location().url.endsWith("/favicon.ico") || lines.push(message.text()));
  const asked = [];
  page.on("request", (request) => request.url().endsWith("/sessions/whoami") && asked.push(request.url()));
  await open("/headless.html");
  const seen = await page.evaluate(async (url) => {
    const { connect } = await import("/propylon/index.js");
    const auth = await connect({ url, session: { state: "none", session: null, url: null, error: null } });
    const states = [];
    auth.session.subscribe(({ state }) => states.push(state));
    await new Promise((done) => auth.login({ autofill: false }).subscribe(({ phase }) => phase === "ready" && done()));
    return states;
  }, kratos.url);
  await page.waitForLoadState("networkidle");
  assert.deepEqual([seen, asked, lines], [["none"], [], []]);
});

test("a modal ceremony pauses another module's conditional request", async () => {
  await open("/headless.html");
  const touch = await sensor();
  // With a finger on the sensor, a conditional request would end at once.
  await touch(false);
  await page.evaluate(async () => {
    const { get, create } = CredentialsContainer.prototype;
    window.ends = [];
    await new Promise((begun) => {
      CredentialsContainer.prototype.get = function (options) {
        const asked = get.call(this, options);
        asked.catch(({ name }) => ends.push(name));
        begun();
        return asked;
      };
      window.login = auth.login();
    });
    // A second copy of the package has its own module, like the settings.
    const { connect } = await import("/copy/index.js");
    const other = await connect({ url: kratos, navigate: (event) => event.preventDefault() });
    window.registration = other.registration();
    await registration.submit({ method: "profile", traits: { email: `two-modules-${Date.now()}@example.test` } });
  });
  assert.deepEqual(await page.evaluate(() => ends), []);
  await touch(true);
  const screen = await page.evaluate(() => registration.passkey());
  // The account is created; the verification comes next.
  assert.equal(screen.flow, "verification", JSON.stringify(screen));
  assert.deepEqual(await page.evaluate(() => ends), ["AbortError"]);
  // The symbols by which modules coordinate are removed from the page.
  assert.deepEqual(await page.evaluate(() => Object.getOwnPropertySymbols(window).map(String).filter((name) => /propylon/.test(name))), []);
});

test("clients and elements use included and added translations", async () => {
  const words = [];
  page.on("console", (message) => message.type() === "warning" && words.push(message.text()));
  const loaded = [];
  page.on("request", (request) => loaded.push(request.url().split("/").at(-1)));
  await open("/headless.html");
  assert.equal(loaded.includes("de.js"), false);
  const said = await page.evaluate(async (url) => {
    const { addLocale, connect } = await import("/propylon/index.js");
    const { default: de } = await import("/propylon/locales/de.js");
    const titles = async (locale) => {
      const auth = await connect({ url, locale });
      const screen = await auth.login().submit({ identifier: "nobody@example.test", password: "wrong" });
      auth.dispose();
      return [screen.title, screen.notices[0].text];
    };
    const bad = (() => { try { addLocale("no tag", {}); } catch (error) { return error.name; } })();
    addLocale("fr", { "title.login": "Connexion" });
    addLocale("de-CH", { ...de, "title.login": "Einloggen" });
    return { at: await titles("de-AT"), ch: await titles("de-CH"), fr: await titles("fr-CA"), en: await titles("en-GB"), none: await titles("sw"), bad };
  }, kratos.url);
  const german = "Adresse und Passwort passen nicht zusammen. Prüfen Sie beides auf Tippfehler.";
  const english = "That address and password don’t match. Check both for typing mistakes.";
  assert.deepEqual(said.at, ["Anmelden", german]);
  assert.deepEqual(said.ch, ["Einloggen", german]);
  // Missing texts are in English.
  assert.deepEqual(said.fr, ["Connexion", english]);
  assert.deepEqual(said.en, ["Sign in", english]);
  assert.deepEqual(said.none, ["Sign in", english]);
  assert.equal(said.bad, "RangeError");
  const [partly, none, ...more] = words;
  assert.match(partly, /^propylon: locales\/fr, line 2: texts are missing: \d+; using English there$/);
  assert.equal(none, "propylon: there are no translations for the locale sw; using English. Add them with addLocale");
  assert.deepEqual(more, []);
  await open("/elements.html");
  await page.evaluate(() => void add("kratos-login", { locale: "de" }));
  const heading = page.locator("kratos-login h1, kratos-login h2").first();
  await heading.waitFor();
  assert.equal(await heading.textContent(), "Anmelden");
  assert.equal(await page.locator("kratos-login [lang=de]").count(), 1);
  await page.evaluate(() => void (document.querySelector("kratos-login").locale = "en"));
  await page.waitForFunction(() => /Sign in/.test(document.querySelector("kratos-login h1, kratos-login h2")?.textContent));
});

test("a recording has what happened, and nothing of the person", async () => {
  const email = await person();
  await open("/headless.html");
  const file = await page.evaluate(async ([identifier, password]) => {
    const recording = await auth.record();
    await auth.login().submit({ identifier, password: "a wrong one of mine" });
    await auth.login().submit({ identifier, password });
    const kept = JSON.stringify(localStorage);
    const text = await recording.stop().text();
    return { kept, text, left: localStorage.length };
  }, [email, PASSWORD]);
  const recording = JSON.parse(file.text);
  assert.equal(recording.format, "propylon-recording");
  assert.ok(recording.steps.length >= 4, `${recording.steps.length} steps`);
  assert.match(file.text, /4000006/);
  for (const secret of [email, PASSWORD, "a wrong one of mine"]) {
    assert.ok(!file.text.includes(secret) && !file.kept.includes(secret), secret);
  }
  assert.equal(file.left, 0);
});

test("invalid calls are typed errors, without a trap", async () => {
  await open("/headless.html");
  const codes = await page.evaluate(async () => {
    const code = (promise) => promise.then(() => "fine", (error) => (error instanceof PropylonError ? error.code : String(error)));
    const login = auth.login();
    const first = login.submit({ method: "totp" });
    const out = { method: await code(first) };
    out.field = await code(login.submit({ method: "code", pasword: "x" }));
    out.remedy = await login.submit({ method: "code", pasword: "x" }).catch(({ message, remedy }) => message.replace(remedy, "| ") + remedy);
    out.which = await code(login.submit({ identifier: "x" }));
    out.resend = await code(login.resend());
    out.retry = await code(login.retry());
    out.key = await code(login.securityKey());
    const slow = login.submit({ method: "code", identifier: "nobody@example.test" });
    out.busy = await code(login.submit({ method: "code" }));
    await slow;
    login.dispose();
    out.disposed = await code(login.submit({}));
    out.snapshot = login.snapshot().phase;
    out.option = (() => { try { auth.login({ returnto: "/" }); } catch (error) { return error.code; } })();
    out.native = (() => { try { auth.native(); } catch (error) { return error.code; } })();
    const abort = new AbortController();
    const other = auth.login({ signal: abort.signal });
    const waiting = code(other.submit({ method: "code", identifier: "x" }));
    abort.abort();
    out.aborted = await waiting;
    return out;
  });
  assert.deepEqual(codes, {
    method: "unknown-method", field: "unknown-field",
    // It was the message again.
    remedy: "The flow has no field pasword. | Use the names that the screen has. The method takes: identifier.", which: "which-method", resend: "nothing-to-resend",
    retry: "nothing-to-retry", key: "no-ceremony", busy: "busy", disposed: "disposed", snapshot: "ready",
    option: "bad-option", native: "native-in-browser", aborted: "AbortError: signal is aborted without reason",
  });
});

test("an element signs in by code, with events", async () => {
  const email = await person();
  await open("/elements.html");
  await page.evaluate(() => void add("kratos-login", { "return-to": location.origin, groups: "default code" }));
  await page.locator("kratos-login [name=identifier]").fill(email);
  assert.equal(await page.locator("kratos-login [name=password]").count(), 0);
  await page.locator("kratos-login [data-kind=primary]").click();
  const code = page.locator("kratos-login [name=code]");
  await code.waitFor();
  await code.fill(await kratos.code(email));
  await page.waitForFunction(() => heard.some(([name]) => name === "kratos-navigate"));
  const names = await page.evaluate(() => [...new Set(heard.map(([name]) => name))]);
  assert.deepEqual(names.sort(), ["kratos-navigate", "kratos-screen", "kratos-success"]);
  // The page's own title is kept.
  assert.equal(await page.title(), "Ready");
  await page.evaluate(() => void add("kratos-session"));
  await page.locator("kratos-session").getByText(email).waitFor();
  await page.evaluate(() => void add("kratos-settings"));
  await page.locator("kratos-settings [data-part=card]").first().waitFor();
  await page.evaluate(() => void add("kratos-sessions"));
  await page.locator("kratos-sessions [data-part=card]").first().waitFor();
});

test("an element loads the controls of a phone number and of a long choice, under the strict policy", async () => {
  await page.route("**/self-service/registration/browser*", async (route) => {
    const response = await route.fetch();
    const flow = await response.json();
    const like = flow.ui.nodes.find(({ attributes }) => attributes.name === "traits.email");
    const node = (attributes) => ({ ...like, attributes: { ...like.attributes, required: false, ...attributes } });
    const options = Array.from({ length: 12 }, (_, at) => ({ value: `Place ${at}` }));
    flow.ui.nodes.push(node({ name: "traits.phone", type: "tel", value: "+491701234567" }));
    flow.ui.nodes.push(node({ name: "traits.from", type: "text", options }));
    await route.fulfill({ response, json: flow });
  });
  await open("/elements.html");
  await page.evaluate(() => void add("kratos-registration", { locale: "de" }));
  const country = page.getByTestId("node/input/traits.phone").getByRole("combobox", { name: "Land" });
  await country.waitFor();
  const phone = page.locator("[name='traits.phone']");
  assert.equal(await phone.inputValue(), "+49 170 1234567");
  assert.equal(await country.evaluate((select) => getComputedStyle(select).opacity), "0");
  await phone.fill("0171 7654321");
  assert.equal(await phone.evaluate((input) => new FormData(input.form).get(input.name)), "+491717654321");
  await page.getByTestId("node/input/traits.from").getByRole("combobox").fill("11");
  await page.getByRole("option", { name: "Place 11" }).click();
  assert.equal(await page.locator("[name='traits.from']").inputValue(), "Place 11");
});

test("Kratos' cookies are those of another site: the second press is a typed error with its cure", async () => {
  const email = await person();
  const shop = await serve({ folders: { "/propylon/": dist } });
  const { port } = new URL(shop.url);
  const origin = `http://shop.example.test:${port}`;
  const own = await startKratos({ site: origin });
  const elsewhere = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox", "--host-resolver-rules=MAP shop.example.test localhost"] });
  try {
    shop.pages["/index.html"] = `<!doctype html><script type="module" src="/propylon/elements.js"></script><kratos-login base-url="${own.url}" groups="default password"></kratos-login>`;
    const there = await elsewhere.newPage();
    await there.addInitScript(() => {
      globalThis.errors = [];
      addEventListener("kratos-error", ({ detail: { code, remedy } }) => globalThis.errors.push({ code, remedy }));
    });
    await there.goto(`${origin}/index.html`);
    const press = async () => {
      await there.locator("[name=identifier]").fill(email);
      await there.locator("[name=password]").fill(PASSWORD);
      await there.locator("kratos-login [data-kind=primary]").click();
    };
    await press();
    // A fresh form, which may be what was missing.
    await there.getByText("the form had expired").waitFor();
    await press();
    await there.getByText("Cookies may be blocked").waitFor();
    const errors = await there.evaluate(() => globalThis.errors);
    assert.deepEqual(errors.map(({ code }) => code), ["loop"]);
    assert.match(errors[0].remedy, /page and Kratos share a site/);
  } finally {
    await elsewhere.close();
    await own.stop();
    await shop.stop();
  }
});

test("an element of somebody who is signed in signs out", async () => {
  const email = await person();
  await open("/elements.html");
  const loaded = [];
  page.on("request", (request) => request.url().endsWith(".wasm") && loaded.push(request.url().split("/").at(-1)));
  await page.evaluate(async ([url, identifier, password]) => {
    const { connect } = await import("/propylon/index.js");
    const auth = await connect({ url, navigate: (event) => event.preventDefault() });
    await auth.login().submit({ identifier, password });
    auth.dispose();
    add("kratos-login");
  }, [kratos.url, email, PASSWORD]);
  await page.locator("kratos-login").getByText("Sign out", { exact: true }).click();
  await page.waitForFunction(() => heard.some(([name, detail]) => name === "kratos-navigate" && /\/self-service\/logout\?/.test(detail.url)));
  assert.deepEqual(loaded, ["core_bg.wasm"]);
});

// An open settings flow kept showing an account's data after its sign-out in another tab.
test("a sign-out in another tab closes elements and flows of an account at once, and leaves sign-ins", async () => {
  const email = await person();
  await open("/headless.html");
  await page.evaluate(async ([identifier, password]) => {
    await auth.login().submit({ identifier, password });
    window.settings = auth.settings();
    window.stops = [];
    await new Promise((done) => settings.subscribe((screen) => {
      if (screen.phase === "ready") done();
      if (screen.phase === "stopped") stops.push(screen.stop);
    }));
  }, [email, PASSWORD]);
  const shop = await page.context().newPage();
  await shop.goto(`${site.url}/elements.html`);
  await shop.waitForFunction(() => document.title === "Ready");
  await shop.evaluate(() => {
    add("kratos-settings");
    add("kratos-sessions");
    add("kratos-session");
    add("kratos-verification");
  });
  await shop.locator("kratos-settings [name='traits.email']").waitFor();
  await shop.locator("kratos-session").getByText(email).waitFor();
  await shop.locator("kratos-verification [name=email]").waitFor();
  const third = await page.context().newPage();
  await third.goto(`${site.url}/headless.html`);
  await third.waitForFunction(() => document.title === "Ready");
  await third.evaluate(() => auth.logout({ mode: "fetch" }));
  await page.waitForFunction(() => stops.includes("signed-out"));
  assert.equal(await page.evaluate(() => JSON.stringify(settings.snapshot()).includes("@")), false);
  await shop.locator("kratos-settings").getByText("You’re signed out").waitFor();
  await shop.locator("kratos-session").getByText("You’re not signed in").waitFor();
  await shop.locator("kratos-verification [name=email]").waitFor();
  assert.equal(await shop.getByText(email).count(), 0);
  assert.equal(await shop.locator(`[value="${email}"]`).count(), 0);
  wrong = wrong.filter((text) => !/401/.test(text));
});

test("an element's sign-out shows its progress, ignores further presses and reports errors", async () => {
  const email = await person();
  await open("/elements.html");
  await page.evaluate(async ([url, identifier, password]) => {
    const { connect } = await import("/propylon/index.js");
    const auth = await connect({ url, navigate: (event) => event.preventDefault() });
    await auth.login().submit({ identifier, password });
    auth.dispose();
    add("kratos-session");
  }, [kratos.url, email, PASSWORD]);
  let asked = 0;
  let answer;
  let arrive;
  const arrived = new Promise((done) => (arrive = done));
  await page.route("**/self-service/logout/browser*", async (route) => {
    asked += 1;
    await new Promise((done) => arrive((answer = done)));
    await route.fulfill({ status: 204, body: "" });
  });
  const session = page.locator("kratos-session");
  await session.getByText("Sign out", { exact: true }).dblclick();
  await session.getByText("Signing out…").waitFor();
  await arrived;
  answer();
  await session.getByText("We got an answer that we couldn’t read.").waitFor();
  assert.equal(asked, 1);
  assert.equal(await page.evaluate(() => heard.filter(([name]) => name === "kratos-error").length), 1);
  wrong = wrong.filter((text) => !text.includes("(HTTP 204)"));
  await page.unrouteAll();
  await session.getByText("Try again", { exact: true }).click();
  await session.getByText(email).waitFor();
});

test("a way on that the browser can't go gives the form back", async () => {
  const email = await person();
  await open("/elements.html");
  // The page allows the navigation.
  await page.evaluate(() => addEventListener("kratos-navigate", (event) => event.stopImmediatePropagation(), true));
  await page.evaluate(() => void add("kratos-login"));
  await page.route("**/self-service/login?flow=*", (route) =>
    route.fulfill({ status: 422, json: { error: { id: "browser_location_change_required" }, redirect_browser_to: "com.example.app://done" } }));
  await page.locator("kratos-login [name=identifier]").fill(email);
  await page.locator("kratos-login [name=password]").fill(PASSWORD);
  await page.locator("kratos-login [data-kind=primary]").click();
  await page.locator("kratos-login").getByText("The browser didn’t open the next page.").waitFor();
  assert.equal(await page.locator("kratos-login [name=identifier]").inputValue(), email);
  assert.equal(await page.locator("kratos-login form[aria-busy]").count(), 0);
  wrong = wrong.filter((text) => !/scheme|protocol|handler/.test(text));
});

test("an element's headings begin at the level that the page has for it", async () => {
  await open("/elements.html");
  await page.evaluate(() => void add("kratos-login", { "heading-level": "3" }));
  assert.equal(await page.locator("kratos-login [data-part=title]").evaluate(({ localName }) => localName), "h3");
  await page.evaluate(() => document.querySelector("kratos-login").setAttribute("heading-level", "seven"));
  await page.locator("kratos-login h1").waitFor();
});

test("two sign-ins on one page: separate ids, one passkey request at a time", async () => {
  const email = await person();
  await open("/elements.html");
  const touch = await sensor();
  await page.evaluate(async ([url, identifier, password]) => {
    const { connect } = await import("/propylon/elements.js");
    const auth = await connect({ url, navigate: (event) => event.preventDefault() });
    await auth.login().submit({ identifier, password });
    await auth.settings().passkey();
    await auth.logout({ mode: "fetch" });
    auth.dispose();
  }, [kratos.url, email, PASSWORD]);
  // With a finger on the sensor, a conditional request would take the passkey at once.
  await touch(false);
  await page.evaluate(() => {
    const { get } = CredentialsContainer.prototype;
    const asked = [];
    window.asks = () => asked.length;
    let touched = false;
    window.most = 0;
    CredentialsContainer.prototype.get = function (options) {
      // The sensor is touched once, for the button; the restarted conditional request then stays
      // pending.
      const answer = touched ? new Promise(() => {}) : get.call(this, options);
      const one = { signal: options.signal, done: false };
      const ended = (well) => {
        one.done = true;
        touched ||= well;
      };
      answer.then(() => ended(true), () => ended(false));
      asked.push(one);
      most = Math.max(most, asked.filter(({ signal, done }) => !done && !signal?.aborted).length);
      return answer;
    };
  });
  const passkey = page.locator("kratos-login button[name=passkey_login_trigger]");
  // Kratos' database in memory refuses concurrent writes.
  for (const place of [0, 1]) {
    await page.evaluate(() => void add("kratos-login"));
    await passkey.nth(place).waitFor();
    // Its conditional request is pending and ignores later touches.
    await page.waitForFunction((before) => asks() > before, place);
  }
  const ids = await page.evaluate(() => [...document.querySelectorAll("kratos-login [id]")].map(({ id }) => id));
  assert.deepEqual([...new Set(ids)], ids);
  await touch(true);
  await passkey.nth(1).click();
  await page.waitForFunction(() => heard.some(([name]) => name === "kratos-success"));
  assert.equal(await page.evaluate(() => most), 1);
});

test("a moved element keeps its form, a removed one is empty, and attributes are live", async () => {
  await open("/elements.html");
  await page.evaluate(() => void (window.login = add("kratos-login")));
  const identifier = page.locator("kratos-login [name=identifier]");
  await identifier.fill("ada");
  await page.evaluate(() => {
    const section = document.createElement("section");
    document.body.append(section);
    section.append(login);
  });
  assert.equal(await identifier.inputValue(), "ada");
  await page.evaluate(() => login.setAttribute("groups", "default code"));
  await page.locator("kratos-login [name=password]").waitFor({ state: "detached" });
  await identifier.waitFor();
  assert.equal(await page.evaluate(async () => {
    login.remove();
    await new Promise((done) => setTimeout(done));
    return login.children.length;
  }), 0);
});

// It began anew and lost what was typed.
test("an element that is put back later, or shows other groups, goes on with what was typed", async () => {
  const begun = [];
  page.on("request", (request) => request.url().includes("/self-service/login/browser") && begun.push(request.url()));
  await open("/elements.html");
  await page.evaluate(() => void (window.login = add("kratos-login", { "return-to": location.href })));
  const identifier = page.locator("kratos-login [name=identifier]");
  await identifier.fill("ada");
  await page.evaluate(async () => {
    login.remove();
    await new Promise((done) => setTimeout(done, 100));
    document.body.append(login);
  });
  await identifier.waitFor();
  assert.equal(await identifier.inputValue(), "ada");
  await page.evaluate(() => login.setAttribute("groups", "default code"));
  await page.locator("kratos-login [name=password]").waitFor({ state: "detached" });
  assert.equal(await identifier.inputValue(), "ada");
  assert.equal(begun.length, 1, begun.join("\n"));
  // Another way back is another flow.
  await page.evaluate(() => login.setAttribute("return-to", `${location.href}?other`));
  await page.waitForFunction(() => login.screen?.phase === "ready");
  await page.evaluate(() => login.restart());
  await page.waitForFunction(() => login.screen?.phase === "ready");
  assert.equal(begun.length, 3, begun.join("\n"));
});

// React compares the document that the server sent with its own before it goes on, and found a form in it.
test("an element that is told to wait changes nothing of the document until then", async () => {
  await open("/elements.html");
  const before = await page.evaluate(async () => {
    window.login = add("kratos-login", { "defer-hydration": "" });
    window.part = add("kratos-signed-out", { "defer-hydration": "" });
    await new Promise((done) => setTimeout(done, 300));
    return login.outerHTML + part.outerHTML;
  });
  const url = JSON.stringify(kratos.url);
  assert.equal(before, `<kratos-login base-url=${url} defer-hydration=""></kratos-login><kratos-signed-out base-url=${url} defer-hydration=""></kratos-signed-out>`);
  await page.evaluate(() => {
    login.removeAttribute("defer-hydration");
    part.deferHydration = false;
  });
  await page.locator("kratos-login [name=identifier]").waitFor();
  await page.waitForFunction(() => !part.hidden);
});

// The flow was asked for after the script and the module, one after the other.
test("an element's flow is asked for once, beside its module", async () => {
  const begun = [];
  let ask;
  const asked = new Promise((done) => (ask = done));
  page.on("request", (request) => {
    if (request.url().includes("/self-service/login/")) ask(begun.push(request.url()));
  });
  // The module comes after the request, or never.
  await page.route("**/elements_bg.wasm", async (route) => {
    await asked;
    await route.continue();
  });
  await page.goto(`${site.url}/elements.html`);
  await page.waitForFunction(() => window.add);
  const address = `${site.url}/in?a=b c&d`;
  await page.evaluate((to) => void add("kratos-login", { "return-to": to, refresh: "", aal: "aal1" }), address);
  await page.locator("kratos-login [data-part=title]").waitFor();
  await page.waitForFunction(() => !document.querySelector("kratos-login [aria-busy]"));
  assert.equal(begun.length, 1, begun.join("\n"));
});

// The README promised an event; there was none, and nothing on the console.
test("what keeps a flow from its form is an event and a line on the console, each time once", async () => {
  const answers = {
    "not-kratos": { status: 200, contentType: "text/html", body: "<!doctype html><title>My app</title>" },
    "too-many-requests": { status: 429, headers: { "retry-after": "1" }, body: "" },
    "return-to-forbidden": { status: 400, json: { error: { code: 400, id: "self_service_flow_return_to_forbidden", reason: "Requested return_to URL is not allowed.", message: "bad" } } },
    unreachable: "abort",
  };
  for (const [code, answer] of Object.entries(answers)) {
    const lines = [];
    const hear = (message) => message.type() === "error" && lines.push(message.text());
    page.on("console", hear);
    await page.route("**/self-service/**", (route) => (answer === "abort" ? route.abort() : route.fulfill({ ...answer, headers: { ...answer.headers, "access-control-allow-origin": site.url, "access-control-allow-credentials": "true" } })));
    await open("/elements.html");
    await page.evaluate(() => void add("kratos-login"));
    await page.waitForFunction(() => heard.some(([name]) => name === "kratos-error"));
    const errors = await page.evaluate(() => heard.filter(([name]) => name === "kratos-error").map(([, { code, remedy }]) => ({ code, remedy })));
    assert.deepEqual(errors.map(({ code }) => code), [code]);
    assert.ok(errors[0].remedy);
    assert.ok(lines.some((line) => line.includes(errors[0].remedy)), lines.join("\n"));
    await page.unroute("**/self-service/**");
    page.off("console", hear);
    wrong = [];
  }
  // A submit that does not reach Kratos.
  await open("/elements.html");
  await page.evaluate(() => void add("kratos-login"));
  await page.locator("kratos-login [name=identifier]").fill("ada");
  await page.locator("kratos-login [name=password]").fill("a-password");
  await page.route("**/self-service/**", (route) => route.abort());
  for (const times of [1, 2]) {
    await page.locator("kratos-login [value=password]").click();
    await page.waitForFunction((times) => heard.filter(([name, detail]) => name === "kratos-error" && detail.code === "unreachable").length === times, times);
  }
  await page.unroute("**/self-service/**");
  wrong = [];
});

test("properties set before the class is defined are kept, and an invalid URL is an error event", async () => {
  site.pages["/early.html"] = `<!doctype html><title>Early</title><kratos-login></kratos-login><script type="module" src="/early.js"></script>`;
  site.pages["/early.js"] = `
    const login = document.querySelector("kratos-login");
    login.baseUrl = ${JSON.stringify(kratos.url)};
    login.groups = ["default", "code"];
    await import("/propylon/elements.js");
    document.title = "Ready";`;
  await open("/early.html");
  await page.locator("kratos-login [name=identifier]").waitFor();
  assert.equal(await page.locator("kratos-login").getAttribute("groups"), "default code");
  await open("/elements.html");
  const code = await page.evaluate(() => new Promise((done) => {
    addEventListener("kratos-error", (event) => done(event.detail.code), { once: true });
    const login = document.createElement("kratos-login");
    login.setAttribute("base-url", "ftp://x");
    document.body.append(login);
  }));
  assert.equal(code, "bad-option");
  wrong = wrong.filter((text) => !text.includes("base-url") && !text.includes("url (ftp://x)"));
});

// Reading a snapshot between a change and its notification suppressed the notification.
test("a subscriber is notified of a change that snapshot() has already returned", async () => {
  await open("/headless.html");
  const phases = await page.evaluate(async () => {
    const login = auth.login();
    const phases = [];
    await new Promise((done) => login.subscribe(({ phase }) => phase === "ready" && done()));
    login.subscribe(({ phase }) => phases.push(phase));
    const sent = login.submit({ method: "code", identifier: "nobody@example.test" });
    login.snapshot();
    await sent;
    login.dispose();
    return phases;
  });
  assert.deepEqual(phases, ["ready", "busy", "ready"]);
});

/** Calls `connect` and mounts an element on a page with these headers; returns both results. */
const faulty = async (headers = {}) => {
  const body = `<!doctype html><title>Faulty</title><script type="module" src="/faulty.js"></script>`;
  site.pages["/faulty.js"] = `
    import { connect } from "/propylon/index.js";
    const tried = () => connect({ url: ${JSON.stringify(kratos.url)} }).then(() => "fine", (error) => ({ ...error, message: error.message }));
    window.ends = await tried();
    window.tried = tried;
    const { load } = await import("/propylon/elements.js");
    const heard = new Promise((done) => addEventListener("kratos-error", ({ detail: { code, remedy } }) => done((window.elementsError = { code, remedy }).code), { once: true }));
    const element = document.createElement("kratos-login");
    element.baseUrl = ${JSON.stringify(kratos.url)};
    document.body.append(element);
    window.element = await Promise.race([heard, load().then(() => "fine", () => heard)]);
    document.title = "Ready";`;
  site.pages["/faulty.html"] = { body, headers };
  await open("/faulty.html");
  // These failures are also logged to the console, as intended.
  wrong = [];
  const end = await page.evaluate(() => [ends, window.element]);
  return { end: end[0], element: end[1] };
};
const answers = (answer) => page.route("**/*_bg.wasm", (route) => route.fulfill(answer));

test("missing WebAssembly: the error names the file, and a retry works", async () => {
  await answers({ status: 404, body: "" });
  const { end, element } = await faulty();
  assert.deepEqual([end.code, end.status, element], ["wasm-not-found", 404, "wasm-not-found"]);
  assert.match(end.message, /core_bg\.wasm \(HTTP 404\) was not found/);
  assert.match(end.remedy, /connect\(\{ wasm \}\).*propylon\/inline/);
  // The element says it to the person, with a way on, and names its own door to the developer.
  const login = page.locator("kratos-login");
  await login.getByRole("alert").getByText("could not be loaded").waitFor();
  assert.equal(await login.getByRole("link").getAttribute("href"), `${kratos.url}/self-service/login/browser`);
  const { remedy } = await page.evaluate(() => window.elementsError);
  assert.match(remedy, /load\(wasm\).*propylon\/elements\/inline/);
  await page.unroute("**/*_bg.wasm");
  assert.equal(await page.evaluate(() => tried()), "fine");
  await login.getByRole("button", { name: "Try again" }).click();
  await login.locator("[name=identifier]").waitFor();
});

for (const contentType of ["text/html", "application/wasm"]) {
  test(`a page in place of WebAssembly is told as such (${contentType})`, async () => {
    await answers({ status: 200, contentType, body: "<!doctype html><title>My app</title>" });
    const { end, element } = await faulty();
    assert.deepEqual([end.code, element], ["wasm-not-wasm", "wasm-not-wasm"], JSON.stringify(end));
    assert.match(end.message, /core_bg\.wasm.*page of a single-page app/);
  });
}

test("WebAssembly of a wrong type works, with a warning", async () => {
  const words = [];
  page.on("console", (message) => message.type() === "warning" && words.push(message.text()));
  await page.route("**/*_bg.wasm", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { "content-type": "application/octet-stream" } });
  });
  const { end, element } = await faulty();
  assert.deepEqual([end, element], ["fine", "fine"]);
  assert.match(words[0], /was served as application\/octet-stream; application\/wasm would allow it to start sooner/);
});

test("truncated WebAssembly is broken", async () => {
  await answers({ status: 200, contentType: "application/wasm", body: Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1]) });
  const { end, element } = await faulty();
  assert.deepEqual([end.code, element], ["wasm-broken", "wasm-broken"]);
});

test("a policy that forbids WebAssembly, or its URL, is reported with the remedy", async () => {
  const { end, element } = await faulty({ "Content-Security-Policy": "script-src 'self'" });
  assert.deepEqual([end.code, element], ["wasm-csp", "wasm-csp"], JSON.stringify(end));
  assert.match(end.remedy, /'wasm-unsafe-eval' to script-src/);
  const other = await faulty({ "Content-Security-Policy": `script-src 'self' 'wasm-unsafe-eval'; connect-src ${kratos.url}` });
  assert.deepEqual([other.end.code, other.element], ["wasm-unreachable", "wasm-unreachable"]);
  assert.match(other.end.remedy, /connect-src/);
});

test("a second copy of the package leaves the first one's elements, and is a typed warning", async () => {
  const words = [];
  page.on("console", (message) => message.type() === "warning" && words.push(message.text()));
  await open("/elements.html");
  await page.evaluate(() => void add("kratos-login"));
  const identifier = page.locator("kratos-login [name=identifier]");
  await identifier.first().fill("ada");
  const first = await page.evaluateHandle(() => customElements.get("kratos-login"));
  const title = await page.evaluate(async (url) => {
    const { connect } = await import("/copy/elements.js");
    await import("/copy/elements-inline.js");
    const auth = await connect({ url });
    const { title } = await new Promise((done) => auth.login({ autofill: false }).subscribe((screen) => screen.phase === "ready" && done(screen)));
    auth.dispose();
    return title;
  }, kratos.url);
  // Its client works beside the first one's elements.
  assert.equal(title, "Sign in");
  const errors = await page.evaluate(() => heard.filter(([name]) => name === "kratos-error").map(([, { code, remedy }]) => [code, remedy]));
  assert.deepEqual(errors.map(([code]) => code), ["second-copy", "second-copy"]);
  assert.match(errors[0][1], /npm ls propylon/);
  assert.equal(words.length, 2, words.join("\n"));
  assert.match(words[0], /^propylon: Another copy of the package has registered <kratos-login>, .* already; its elements are used\..*npm ls propylon/);
  assert.equal(await identifier.first().inputValue(), "ada");
  assert.ok(await page.evaluate((type) => customElements.get("kratos-login") === type, first));
  await page.evaluate(() => void add("kratos-login"));
  await identifier.nth(1).waitFor();
});

test("unknown values cause warnings with a remedy", async () => {
  const words = [];
  page.on("console", (message) => message.type() === "warning" && words.push(message.text()));
  await open("/elements.html");
  await page.evaluate(async () => {
    await add("kratos-login", { groups: "default pasword", aal: "aal3", refresh: "perhaps", locale: "xx" }).restart();
  });
  assert.equal(words.length, 4, words.join("\n"));
  assert.match(words.join("\n"), /groups="default pasword"> has the value pasword, which is not known; use default, password, code/);
  assert.match(words.join("\n"), /aal="aal3"> has the value aal3, which is not known; use aal1, aal2/);
  assert.match(words.join("\n"), /refresh="perhaps"> has the value perhaps, which is not known; use true, false/);
  await page.waitForFunction(() => heard.some(([name, detail]) => name === "kratos-error" && detail.code === "refused"));
  wrong = wrong.filter((text) => !text.includes("aal3"));
});

/** Calls `part` with a client for this page. */
const withClient = (part, given) =>
  page.evaluateHandle(async (url) => {
    const { connect } = await import("/propylon/index.js");
    return connect({ url, navigate: (event) => event.preventDefault() });
  }, kratos.url).then((auth) => auth.evaluate(part, given));
const signIn = (identifier) => withClient((auth, given) => auth.login().submit(given), { identifier, password: PASSWORD });

/** Waits until these parts of the page are visible, and no others. */
const shows = async (...texts) => {
  for (const text of ["Sign in", "Orders", "Vault", "Locked"]) {
    await page.getByText(text, { exact: true }).waitFor({ state: texts.includes(text) ? "visible" : "hidden" });
  }
};

test("parts of a page follow the session and its level, by one request for all", async () => {
  const email = await person();
  let asked = 0;
  page.on("request", (request) => (asked += Number(request.url().endsWith("/sessions/whoami"))));
  await open("/parts.html");
  await shows("Sign in", "Locked");
  assert.equal(asked, 1);
  const avatar = page.locator("kratos-user summary");
  assert.equal(await avatar.isVisible(), false);
  assert.equal(await page.getByText("Billing").isVisible(), false);
  await signIn(email);
  await shows("Orders", "Locked");
  await avatar.waitFor();
  // An added element knows at once.
  asked = 0;
  await page.evaluate(() => void add("kratos-signed-in").append("Added"));
  await page.getByText("Added").waitFor();
  assert.equal(asked, 0);
  const secret = await withClient(async (auth) => {
    const settings = auth.settings();
    const screen = await new Promise((done) => settings.subscribe((screen) => screen.body.kind === "cards" && done(screen)));
    window.settings = settings;
    return JSON.stringify(screen).match(/"secret":"([A-Z2-7]+)"/)[1];
  });
  await page.evaluate((totp_code) => settings.submit({ method: "totp", totp_code }), totp(secret));
  await withClient((auth) => auth.logout({ mode: "fetch" }));
  await shows("Sign in", "Locked");
  // The second step is missing.
  await signIn(email);
  await shows("Sign in", "Locked");
  await withClient((auth, totp_code) => auth.login({ aal: "aal2" }).submit({ totp_code }), totp(secret));
  await shows("Orders", "Vault");
  await page.evaluate(() => void (document.querySelector("kratos-signed-out").aal = "aal2"));
  await shows("Orders", "Vault");
  // In another tab.
  const other = await page.context().newPage();
  await other.goto(`${site.url}/headless.html`);
  await other.waitForFunction(() => document.title === "Ready");
  await other.evaluate(() => auth.logout({ mode: "fetch" }));
  await shows("Sign in", "Locked");
  await avatar.waitFor({ state: "hidden" });
});

test("a part of a page is never visible before the session is known", async () => {
  const email = await person();
  await open("/parts.html");
  await signIn(email);
  await page.addInitScript(() => {
    window.seen = new Set();
    const look = () => {
      for (const element of document.querySelectorAll("main > :not(h1), main > :not(h1) > *")) {
        const visible = element.getClientRects().length > 0;
        if (visible) seen.add(element.textContent.trim());
      }
      requestAnimationFrame(look);
    };
    look();
  });
  let allow;
  const allowed = new Promise((done) => (allow = done));
  for (const url of ["**/elements.js", "**/sessions/whoami"]) {
    await page.route(url, async (route) => {
      await allowed;
      await new Promise((done) => setTimeout(done, 200));
      await route.continue();
    });
  }
  await page.goto(`${site.url}/parts.html`, { waitUntil: "commit" });
  await page.getByRole("heading", { name: "Shop" }).waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.deepEqual(await page.evaluate(() => [...seen]), []);
  allow();
  await shows("Orders", "Locked");
  const seen = await page.evaluate(() => [...window.seen]);
  assert.equal(seen.includes("Sign in"), false, seen.join());
  assert.equal(seen.includes("Vault"), false, seen.join());
});

test("without Kratos a page offers the sign-in, and a later failure changes nothing", async () => {
  const email = await person();
  await page.route("**/sessions/whoami", (route) => route.abort());
  await open("/parts.html");
  await shows("Sign in", "Locked");
  assert.deepEqual(await page.evaluate(() => [...new Set(heard.map(([name, { state }]) => `${name} ${state}`))]), ["kratos-session unreachable"]);
  await page.unrouteAll();
  await signIn(email);
  await shows("Orders", "Locked");
  await page.route("**/sessions/whoami", (route) => route.fulfill({ status: 502, body: "" }));
  const failed = page.waitForResponse("**/sessions/whoami");
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await failed;
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  await shows("Orders", "Locked");
  assert.equal(await page.locator("kratos-user summary").isVisible(), true);
  wrong = wrong.filter((text) => !/ERR_FAILED|502/.test(text));
});

test("a missing module leaves the way to sign in", async () => {
  await answers({ status: 404, body: "" });
  await page.goto(`${site.url}/parts.html`);
  await shows("Sign in", "Locked");
  wrong = [];
});

test("the menu of whoever is signed in: keyboard, own entries, axe, and signing out", async () => {
  const email = await person();
  await open("/parts.html");
  await signIn(email);
  const summary = page.locator("kratos-user summary");
  const menu = page.locator("kratos-user [data-part=menu]");
  const isOpen = () => page.locator("kratos-user details").evaluate((details) => details.open);
  await summary.waitFor();
  assert.equal((await summary.innerText()).trim(), "B");
  await summary.focus();
  await page.keyboard.press("Enter");
  await menu.getByText(email).waitFor();
  const order = [];
  for (let step = 0; step < 5; step += 1) {
    await page.keyboard.press("Tab");
    order.push(await page.evaluate(() => document.activeElement.textContent));
  }
  assert.deepEqual(order, ["Account settings", "Devices and sessions", "Billing", "Theme", "Sign out"]);
  await page.evaluate(AXE);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await page.evaluate(() => axe.run("kratos-user"));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
  }
  await page.keyboard.press("Escape");
  assert.equal(await isOpen(), false);
  assert.equal(await summary.evaluate((summary) => summary === document.activeElement), true);
  // A press outside, and the focus outside.
  await summary.click();
  await menu.waitFor();
  await page.getByRole("heading", { name: "Shop" }).click();
  assert.equal(await isOpen(), false);
  await summary.click();
  await menu.waitFor();
  await page.evaluate(() => {
    const last = document.createElement("button");
    last.textContent = "Last";
    document.querySelector("main").append(last);
    last.focus();
  });
  assert.equal(await isOpen(), false);
  // Links are the page's, and close the menu.
  await summary.click();
  await menu.getByText("Account settings").click();
  assert.equal(await isOpen(), false);
  assert.deepEqual(await page.evaluate(() => heard.filter(([name]) => name === "kratos-navigate").at(-1)[1]), { url: "/account", leaves: false });
  // A sign-out that fails is told below the button, which keeps the focus.
  await summary.click();
  await page.route("**/self-service/logout/browser*", (route) => route.fulfill({ status: 502, body: "" }));
  await menu.getByText("Sign out", { exact: true }).click();
  await menu.getByText("Sign-in isn’t available at the moment. Try again in a minute.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Sign out");
  await page.unrouteAll();
  await menu.getByText("Try again", { exact: true }).click();
  await page.waitForFunction(() => heard.some(([name, detail]) => name === "kratos-navigate" && /\/self-service\/logout\?/.test(detail.url)));
  await withClient((auth) => auth.logout({ mode: "fetch" }));
  await summary.waitFor({ state: "hidden" });
  // The next person's menu is closed.
  await signIn(await person());
  await summary.waitFor();
  assert.equal(await isOpen(), false);
  wrong = wrong.filter((text) => !/502/.test(text));
});

test("a menu's own entries stay through restarts and moves, and are still their framework's", async () => {
  const email = await person();
  await open("/parts.html");
  await signIn(email);
  const summary = page.locator("kratos-user summary");
  const entries = () => page.evaluate(() => [...document.querySelectorAll("kratos-user [data-part=entries] > *")].map(({ textContent }) => textContent));
  await summary.waitFor();
  await page.evaluate(() => {
    window.user = document.querySelector("kratos-user");
    window.pressed = 0;
    user.querySelector("button:not([data-part])").addEventListener("click", () => (pressed += 1));
  });
  await page.evaluate(() => user.restart());
  await summary.waitFor();
  assert.deepEqual(await entries(), ["Billing", "Theme"]);
  await page.evaluate(() => void (user.locale = "de"));
  await page.locator("kratos-user summary[aria-label=Kontomenü]").waitFor();
  await page.evaluate(() => document.body.append(user));
  assert.deepEqual(await entries(), ["Billing", "Theme"]);
  // As React does.
  await page.evaluate(() => {
    const [billing, theme] = document.querySelectorAll("kratos-user [data-part=entries] > *");
    const help = Object.assign(document.createElement("a"), { textContent: "Help", href: "/help" });
    user.insertBefore(help, theme);
    user.removeChild(billing);
    user.appendChild(Object.assign(document.createElement("a"), { textContent: "Team", href: "/team" }));
  });
  assert.deepEqual(await entries(), ["Help", "Theme", "Team"]);
  await summary.click();
  await page.locator("kratos-user").getByText("Theme").click();
  assert.equal(await page.evaluate(() => pressed), 1);
  assert.equal(await page.locator("kratos-user details").evaluate((details) => details.open), false);
  await page.evaluate(() => user.remove());
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  assert.deepEqual(await page.evaluate(() => [...user.children].map(({ textContent }) => textContent)), ["Help", "Theme", "Team"]);
});

// The menu opened towards the page's start: without anchors in style sheets (Firefox before 147, Safari before
// 26), an avatar at the start of a wide page had it outside of the window.
for (const page_ of ["/parts.html", "/parts-without-anchors.html"]) {
  test(`the menu is inside the window wherever the avatar is, in both directions: ${page_}`, async () => {
    const email = await person();
    await open(page_);
    await signIn(email);
    const summary = page.locator("kratos-user summary");
    await summary.waitFor();
    for (const width of [320, 600, 900]) {
      await page.setViewportSize({ width, height: 700 });
      for (const direction of ["ltr", "rtl"]) {
        for (const side of ["start", "middle", "end"]) {
          const box = await page.evaluate(async ([direction, side]) => {
            document.dir = direction;
            const user = document.querySelector("kratos-user");
            const margin = { start: "margin-inline-end: auto", middle: "margin-inline: auto", end: "margin-inline-start: auto" }[side];
            user.style.cssText = `display: block; inline-size: fit-content; ${margin}`;
            user.locale = direction === "rtl" ? "ar" : "en";
            await user.restart();
            await new Promise((done) => setTimeout(done, 300));
            const details = user.querySelector("details");
            const toggled = new Promise((done) => details.addEventListener("toggle", done));
            details.open = true;
            await toggled;
            const { left, right, top } = user.querySelector("[data-part=menu]").getBoundingClientRect();
            return { left, right, isBelow: top >= user.querySelector("summary").getBoundingClientRect().bottom, scrolls: document.documentElement.scrollWidth > innerWidth };
          }, [direction, side]);
          const place = `${width} ${direction} ${side} ${JSON.stringify(box)}`;
          assert.ok(box.left >= 0 && box.right <= width && box.isBelow && !box.scrolls, place);
        }
      }
    }
  });
}

test("a page's reset changes nothing of a sign-in and of settings, and its own rules do", async () => {
  await person();
  for (const [tag, ready] of [["kratos-login", "[data-part=form] button"], ["kratos-settings", "[data-part=cards]"]]) {
    await open("/elements.html");
    if (tag === "kratos-settings") await signIn(`browser-${people}@example.test`);
    await page.evaluate(BOXES);
    await page.evaluate((tag) => add(tag).style.setProperty("inline-size", "40rem"), tag);
    await page.waitForSelector(`${tag} ${ready}`);
    const changed = (reset) =>
      page.evaluate(
        async ([tag, css]) => {
          const gate = document.querySelector(`${tag} [data-part=gate]`);
          document.activeElement.blur();
          const before = boxes(gate);
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets = [sheet];
          // Buttons change their colours in a moment.
          await new Promise((done) => setTimeout(done, 400));
          const found = differences(before, boxes(gate));
          document.adoptedStyleSheets = [];
          await new Promise((done) => setTimeout(done, 400));
          return found;
        },
        [tag, reset],
      );
    for (const reset of ["* { margin: 0; padding: 0; border: 0; box-sizing: border-box }", BOOTSTRAP]) {
      assert.deepEqual(await changed(reset), []);
    }
    assert.notDeepEqual(await changed("[data-part=card] { padding: 0 }"), []);
    assert.notDeepEqual(await changed(":root { --kratos-space: 3rem }"), []);
  }
});

/** Runs in a page: notes what moves in it. */
const noteShifts = () => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) shifts.push(`${value} ${sources.map(({ node }) => node?.nodeName)}`);
  }).observe({ type: "layout-shift", buffered: true });
};

// The element had no height until its script was there, and the page below jumped when the form came.
for (const width of [320, 1280]) {
  test(`nothing of a page moves when a sign-in comes into it, at ${width} px`, async () => {
    await page.setViewportSize({ width, height: 900 });
    await page.addInitScript(noteShifts);
    const slow = (route) => setTimeout(() => route.continue(), 400);
    await page.route(/elements|self-service/, slow);
    await page.goto(`${site.url}/upgrade.html`);
    await page.waitForSelector("kratos-login [data-part=form] button[data-kind=primary]");
    await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
    assert.deepEqual(await page.evaluate(() => shifts), []);
    const { bottom } = await page.locator("kratos-login [data-part=gate]").evaluate((gate) => gate.getBoundingClientRect());
    console.log(`the sign-in ends at ${bottom} of ${await page.locator("kratos-login").evaluate((element) => element.getBoundingClientRect().bottom)} px`);
  });
}

/** A page as a server sends it, whose element has content of its own and waits for a framework. */
const SENT = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sent</title>
  <link rel="icon" href="data:,"><link rel="stylesheet" href="/propylon/styles.css"><script type="module" src="/elements.js"></script>
  <main><h1>Shop</h1><kratos-login base-url=KRATOS defer-hydration><p>Welcome back.</p><a href="KRATOS_URL/self-service/login/browser">Sign in without scripts</a></kratos-login>
  <kratos-signed-out base-url=KRATOS><a href="/login">Sign in</a></kratos-signed-out><kratos-signed-in base-url=KRATOS><p>Orders</p></kratos-signed-in><p>Below</p></main>`;
const sent = () => SENT.replaceAll("KRATOS_URL", kratos.url).replaceAll("KRATOS", JSON.stringify(kratos.url));

for (const width of [320, 1280]) {
  test(`an element that a server sent with content starts without moving anything, at ${width} px`, async () => {
    site.pages["/sent.html"] = sent().replace(/<kratos-signed-out.*<.kratos-signed-in>/, "");
    await page.setViewportSize({ width, height: 900 });
    await page.addInitScript(noteShifts);
    const painted = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    let allow;
    const allowed = new Promise((done) => (allow = done));
    for (const url of ["**/elements.js", "**/elements_bg.wasm"]) await page.route(url, async (route) => (await allowed, route.continue()));
    await page.goto(`${site.url}/sent.html`, { waitUntil: "commit" });
    const own = page.getByRole("link", { name: "Sign in without scripts" });
    await own.waitFor();
    await painted();
    allow();
    await page.waitForFunction(() => document.title === "Ready");
    // The class is there, and the framework is not yet.
    await painted();
    assert.equal(await own.isVisible(), true);
    await page.evaluate(() => document.querySelector("kratos-login").removeAttribute("defer-hydration"));
    await page.locator("kratos-login [data-part=form] button[data-kind=primary]").waitFor();
    await own.waitFor({ state: "hidden" });
    // It is still the framework's.
    assert.equal(await page.locator("kratos-login > a, kratos-login > p").count(), 2);
    await painted();
    assert.deepEqual(await page.evaluate(() => shifts), []);
  });
}

test("without scripts an element's content is there, and leads to Kratos; crawlers read it", async () => {
  site.pages["/sent.html"] = sent();
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    const reader = await context.newPage();
    await reader.goto(`${site.url}/sent.html`);
    await reader.getByText("Welcome back.").waitFor();
    await reader.getByRole("link", { name: "Sign in", exact: true }).waitFor();
    assert.equal(await reader.getByText("Orders").isVisible(), false);
    await reader.getByRole("link", { name: "Sign in without scripts" }).click();
    await reader.waitForURL(`${site.url}/login?flow=*`);
  } finally {
    await context.close();
  }
});

test("every call of a disposed object is an error", async () => {
  await open("/headless.html");
  const codes = await page.evaluate(async () => {
    const code = async (call) => {
      try {
        await call();
        return "fine";
      } catch (error) {
        return error instanceof PropylonError ? error.code : String(error);
      }
    };
    const login = auth.login();
    const waiting = code(() => login.submit({ method: "code", identifier: "x" }));
    auth.dispose();
    const calls = [
      () => login.submit({}), () => login.passkey(), () => login.securityKey(), () => login.resend(), () => login.back(), () => login.retry(),
      () => login.act({ does: { kind: "start-over" } }), () => login.act({ does: { kind: "visit", href: "/" } }), () => login.act({ does: { kind: "sign-out" } }),
      () => login.subscribe(() => {}), () => auth.login(), () => auth.session(), () => auth.session.subscribe(() => {}), () => auth.whoami(),
      () => auth.sessions(), () => auth.logout(), () => auth.native(),
    ];
    const codes = [await waiting];
    for (const call of calls) codes.push(await code(call));
    // None of these is an error: effects may clean up twice.
    login.dispose();
    auth.dispose();
    auth.session.refresh();
    return [...codes, login.flow, login.snapshot().phase, location.pathname];
  });
  assert.deepEqual(codes.slice(0, 18), Array(18).fill("disposed"));
  assert.deepEqual(codes.slice(18), [null, "loading", "/headless.html"]);
  await open("/elements.html");
  const element = await page.evaluate(async () => {
    const login = add("kratos-login");
    login.remove();
    return login.restart().then(() => "fine", ({ code }) => code);
  });
  assert.equal(element, "disposed");
});

/** The bytes held after a garbage collection, in JavaScript and WebAssembly. */
const held = async (cdp) => {
  for (let round = 0; round < 3; round += 1) {
    await cdp.send("HeapProfiler.collectGarbage");
    // Finalizers run in a later task, free Rust's memory, and leave more garbage.
    await page.evaluate(() => new Promise((done) => setTimeout(done)));
  }
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const memory = await page.evaluate(() => instances.flatMap(({ exports }) => Object.values(exports))
    .filter((each) => each instanceof WebAssembly.Memory).reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
  assert.ok(memory > 0);
  return { usedSize, memory };
};

/** Stores WebAssembly instances, so that their memory can be measured. */
const keepInstances = () =>
  page.addInitScript(() => {
    const { instantiate } = WebAssembly;
    globalThis.instances = [];
    WebAssembly.instantiate = async (...given) => {
      const made = await instantiate(...given);
      instances.push(made.instance ?? made);
      return made;
    };
  });

/** Runs `part`, which repeats something 200 times, five times; compares the memory with an earlier
 * run. */
const leavesNothing = async (part) => {
  const cdp = await page.context().newCDPSession(page);
  const thousand = async () => {
    let now;
    // WebAssembly memory never shrinks, so garbage must not accumulate.
    for (let round = 0; round < 5; round += 1) {
      await page.evaluate(part);
      now = await held(cdp);
    }
    return now;
  };
  const before = await thousand();
  const after = await thousand();
  assert.ok(after.usedSize - before.usedSize < 50_000, `${after.usedSize - before.usedSize} bytes more after 1000 times`);
  // One page is the smallest amount of growth.
  assert.ok(after.memory - before.memory <= 65_536, `${after.memory - before.memory} bytes of WebAssembly more after 1000 times`);
  return cdp;
};

test("mounting and removing a thousand times leaves nothing behind", async () => {
  await keepInstances();
  await open("/elements.html");
  await leavesNothing(async () => {
    for (let time = 0; time < 200; time += 1) {
      // An error page without an id sends no request, so Kratos is not measured.
      const element = add("kratos-error");
      await element.restart();
      element.remove();
      await new Promise((done) => setTimeout(done));
    }
  });
});

test("parts of a page mounted and removed a thousand times leave nothing behind", async () => {
  await keepInstances();
  // Never answered.
  await page.route("**/sessions/whoami", () => {});
  await open("/elements.html");
  await leavesNothing(async () => {
    for (let time = 0; time < 200; time += 1) {
      const user = add("kratos-user");
      const content = add("kratos-signed-in");
      await user.restart();
      user.remove();
      content.remove();
      await new Promise((done) => setTimeout(done));
    }
  });
});

// A pending request kept an unmounted element in memory until it timed out.
test("a sign-in mounted and removed a thousand times, while it loads, leaves nothing behind", async () => {
  await keepInstances();
  let ended = 0;
  page.on("requestfailed", (request) => (ended += Number(request.url().endsWith("/self-service/login/browser"))));
  // Never answered.
  await page.route("**/self-service/login/browser", () => {});
  await open("/elements.html");
  await leavesNothing(async () => {
    for (let time = 0; time < 200; time += 1) {
      const element = add("kratos-login");
      await element.restart();
      element.remove();
      await new Promise((done) => setTimeout(done));
      heard.length = 0;
    }
  });
  assert.equal(ended, 2000);
});

// Calls with a signal never removed their listener from it.
test("a thousand clients, flows and calls leave nothing behind, not even on a longer-lived signal", async () => {
  await keepInstances();
  await open("/headless.html");
  await page.evaluate(() => void (window.abort = new AbortController()));
  const cdp = await leavesNothing(async () => {
    const { connect } = await import("/propylon/index.js");
    const { signal } = abort;
    for (let time = 0; time < 200; time += 1) {
      const client = await connect({ url: kratos });
      const login = client.login({ signal });
      login.subscribe(() => {});
      const code = await login.submit({ method: "code", pasword: "x" }, { signal }).catch((error) => error.code);
      if (code !== "unknown-field") throw new Error(code);
      client.dispose();
    }
  });
  const { result } = await cdp.send("Runtime.evaluate", { expression: "abort.signal" });
  const { listeners } = await cdp.send("DOMDebugger.getEventListeners", { objectId: result.objectId });
  assert.deepEqual(listeners, []);
});
