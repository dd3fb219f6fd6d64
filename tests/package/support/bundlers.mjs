// Minimal configurations for each bundler.
import { cpSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Copies the page of `folder` beside the output, for bundlers that don't process HTML. */
const withPage = (folder, out) => {
  cpSync(join(folder, "index.html"), join(out, "index.html"));
  return out;
};

/** Each builds the page in `folder` and returns the folder to serve. */
export const builders = {
  async Vite(folder) {
    const { build } = await import("vite");
    await build({ root: folder, base: "./", logLevel: "warn", configFile: false, build: { target: "esnext" } });
    return join(folder, "dist");
  },

  async webpack(folder) {
    const { default: webpack } = await import("webpack");
    const out = join(folder, "dist");
    const compiler = webpack({ mode: "production", context: folder, entry: "./main.js", output: { path: out, filename: "main.js" }, performance: false });
    const stats = await new Promise((done, refuse) => compiler.run((error, stats) => (error ? refuse(error) : done(stats))));
    await new Promise((done) => compiler.close(done));
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
    // webpack needs `document.currentScript`, which modules don't have.
    const page = `<!doctype html><title>Waiting</title><body><script src="./main.js"></script>`;
    writeFileSync(join(out, "index.html"), page);
    return out;
  },

  async Parcel(folder) {
    const { Parcel } = await import("@parcel/core");
    const out = join(folder, "dist");
    const bundler = new Parcel({
      entries: join(folder, "index.html"),
      defaultConfig: require.resolve("@parcel/config-default"),
      cacheDir: join(dirname(folder), `.parcel-${basename(folder)}`),
      shouldAutoInstall: false,
      mode: "production",
      defaultTargetOptions: { distDir: out, publicUrl: "./", shouldOptimize: true },
      env: { NODE_ENV: "production" },
    });
    await bundler.run();
    return out;
  },

  Rollup: (folder) => rollup(folder, []),

  async "Rollup with import-meta-assets"(folder) {
    const { importMetaAssets } = await import("@web/rollup-plugin-import-meta-assets");
    return rollup(folder, [importMetaAssets()]);
  },

  esbuild: (folder) => esbuild(folder, {}),

  "esbuild with its file loader": (folder) => esbuild(folder, { loader: { ".wasm": "file" } }),
};

const rollup = async (folder, plugins) => {
  const { rollup } = await import("rollup");
  const { default: resolve } = await import("@rollup/plugin-node-resolve");
  const out = join(folder, "dist");
  const onwarn = (warning) => {
    throw new Error(warning.message);
  };
  const bundle = await rollup({ input: join(folder, "main.js"), plugins: [resolve({ browser: true }), ...plugins], onwarn });
  await bundle.write({ dir: out, format: "es" });
  await bundle.close();
  return withPage(folder, out);
};

const esbuild = async (folder, options) => {
  const { build } = await import("esbuild");
  const out = join(folder, "dist");
  await build({ entryPoints: [join(folder, "main.js")], bundle: true, format: "esm", outdir: out, logLevel: "silent", ...options });
  return withPage(folder, out);
};

/** Vite's development server for the page in `folder`, on `port`; `version` is the package of another Vite. */
export const viteServer = async (folder, port, { version = "vite", ...options } = {}) => {
  const { createServer } = await import(version);
  const server = await createServer({ root: folder, logLevel: "warn", configFile: false, server: { host: "localhost", port, strictPort: true }, ...options });
  await server.listen();
  return { url: `http://localhost:${port}`, stop: () => server.close() };
};
