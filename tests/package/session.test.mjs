// `npx propylon session`: people sign in on the terminal, with a real Kratos.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { given, startKratos } from "./support/kratos.mjs";
import { totp } from "./support/totp.mjs";

const PASSWORD = "a-long-and-odd-passphrase-7";
const command = join(given("PROPYLON_PACKAGE"), "bin/propylon.js");
const { connect } = await import(pathToFileURL(join(given("PROPYLON_PACKAGE"), "dist/index.js")));

let kratos;
let auth;
let native;
before(async () => {
  kratos = await startKratos();
  auth = await connect({ url: kratos.url });
  native = auth.native();
});
after(async () => {
  auth?.dispose();
  await kratos?.stop();
});

/** Starts a program; its outputs grow, and `until` waits for a text in one of them. */
const started = (program, args) => {
  const child = spawn(program, args, { env: { ...process.env, NO_COLOR: "1" } });
  const waiting = new Set();
  const run = { stdout: "", stderr: "", line: (text) => child.stdin.write(`${text}\n`), end: () => child.stdin.end() };
  const wake = () => waiting.forEach((check) => check());
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      run[name] += text;
      wake();
    });
  }
  // It may end before it has read everything.
  child.stdin.on("error", () => {});
  run.ended = new Promise((done) => child.once("close", (code) => done({ code, stdout: run.stdout, stderr: run.stderr })));
  run.until = (name, pattern) =>
    new Promise((done, fail) => {
      const check = () => {
        if (!pattern.test(run[name])) return;
        waiting.delete(check);
        done();
      };
      waiting.add(check);
      run.ended.then(() => fail(new Error(`ended without ${pattern}: ${run.stdout}${run.stderr}`)));
      check();
    });
  return run;
};

/** Runs `propylon session` with these lines on standard input. */
const session = (args, lines = []) => {
  const run = started(process.execPath, [command, "session", ...args]);
  for (const line of lines) run.line(line);
  run.end();
  return run.ended;
};

let people = 0;
const registered = async () => {
  people += 1;
  const email = `session-${people}@example.test`;
  const { flow } = await native.registration();
  const { sessionToken } = await native.submit(flow, { method: "password", password: PASSWORD, traits: { email } });
  return { email, token: sessionToken };
};

/** Who a header of curl proves: the address of the account. */
const proved = async (header) => {
  const [, name, value] = /^([\w-]+): (.+)$/.exec(header.trim());
  const answer = await fetch(`${kratos.url}/sessions/whoami`, { headers: { [name]: value } });
  assert.equal(answer.status, 200, header);
  return (await answer.json()).identity.traits.email;
};

test("a password from standard input gives a header, alone on standard output", async () => {
  const { email } = await registered();
  const { code, stdout, stderr } = await session(["--url", kratos.url], [email, PASSWORD]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^X-Session-Token: ory_st_\w+\n$/);
  assert.equal(await proved(stdout), email);
  const bearer = await session(["--url", `${kratos.url}/`, "--identifier", email, "--bearer"], [PASSWORD]);
  assert.match(bearer.stdout, /^Authorization: Bearer ory_st_\w+\n$/);
  assert.equal(await proved(bearer.stdout), email);
  // As docs/session.md ends it.
  const body = JSON.stringify({ session_token: bearer.stdout.trim().split(" ").at(-1) });
  const headers = { "Content-Type": "application/json" };
  const end = await fetch(`${kratos.url}/self-service/logout/api`, { method: "DELETE", headers, body });
  assert.equal(end.status, 204);
  await assert.rejects(proved(bearer.stdout), /401 !== 200|Authorization/);
});

test("a cookie is that of a browser's sign-in", async () => {
  const { email } = await registered();
  const { code, stdout, stderr } = await session(["--url", kratos.url, "--cookie"], [email, PASSWORD]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^Cookie: ory_kratos_session=[^;\n]+\n$/);
  assert.equal(await proved(stdout), email);
});

test("--json names the session; the token is nowhere else", async () => {
  const { email } = await registered();
  const { stdout, stderr } = await session(["--url", kratos.url, "--json"], [email, PASSWORD]);
  const report = JSON.parse(stdout);
  assert.deepEqual(Object.keys(report), ["kind", "token", "header", "identity", "aal", "expires_at"]);
  assert.deepEqual([report.kind, report.aal, report.header.value], ["token", "aal1", report.token]);
  assert.ok(Date.parse(report.expires_at) > Date.now());
  assert.ok(!stderr.includes(report.token));
});

test("a wrong password is a sentence of Kratos, exit code 1, and nothing on standard output", async () => {
  const { email } = await registered();
  const { code, stdout, stderr } = await session(["--url", kratos.url], [email, "wrong"]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /credentials are invalid/);
  const short = await session(["--url", kratos.url], [email]);
  assert.deepEqual([short.code, short.stdout], [1, ""]);
  assert.match(short.stderr, /no line for: Password/);
});

