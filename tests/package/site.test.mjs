// `npx propylon site`: the site out of the package, as people call it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { given } from "./support/kratos.mjs";

const program = join(given("PROPYLON_PACKAGE"), "bin/propylon.js");
let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), "propylon-site-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

const site = (...args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "site", ...args], { encoding: "utf8" });
  return { status, said: stdout + stderr };
};

test("writes every file of the page below a path, with packed copies of the same content", () => {
  const place = join(folder, "below");
  const { status, said } = site(place, "--base-path", "/auth/", "--kratos-url", "https://kratos.example.com");
  assert.equal(status, 0, said);
  assert.match(said, /Serve it at \/auth\/, /);
  for (const [name, files] of [
    ["index.html", 6],
    ["doctor/index.html", 3],
  ]) {
    const page = readFileSync(join(place, name), "utf8");
    const named = [...page.matchAll(/(?:href|src|data-module|data-wasm)="([^"]*\.[a-z]+)"/g)].map(([, path]) => path);
    assert.ok(named.length > files, page);
    for (const path of named) {
      assert.match(path, /^\/auth\//);
      assert.ok(existsSync(join(place, path.slice("/auth/".length))), path);
    }
  }
  assert.equal(JSON.parse(readFileSync(join(place, "config.json"), "utf8")).kratosUrl, "https://kratos.example.com");
  for (const file of readdirSync(place, { recursive: true }).filter((name) => /\.(br|gz)$/.test(name))) {
    const unpack = file.endsWith(".br") ? brotliDecompressSync : gunzipSync;
    const plain = readFileSync(join(place, file.slice(0, -3)));
    assert.ok(unpack(readFileSync(join(place, file))).equals(plain), file);
  }
  assert.ok(existsSync(join(place, "index.html.br")));
});

test("keeps the settings of an older site, and writes over files only if told to", () => {
  const place = join(folder, "older");
  assert.equal(site(place).status, 0);
  writeFileSync(join(place, "config.json"), '{"locale": "de"}');
  const again = site(place);
  assert.equal(again.status, 1);
  assert.match(again.said, /is not empty; --force/);
  assert.equal(site(place, "--force").status, 0);
  assert.equal(readFileSync(join(place, "config.json"), "utf8"), '{"locale": "de"}');
  writeFileSync(join(place, "config.json"), "{");
  const broken = site(place, "--force", "--kratos-url", "https://kratos.example.com");
  assert.equal(broken.status, 1);
  assert.match(broken.said, /cannot be written into .*JSON/);
});

test("a wrong call is one sentence and the usage", () => {
  for (const [args, sentence] of [
    [[], /^site takes one folder$/m],
    [["a", "b"], /^site takes one folder$/m],
    [["a", "--base-path", "auth"], /^--base-path must be a path like \/auth, not auth$/m],
    [["a", "--base-path", "/../x"], /^--base-path must be a path/m],
    [["a", "--kratos-url", "kratos"], /^--kratos-url must be a URL/m],
    [["a", "--base", "/x"], /Unknown option '--base'/],
  ]) {
    const { status, said } = site(...args);
    assert.equal(status, 2, said);
    assert.match(said, sentence);
    assert.match(said, /^Usage: propylon site FOLDER/m);
  }
  const file = join(folder, "file");
  writeFileSync(file, "");
  assert.deepEqual([site(file).status, existsSync(join(folder, "a"))], [1, false]);
});
