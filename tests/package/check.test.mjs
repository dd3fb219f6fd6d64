// The command `propylon check` from the packed package: it needs no network.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { given } from "./support/kratos.mjs";

const command = join(given("PROPYLON_PACKAGE"), "bin/propylon.js");
const fixtures = fileURLToPath(new URL("../../crates/doctor/tests/files/", import.meta.url));
const healthy = ["kratos.yml", "identity.schema.json", "oathkeeper.yml", "rules.json", "ingress.yml", "config.json"].map((name) =>
  join(fixtures, "healthy", name),
);

let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "propylon-check-"));
});
after(() => rm(folder, { recursive: true, force: true }));

const run = (...args) =>
  new Promise((done) => {
    execFile(process.execPath, [command, "check", ...args], { maxBuffer: 16_000_000 }, (error, stdout, stderr) =>
      done({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

test("a healthy set-up has no finding, and the command exits with 0", async () => {
  const { code, stdout, stderr } = await run(...healthy, "--url", "https://auth.example.com");
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" }, stdout);
  assert.match(stdout, /Nothing wrong was found/);
});

test("planted mistakes are named with file, line and column, and the command exits with 1", async () => {
  const planted = join(fixtures, "planted/kratos.yml");
  const { code, stdout } = await run(planted, "--json");
  assert.equal(code, 1);
  const lines = (await readFile(planted, "utf8")).split("\n");
  const expected = lines.flatMap((line, index) => (line.includes("#! ") ? [`${index + 1} ${line.split("#! ")[1]}`] : []));
  const found = JSON.parse(stdout).findings.map(({ place, code: kind }) => `${place.line} ${kind}`);
  assert.deepEqual(found.sort(), expected.sort());
  const text = await run(planted, "--fix-diff");
  assert.match(text.stdout, /planted\/kratos\.yml:\d+:\d+: danger/);
  assert.match(text.stdout, /^\+ {6}lifespan: 1h/m);
});

test("other addresses than those of the files are a finding", async () => {
  const { code, stdout } = await run(healthy[0], "--url", "https://login.example.com", "--json");
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(stdout).findings.map((finding) => finding.code), ["base-url-differs"]);
});

test("files that cannot be read are said in a sentence", async () => {
  for (const [name, text, words] of [
    ["tab.yml", "a:\n\tb: 1\n", /tab\.yml:2:1.*[\s\S]*a tab indents this line/],
    ["comma.json", "{\n  \"a\": 1,\n}\n", /comma\.json:3:1.*[\s\S]*trailing comma/],
    ["long.yml", `# ${"x".repeat(5_000_000)}`, /long\.yml:1:1.*[\s\S]*5000 kB/],
    ["bytes.yml", Buffer.from([0, 255, 1, 254]), /bytes\.yml:1:1/],
  ]) {
    const file = join(folder, name);
    await writeFile(file, text);
    const { code, stdout } = await run(file);
    assert.equal(code, 1, name);
    assert.match(stdout, words);
  }
});

test("a wrong call is said, and the command exits with 2", async () => {
  for (const args of [[], ["no-such-file.yml"], [healthy[0], "--url", "auth.example.com"], ["--colour", healthy[0]]]) {
    const { code, stderr } = await run(...args);
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, /Usage: propylon check/);
  }
});