for (const kind of [[], ["--cookie"]]) {
  test(`no password: a code comes by mail, ${kind[0] ?? "for a token"}`, async () => {
    const { email } = await registered();
    // The one that verifies the address.
    await kratos.code(email);
    const run = started(process.execPath, [command, "session", "--url", kratos.url, "--identifier", email, ...kind]);
    run.line("");
    await run.until("stderr", /has been sent/);
    run.line(await kratos.code(email));
    run.end();
    const { code, stdout, stderr } = await run.ended;
    assert.equal(code, 0, stderr);
    assert.equal(await proved(stdout), email);
  });

  test(`a second factor is asked for: the app's code, then a backup code, ${kind[0] ?? "for a token"}`, async () => {
    const { email, token } = await registered();
    const { flow } = await native.settings({ token });
    const secret = flow.ui.nodes.find(({ attributes }) => attributes.id === "totp_secret_key").attributes.text.text;
    const on = await native.submit(flow, { method: "totp", totp_code: totp(secret) }, { token });
    assert.equal(on.kind, "saved", JSON.stringify(on));
    const one = await session(["--url", kratos.url, "--json", ...kind], [email, PASSWORD, totp(secret)]);
    assert.equal(one.code, 0, one.stderr);
    assert.equal(JSON.parse(one.stdout).aal, "aal2");

    // From here on, the account's settings want the second factor, too.
    const again = await session(["--url", kratos.url, "--json"], [email, PASSWORD, totp(secret)]);
    const strong = { token: JSON.parse(again.stdout).token };
    const shown = await native.submit((await native.settings(strong)).flow, { method: "lookup_secret", lookup_secret_regenerate: true }, strong);
    const codes = shown.flow.ui.nodes.find(({ attributes }) => attributes.id === "lookup_secret_codes").attributes.text.context.secrets;
    await native.submit(shown.flow, { method: "lookup_secret", lookup_secret_confirm: true }, strong);
    const two = await session(["--url", kratos.url, ...kind], [email, PASSWORD, codes[0].text]);
    assert.equal(two.code, 0, two.stderr);
    assert.equal(await proved(two.stdout), email);
  });
}

// The question for a password was there before the terminal's echo was off, so that a quick answer was shown.
test("in a terminal it asks, shows no secret, and asks again after a refusal", async () => {
  const { email } = await registered();
  const line = `'${process.execPath}' '${command}' session --url ${kratos.url}`;
  // A pseudo terminal, by the program that both systems have with other arguments.
  const run = process.platform === "darwin" ? started("script", ["-q", "/dev/null", "sh", "-c", line]) : started("script", ["-qec", line, "/dev/null"]);
  await run.until("stdout", /E-mail address or user name: /);
  run.line(email);
  await run.until("stdout", /Password .*: /);
  run.line("a-wrong-one");
  await run.until("stdout", /credentials are invalid[^]*Password .*: /);
  run.line(PASSWORD);
  const { code, stdout } = await run.ended;
  assert.equal(code, 0, stdout);
  assert.ok(!stdout.includes(PASSWORD) && !stdout.includes("a-wrong-one"), stdout);
  assert.equal(await proved(/^X-Session-Token: \S+/m.exec(stdout)[0]), email);
});

test("a form that asks for the account first, and one for a second factor that need not be", async () => {
  const over = { selfservice: { flows: { login: { style: "identifier_first" } } }, session: { whoami: { required_aal: "aal1" } } };
  const other = await startKratos({ over });
  try {
    const client = await connect({ url: other.url });
    const { flow } = await client.native().registration();
    await client.native().submit(flow, { method: "password", password: PASSWORD, traits: { email: "first@example.test" } });
    client.dispose();
    const { code, stdout, stderr } = await session(["--url", other.url], ["first@example.test", PASSWORD]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^X-Session-Token: /);
    const strict = await session(["--url", other.url, "--aal2"], ["first@example.test", PASSWORD]);
    assert.deepEqual([strict.code, strict.stdout], [1, ""]);
    assert.match(strict.stderr, /needs a browser|refuses/);
  } finally {
    await other.stop();
  }
});

test("what is not Kratos, or not there, is a sentence", async () => {
  const page = createServer((_, answer) => answer.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html>"));
  await new Promise((done) => page.listen(0, "localhost", done));
  const url = `http://localhost:${page.address().port}`;
  const other = await session(["--url", url], ["a@example.test", PASSWORD]);
  assert.equal(other.code, 1);
  assert.match(other.stderr, /does not answer as Kratos does .*npx propylon doctor/);
  page.closeAllConnections();
  await new Promise((done) => page.close(done));
  const gone = await session(["--url", url]);
  assert.deepEqual([gone.code, gone.stdout], [1, ""]);
  assert.match(gone.stderr, /^Nothing answers at http:\/\/localhost:/);
});

test("a wrong call is one sentence and the usage; a password is no argument", async () => {
  for (const [args, sentence] of [
    [[], /^Give Kratos' public URL/],
    [["--url", "kratos"], /^--url must be a URL/],
    [["--url", "http://localhost:1", PASSWORD], /^session takes no argument/],
    [["--url", "http://localhost:1", "--password", PASSWORD], /Unknown option '--password'/],
    [["--url", "http://localhost:1", "--bearer", "--cookie"], /give one/],
  ]) {
    const { code, stdout, stderr } = await session(args);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, sentence);
    assert.match(stderr, /^Usage: propylon session --url/m);
  }
});
