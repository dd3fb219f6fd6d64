// What every starter has to do, with a real Kratos behind its own origin, mails, passkeys and Chromium.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { get as ask } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { given, startKratos } from "./kratos.mjs";
import { passkeyAdded, touched } from "./passkey.mjs";

export const STARTERS = fileURLToPath(new URL("../../../pkg-template/starters", import.meta.url));

/** Beside configuration, the entries of an app that a framework wants written out. */
const CONFIGURATION = /^(\.env|(package|tsconfig|angular)\.json)$|\.config\.\w+$|^(entry-(client|server)\.jsx|main(\.server)?\.ts|Cargo\.(toml|lock)|build\.rs|tauri\.conf\.json|icon\.png)$/;

/** Counts the lines of a starter that are not configuration of its framework. */
export const ownLines = (name) => {
  const files = readdirSync(join(STARTERS, name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !CONFIGURATION.test(entry.name));
  return files.reduce((sum, { parentPath, name }) => sum + readFileSync(join(parentPath, name), "utf8").trimEnd().split("\n").length, 0);
};

/** As a browser's address bar asks, or with other headers; Node's fetch calls itself a script. */
export const get = async (url, headers = { accept: "text/html" }) => {
  const answer = await new Promise((done, fail) => ask(url, { headers, agent: false }, done).on("error", fail));
  const text = Buffer.concat(await answer.toArray()).toString();
  return { status: answer.statusCode, text, location: answer.headers.location && new URL(answer.headers.location, url) };
};

/** Starts a server and waits until its sign-in page is there. */
const started = async ({ command = process.execPath, args, cwd, env }, url) => {
  let words = "";
  // A server may start others, which end with its group.
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  for (const out of [child.stdout, child.stderr]) out.on("data", (text) => (words += text));
  const ended = new Promise((done) => child.once("close", done));
  const kill = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  process.once("exit", kill);
  const stop = async () => {
    process.off("exit", kill);
    kill();
    await ended;
  };
  for (let tries = 0; ; tries += 1) {
    if (await fetch(`${url}/login`).then(({ ok }) => ok, () => false)) return { stop, words: () => words };
    if (child.exitCode !== null || tries > 1800) {
      await stop();
      throw new Error(`the server is not ready:\n${words}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
};

/** Creates somebody's account. */
export const account = async (url, email) => {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const flow = await (await fetch(`${url}/self-service/registration/api`, { headers })).json();
  const body = JSON.stringify({ method: "password", password: "a-long-and-odd-passphrase-7", traits: { email } });
  const action = `${url}${new URL(flow.ui.action).pathname}?flow=${flow.id}`;
  assert.equal((await fetch(action, { method: "POST", headers, body })).status, 200);
};

/** A page that has a passkey's authenticator, and of which every word about a fault is noted. */
const watchedPage = async (context) => {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    // Kratos asks for a code that way.
    if (/status of 400/.test(message.text()) && message.location().url.includes("/self-service/login?")) return;
    // What Angular says when all went well.
    if (/^Angular hydrated .* 0 component\(s\) were skipped/.test(message.text())) return;
    if (["error", "warning"].includes(message.type()) || /hydrat|mismatch/i.test(message.text())) faults.push(`${message.text()} ${message.location().url}`);
  });
  await touched(page);
  // The settings are no part of a starter: the test brings the client that adds the passkey.
  await page.route("**/propylon/inline.js", (route) => route.fulfill({ path: join(given("PROPYLON_PACKAGE"), "dist/inline.js") }));
  await page.route("**/propylon/{shared-,locales/}*", (route) => route.fulfill({ path: join(given("PROPYLON_PACKAGE"), "dist", new URL(route.request().url()).pathname.slice("/propylon/".length)) }));
  return { page, faults };
};

/**
 * Builds and starts a starter, and goes through it: out to the sign-in, in by code, a passkey added, out, in by
 * passkey, and closed when Kratos is stopped. `guarded` is the page that the server guards.
 *
 * `server({ port, url, kratosUrl })` says how it is started, `{ command, args, cwd, env }`; `build({ url })`
 * is what has to be done before, beside Kratos' start. More checks have their places: `whileOut({ url, email })`,
 * `whileIn({ url, context, headers, email })` and `whileAway({ url, headers, email })`, where `headers` are those of
 * somebody who is signed in.
 */
export const tryStarter = async (t, { browser, mailpit, guarded = "/", build, server, whileOut, whileIn, whileAway }) => {
  const begun = performance.now();
  // Nobody else takes the port while the starter is built.
  const holder = createServer();
  await new Promise((done) => holder.listen(0, "localhost", done));
  const { port } = holder.address();
  t.after(() => holder.close());
  const url = `http://localhost:${port}`;
  const building = build?.({ url });
  // It is awaited below, after Kratos.
  building?.catch(() => {});
  const kratos = await startKratos({ site: url, smtp: mailpit.smtp, over: { serve: { public: { base_url: `${url}/`, host: "localhost" } } } });
  let isAway = false;
  t.after(() => isAway || kratos.stop());
  await building;
  const built = performance.now();
  await new Promise((done) => holder.close(done));
  const { env, ...how } = server({ port, url, kratosUrl: kratos.url });
  const running = await started({ ...how, env: { ...(env ?? process.env), PORT: String(port), KRATOS_URL: kratos.url } }, url);
  t.after(() => running.stop());
  const context = await browser.newContext();
  t.after(() => context.close());
  try {
    // The inbox is shared with other tests.
    const email = `ada-${port}@example.com`;
    await account(url, email);
    await whileOut?.({ url, email });

    const { page, faults } = await watchedPage(context);
    const isAt = (pathname) => page.waitForURL((now) => now.pathname === pathname);
    const who = page.locator("#who");
    await page.goto(`${url}${guarded}`);
    await isAt("/login");
    await page.locator("[name=identifier]").fill(email);
    await page.locator("button[name=method][value=code]").click();
    await page.locator("[name=code]").fill(await mailpit.code(email, "Your sign-in code"));
    await who.waitFor();
    assert.equal(page.url(), `${url}${guarded}`);
    assert.equal(await who.textContent(), email);
    assert.equal(await passkeyAdded(page, url), "success");

    await page.getByText("Sign out", { exact: true }).click();
    await isAt("/login");
    await page.goto(`${url}${guarded}`);
    await isAt("/login");
    await page.locator("button[name=passkey_login_trigger]").click();
    await who.waitFor();
    assert.equal(page.url(), `${url}${guarded}`);
    assert.deepEqual(faults, []);

    const [cookie] = (await context.cookies(url)).filter(({ name }) => name === "ory_kratos_session");
    const headers = { accept: "text/html", cookie: `${cookie.name}=${cookie.value}` };
    const inside = await get(`${url}${guarded}`, headers);
    assert.deepEqual([inside.status, inside.text.includes(email)], [200, true]);
    // The other sessions, which is that of the sign-up: a path without a slash after it.
    assert.equal(JSON.parse((await get(`${url}/sessions`, { ...headers, accept: "application/json" })).text).length, 1);
    await whileIn?.({ url, context, headers, email });

    await kratos.stop();
    isAway = true;
    const away = await page.goto(`${url}${guarded}`);
    assert.deepEqual([away.status(), (await away.text()).includes(email)], [503, false]);
    assert.ok((await get(`${url}/sessions/whoami`, headers)).status >= 500);
    await whileAway?.({ url, headers, email });
  } catch (error) {
    throw new Error(`${error.message}\n${running.words()}`, { cause: error });
  }
  const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
  t.diagnostic(`${seconds(begun, built)} s until it is built, ${seconds(built, performance.now())} s of use`);
};
