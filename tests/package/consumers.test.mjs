// The packed package: its content, its types, and bundled apps opened in Chromium.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builders, viteServer } from "./support/bundlers.mjs";
import { call, makeConsumer } from "./support/consumer.mjs";
import { freePort, given, startKratos } from "./support/kratos.mjs";
import { serve } from "./support/server.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

/** Runs a program of this folder's packages; its output is in the error message. */
const run = async (script, ...args) => {
  const options = { cwd: consumer, env: { ...process.env, FORCE_COLOR: "0" }, maxBuffer: 1 << 24 };
  try {
    return (await call(process.execPath, [join(HERE, "node_modules", script), ...args], options)).stdout;
  } catch (error) {
    throw new Error(`${script} ${args.join(" ")}\n${error.stdout}${error.stderr}`);
  }
};

let project;
let consumer;
let browser;

before(async () => {
  project = await makeConsumer();
  consumer = project.folder;
  browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  project?.remove();
});

test("publint reports nothing", async () => {
  const words = await run("publint/src/cli.js", join(consumer, "node_modules/propylon"), "--strict");
  assert.match(words, /All good/);
});

test("the types are found in every kind of module resolution", async () => {
  const entries = ["./core.wasm", "./elements.wasm", "./doctor.wasm", "./styles.css", "./doctor.css", "./custom-elements.json"];
  await run("@arethetypeswrong/cli/dist/index.js", "--profile", "esm-only", "--exclude-entrypoints", ...entries, "--", project.tarball);
});

const COMPILERS = ["typescript-5.4", "typescript", "typescript-6"];
const MODES = COMPILERS.flatMap((compiler) => ["bundler", "nodenext"].map((resolution) => [compiler, resolution]));

/** Compiles the consumers of these names in `folder` as strictly as an app may. */
const compile = (compiler, resolution, folder, files, more) => {
  for (const file of files) cpSync(join(HERE, "types", file), join(folder, file));
  const module = resolution === "nodenext" ? "nodenext" : "esnext";
  const compilerOptions = { strict: true, noEmit: true, skipLibCheck: false, target: "es2022", module, moduleResolution: resolution, types: [], ...more };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  return run(`${compiler}/bin/tsc`, "--project", join(folder, "tsconfig.json"), "--pretty", "false");
};
const JSX = { lib: ["es2022", "dom"], jsx: "react-jsx" };

// `Symbol.dispose` in the types needed the app to have ESNext's library.
for (const [compiler, resolution] of MODES) {
  test(`a consumer of every export compiles (${compiler}, ${resolution})`, async () => {
    for (const name of ["@types", "csstype"]) {
      cpSync(join(HERE, "node_modules", name), join(consumer, "node_modules", name), { recursive: true });
    }
    await compile(compiler, resolution, consumer, ["consumer.tsx"], JSX);
  });
}

for (const compiler of COMPILERS) {
  test(`a consumer of every export compiles with the types of React 18 (${compiler})`, async () => {
    const own = await makeConsumer([["@types/react", "types-react-18"], "@types/prop-types", "csstype"]);
    try {
      await compile(compiler, "bundler", own.folder, ["consumer.tsx"], JSX);
    } finally {
      own.remove();
    }
  });
}

/** The wrappers' consumers, with the packages whose types they need. React's is that of every export. */
const WRAPPERS = { "vue.ts": ["vue", "@vue", "csstype", "@babel"], "svelte.ts": ["svelte"], "solid.tsx": ["solid-js", "csstype"], "preact.tsx": ["preact"], "angular.ts": ["@angular", "rxjs"] };

/** Declarations of frameworks that name a type of the DOM which an older compiler's library does not have. */
const TOO_NEW = {
  "typescript-5.4": {
    "svelte/elements.d.ts": "ContentVisibilityAutoStateChangeEvent",
    "solid-js/types/jsx.d.ts": "ContentVisibilityAutoStateChangeEvent",
    "@angular/router/index.d.ts": "ViewTransition",
  },
};

for (const [compiler, resolution] of MODES) {
  test(`a consumer of each wrapper compiles (${compiler}, ${resolution})`, async () => {
    const own = await makeConsumer(Object.values(WRAPPERS).flat());
    try {
      const options = { lib: ["es2022", "dom", "dom.iterable"], jsx: "preserve" };
      const words = await compile(compiler, resolution, own.folder, Object.keys(WRAPPERS), options).then(() => "", String);
      const known = Object.entries(TOO_NEW[compiler] ?? {}).map(([file, name]) => ({ file: `/${file}(`, name: `Cannot find name '${name}'` }));
      const isKnown = (line) => known.some(({ file, name }) => line.includes(file) && line.includes(name));
      const errors = words.match(/^.*: error TS.*$/gm) ?? (words ? [words] : []);
      assert.deepEqual(errors.filter((line) => !isKnown(line)), []);
      // What compiles again is no longer named.
      assert.deepEqual(known.filter(({ file }) => !errors.some((line) => line.includes(file))), []);
    } finally {
      own.remove();
    }
  });
}

/**
 * Opens a page of `site`, whose origin Kratos allows. The page connects, mounts a sign-in element,
 * and then shows the title of the headless client's first screen, or its error code. Returns the console.
 */
