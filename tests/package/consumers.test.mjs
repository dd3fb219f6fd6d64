// The package as it is packed: its own shape, its types, and bundlers whose result Chromium opens.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { given, startKratos } from "./support/kratos.mjs";
import { serve } from "./support/server.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

const call = promisify(execFile);
/** Runs a program of this folder's packages; its words are in the error when it fails. */
const run = async (script, ...args) => {
  const options = { cwd: consumer, env: { ...process.env, FORCE_COLOR: "0" }, maxBuffer: 1 << 24 };
  try {
    return (await call(process.execPath, [join(HERE, "node_modules", script), ...args], options)).stdout;
  } catch (error) {
    throw new Error(`${script} ${args.join(" ")}\n${error.stdout}${error.stderr}`);
  }
};

let consumer;
let tarball;
let kratos;
let browser;

before(async () => {
  // A project of its own, with the packed package and what its types need.
  consumer = mkdtempSync(join(tmpdir(), "propylon-consumer-"));
  const place = join(consumer, "node_modules/propylon");
  mkdirSync(place, { recursive: true });
  await call("npm", ["pack", given("PROPYLON_PACKAGE"), "--pack-destination", consumer]);
  tarball = join(consumer, readdirSync(consumer).find((name) => name.endsWith(".tgz")));
  await call("tar", ["-xzf", tarball, "-C", place, "--strip-components=1"]);
  writeFileSync(join(consumer, "package.json"), JSON.stringify({ type: "module", private: true }));
  kratos = await startKratos();
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await kratos?.stop();
  rmSync(consumer, { recursive: true, force: true });
});

test("publint has nothing to say", async () => {
  const words = await run("publint/src/cli.js", join(consumer, "node_modules/propylon"), "--strict");
  assert.match(words, /All good/);
});

test("the types are found in every kind of module resolution", async () => {
  const entries = ["./core.wasm", "./elements.wasm", "./styles.css", "./custom-elements.json", "./react"];
  await run("@arethetypeswrong/cli/dist/index.js", "--profile", "esm-only", "--exclude-entrypoints", ...entries, "--", tarball);
});

for (const resolution of ["bundler", "nodenext"]) {
  test(`a consumer of every export compiles (${resolution})`, async () => {
    for (const name of ["@types", "csstype"]) {
      cpSync(join(HERE, "node_modules", name), join(consumer, "node_modules", name), { recursive: true });
    }
    cpSync(join(HERE, "types/consumer.tsx"), join(consumer, "consumer.tsx"));
    const options = {
      strict: true, noEmit: true, skipLibCheck: false, target: "esnext", lib: ["esnext", "dom", "dom.iterable"],
      jsx: "react-jsx", module: resolution === "nodenext" ? "nodenext" : "esnext", moduleResolution: resolution, types: [],
    };
    writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["consumer.tsx"] }));
    await run("typescript/bin/tsc", "--project", "tsconfig.json");
  });
}

/** Opens a built folder, whose page connects and then shows the title of a first screen. */
const opened = async (folder) => {
  // Its page is on the origin that this Kratos lets in.
  const site = await serve({ folders: { "/": folder } });
  const own = await startKratos({ site: site.url });
  try {
    const page = await browser.newPage();
    const wrong = [];
    page.on("pageerror", (error) => wrong.push(String(error)));
    await page.goto(`${site.url}/index.html?kratos=${encodeURIComponent(own.url)}`);
    await page.waitForFunction(() => document.title !== "Waiting", undefined, { timeout: 20_000 });
    const title = await page.title();
    await page.locator("kratos-login [name=identifier]").waitFor({ timeout: 20_000 });
    await page.close();
    return { title, wrong };
  } finally {
    await own.stop();
    await site.stop();
  }
};

const write = (folder, suffix) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.html"), `<!doctype html><title>Waiting</title><body><script type="module" src="./main.js"></script>`);
  writeFileSync(
    join(folder, "main.js"),
    `import { connect } from "propylon${suffix}";
    import "propylon/elements${suffix}";
    const url = new URLSearchParams(location.search).get("kratos");
    const element = document.createElement("kratos-login");
    element.baseUrl = url;
    document.body.append(element);
    const login = (await connect({ url })).login();
    login.subscribe((screen) => { if (screen.phase === "ready") document.title = screen.title; });`,
  );
};

for (const suffix of ["", "/inline"]) {
  test(`Vite builds a page with propylon${suffix}`, async () => {
    const folder = join(consumer, `vite${suffix.replace("/", "-")}`);
    write(folder, suffix);
    await run("vite/bin/vite.js", "build", folder, "--logLevel", "warn", "--target", "esnext");
    const { title, wrong } = await opened(join(folder, "dist"));
    assert.deepEqual([title, wrong], ["Sign in", []]);
    const wasm = readdirSync(join(folder, "dist/assets")).filter((name) => name.endsWith(".wasm"));
    assert.equal(wasm.length, suffix ? 0 : 2);
  });
}

test("esbuild bundles a page with propylon/inline", async () => {
  const folder = join(consumer, "esbuild");
  write(folder, "/inline");
  const out = join(folder, "dist");
  await run("esbuild/bin/esbuild", join(folder, "main.js"), "--bundle", "--format=esm", `--outfile=${join(out, "main.js")}`);
  cpSync(join(folder, "index.html"), join(out, "index.html"));
  const { title, wrong } = await opened(out);
  assert.deepEqual([title, wrong], ["Sign in", []]);
});

test("importing does nothing and needs no DOM", async () => {
  const script = `
    const before = Object.keys(globalThis).join();
    for (const entry of ["propylon", "propylon/inline", "propylon/elements", "propylon/elements/inline"]) await import(entry);
    if (Object.keys(globalThis).join() !== before) throw new Error("a global was defined");`;
  writeFileSync(join(consumer, "import.mjs"), script);
  await call(process.execPath, [join(consumer, "import.mjs")]);
});
