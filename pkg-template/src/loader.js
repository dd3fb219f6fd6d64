import { PropylonError } from "./errors.js";

const MAGIC = [0, 0x61, 0x73, 0x6d];

/** Decodes base64. Fetching a data: URL is forbidden by strict Content-Security-Policies. */
export const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/**
 * Loads the module once. Further calls wait for the first; after a failure the next call tries again.
 * `bindings` is wasm-bindgen's script; `own` returns the default source, and `door` says where else it can come
 * from, after a comma, for people who read an error.
 */
export const loader = (bindings, own, door) => {
  let loading;
  return (source) =>
    (loading ??= start(bindings, own, source, door).catch((error) => {
      loading = undefined;
      throw error;
    }));
};

const start = async (bindings, own, source, door) => {
  if (typeof WebAssembly === "undefined") throw new PropylonError("no-webassembly");
  const from = source ?? own;
  const module = await compiled(await (typeof from === "function" ? from() : from), door);
  try {
    await bindings.default({ module_or_path: module });
  } catch (cause) {
    throw new PropylonError("wasm-broken", { name: String(cause?.message ?? cause), cause });
  }
  return bindings;
};

const compiled = async (source, door) => {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return fromBytes(source, "The given bytes", door);
  if (typeof Response !== "undefined" && source instanceof Response) return fromResponse(source, door);
  const url = source instanceof URL ? source : new URL(source, globalThis.document?.baseURI);
  if (url.protocol === "file:") {
    // Node's fetch can't read files. With this expression, bundlers don't try to resolve the module.
    const files = globalThis.process?.getBuiltinModule?.("node:fs/promises");
    if (files) {
      const bytes = await files.readFile(url).catch((cause) => {
        throw new PropylonError("wasm-not-found", { name: url.href, cause, door });
      });
      return fromBytes(bytes, url.href, door);
    }
  }
  const response = await fetch(url).catch((cause) => {
    throw new PropylonError("wasm-unreachable", { name: url.href, cause });
  });
  // Vite's development server moves the scripts of a package, and leaves its other files.
  const isMoved = /\/\.vite\//.test(url.href);
  return fromResponse(response, isMoved ? `${door}. In Vite's configuration, add optimizeDeps: { exclude: ["propylon"] }` : door);
};

const fromResponse = async (response, door) => {
  const name = response.url || "The given response";
  if (!response.ok) throw new PropylonError("wasm-not-found", { name: `${name} (HTTP ${response.status})`, status: response.status, door });
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("application/wasm") && WebAssembly.compileStreaming) {
    return WebAssembly.compileStreaming(response).catch((cause) => refuse(cause, name, door));
  }
  const module = await fromBytes(await response.arrayBuffer(), `${name} (${type || "no type"})`, door);
  console.warn(`propylon: ${name} was served as ${type || "no type"}; application/wasm would allow it to start sooner`);
  return module;
};

const fromBytes = async (source, name, door) => {
  const bytes = ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
  if (MAGIC.some((byte, at) => bytes[at] !== byte)) throw new PropylonError("wasm-not-wasm", { name, door });
  return WebAssembly.compile(bytes).catch((cause) => refuse(cause, name, door));
};

const refuse = (cause, name, door) => {
  const words = String(cause?.message ?? cause);
  if (/content security policy|unsafe-eval|blocked by csp/i.test(words)) throw new PropylonError("wasm-csp", { cause });
  throw new PropylonError(/magic|mime/i.test(words) ? "wasm-not-wasm" : "wasm-broken", { name: /magic|mime/i.test(words) ? name : words, cause, door });
};