const opened = async (site, expected = "Sign in") => {
  const lines = [];
  try {
    const own = await startKratos({ site: site.url });
    try {
      const page = await browser.newPage();
      const wrong = [];
      page.on("console", (message) => lines.push(message.text()));
      page.on("pageerror", (error) => wrong.push(String(error)));
      await page.goto(`${site.url}/index.html?kratos=${encodeURIComponent(own.url)}`);
      await page.waitForFunction(() => document.title !== "Waiting", undefined, { timeout: 20_000 });
      const title = await page.title();
      if (expected === "Sign in") {
        for (const drawn of ["kratos-login [name=identifier]", "kratos-session a, kratos-session button"]) {
          await page.locator(drawn).first().waitFor({ timeout: 20_000 });
        }
      }
      await page.close();
      assert.deepEqual([title, wrong], [expected, []]);
      return lines.join("\n");
    } finally {
      await own.stop();
    }
  } finally {
    await site.stop();
  }
};

/** Writes a page that uses all modules of both entries; `given` is passed as their WebAssembly source. */
const write = (name, suffix, { head = "", given = {} } = {}) => {
  const folder = join(consumer, name.replaceAll(/\W+/g, "-"));
  mkdirSync(folder, { recursive: true });
  const page = `<!doctype html><title>Waiting</title>${head}<body><script type="module" src="./main.js"></script>`;
  writeFileSync(join(folder, "index.html"), page);
  writeFileSync(
    join(folder, "main.js"),
    `import { connect } from "propylon${suffix}";
    import { load } from "propylon/elements${suffix}";
    ${given.imports ?? ""}
    const url = new URLSearchParams(location.search).get("kratos");
    load(${given.elements ?? ""}).catch(() => {});
    for (const tag of ["kratos-login", "kratos-session"]) {
      const element = document.createElement(tag);
      element.baseUrl = url;
      document.body.append(element);
    }
    const told = (error) => { document.title = error.code; };
    connect({ url${given.core ?? ""} }).then((auth) => {
      auth.login().subscribe(({ phase, title }) => {
        // Without a session Kratos refuses to list sessions, which shows that this code was loaded.
        if (phase === "ready") auth.sessions().list().catch((error) => told(error.code === "refused" ? { code: title } : error));
      });
    }).catch(told);`,
  );
  return folder;
};

/** All files below a folder. */
const files = (folder) => readdirSync(folder, { recursive: true }).map(String);

// The default entry, with bundlers that follow `new URL(…, import.meta.url)` and copy the file.
for (const name of ["Vite", "webpack", "Parcel", "Rollup with import-meta-assets"]) {
  test(`${name} builds a page with propylon`, async () => {
    const out = await builders[name](write(name, ""));
    // The third is the doctor's, which is loaded when it is asked.
    assert.equal(files(out).filter((name) => name.endsWith(".wasm")).length, 3);
    await opened(await serve({ folders: { "/": out } }));
  });
}

for (const name of ["Vite", "webpack", "Parcel", "Rollup", "esbuild"]) {
  test(`${name} builds a page with propylon/inline`, async () => {
    const out = await builders[name](write(`${name} inline`, "/inline"));
    assert.deepEqual(files(out).filter((name) => name.endsWith(".wasm")), []);
    await opened(await serve({ folders: { "/": out } }));
  });
}

// These don't copy the file; the error message says so.
for (const name of ["Rollup", "esbuild"]) {
  test(`${name} without the file is told what is missing`, async () => {
    const out = await builders[name](write(`${name} without`, ""));
    assert.deepEqual(files(out).filter((name) => name.endsWith(".wasm")), []);
    await opened(await serve({ folders: { "/": out } }), "wasm-not-found");
  });
}

test("esbuild's file loader gives the URLs of the modules", async () => {
  const modules = { core: "core", elements: "elements" };
  const imports = Object.entries(modules).map(([name, file]) => `import ${name} from "propylon/${file}.wasm";`).join("\n");
  const name = "esbuild with its file loader";
  const given = { imports, core: ", wasm: core", elements: "elements" };
  const out = await builders[name](write(name, "", { given }));
  await opened(await serve({ folders: { "/": out } }));
});

for (const suffix of ["", "/inline"]) {
  test(`Vite's development server serves a page with propylon${suffix}`, async () => {
    await opened(await viteServer(write(`vite dev ${suffix}`, suffix), await freePort()));
  });

  test(`a bare script with an import map uses propylon${suffix}`, async () => {
    const dist = "/node_modules/propylon/dist";
    const [core, elements] = suffix ? ["inline", "elements-inline"] : ["index", "elements"];
    const imports = { [`propylon${suffix}`]: `${dist}/${core}.js`, [`propylon/elements${suffix}`]: `${dist}/${elements}.js` };
    const head = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
    const folder = write(`bare ${suffix}`, suffix, { head });
    await opened(await serve({ folders: { [dist]: join(consumer, dist), "/": folder } }));
  });
}

// They move the scripts of a package, and leave its WebAssembly where it was.
for (const version of ["vite-6", "vite-7"]) {
  test(`the development server of ${version} is told what is missing, and serves a page with it`, async () => {
    const folder = write(`dev of ${version}`, "");
    const lines = await opened(await viteServer(folder, await freePort(), { version }), "wasm-not-wasm");
    assert.match(lines, /optimizeDeps: \{ exclude: \["propylon"\] \}/);
    await opened(await viteServer(folder, await freePort(), { version, optimizeDeps: { exclude: ["propylon"] } }));
  });
}

test("importing does nothing and needs no DOM", async () => {
  const script = `
    const before = Object.keys(globalThis).join();
    for (const entry of ["propylon", "propylon/inline", "propylon/elements", "propylon/elements/inline"]) await import(entry);
    if (Object.keys(globalThis).join() !== before) throw new Error("a global was defined");`;
  writeFileSync(join(consumer, "import.mjs"), script);
  await call(process.execPath, [join(consumer, "import.mjs")]);
});
