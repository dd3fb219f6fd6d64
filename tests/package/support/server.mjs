import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" };

/** The policy of the site (see README), with Kratos on another origin. */
const policy = (kratos) =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${kratos}`,
    "font-src 'self'",
    `form-action 'self' ${kratos}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");

/**
 * Serves `pages` (texts or `{ body, headers }` by path) and the files below `folders` (by path prefix),
 * with the strict policy once `kratos` is known.
 */
export const serve = async ({ pages = {}, folders = {} }) => {
  const server = createServer(async (request, answer) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const headers = { "Content-Type": TYPES[extname(pathname)] ?? "text/html; charset=utf-8", "Cache-Control": "no-store" };
    if (serving.kratos) headers["Content-Security-Policy"] = policy(serving.kratos);
    let body = serving.pages[pathname];
    if (body?.headers) {
      Object.assign(headers, body.headers);
      body = body.body;
    }
    for (const [prefix, folder] of Object.entries(folders)) {
      if (body !== undefined || !pathname.startsWith(prefix)) continue;
      body = await readFile(join(folder, normalize(pathname.slice(prefix.length)))).catch(() => undefined);
    }
    answer.writeHead(body === undefined ? 404 : 200, headers).end(body ?? "<!doctype html><title>No such page</title>");
  });
  await new Promise((done) => server.listen(0, "localhost", done));
  const serving = {
    url: `http://localhost:${server.address().port}`,
    pages,
    kratos: undefined,
    stop: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    }),
  };
  return serving;
};
