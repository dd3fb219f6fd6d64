import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, request as ask } from "node:http";
import { extname, join, normalize } from "node:path";
import { requireSession } from "propylon/server";

const kratosUrl = process.env.KRATOS_URL ?? "http://localhost:4433";
const port = Number(process.env.PORT ?? 4455);
const appUrl = `http://localhost:${port}`;
const dist = join(import.meta.dirname, "node_modules/propylon/dist");
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml" };

const escape = (words) => String(words).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const html = (body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Starter</title>
<link rel="stylesheet" href="/propylon/styles.css"><script type="module" src="/propylon/elements.js"></script>${body}</html>`;

/** Kratos under the app's own origin. */
const proxy = (request, response) => {
  const onward = ask(new URL(request.url, kratosUrl), { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.writeHead(502).end("Kratos is away"));
  request.pipe(onward);
};

const file = (path, response) => {
  const place = join(dist, normalize(path));
  if (!place.startsWith(dist) || !existsSync(place) || !statSync(place).isFile()) return response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": types[extname(place)] ?? "application/octet-stream" });
  createReadStream(place).pipe(response);
};

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, appUrl);
  if (/^\/(self-service|sessions|\.well-known\/ory)(\/|$)/.test(pathname)) return proxy(request, response);
  if (pathname.startsWith("/propylon/")) return file(pathname.slice("/propylon".length), response);
  const page = (body) => response.writeHead(200, { "Content-Type": "text/html" }).end(html(body));
  if (pathname === "/login") {
    const back = escape(searchParams.get("return_to") ?? `${appUrl}/`);
    return page(`<kratos-login base-url="${appUrl}" groups="default code passkey" return-to="${back}"></kratos-login>`);
  }
  // The element signs out as soon as it is on a page, so it has a page of its own.
  if (pathname === "/logout") return page(`<kratos-logout base-url="${appUrl}" return-to="${appUrl}/login"></kratos-logout>`);
  if (pathname !== "/") return response.writeHead(404).end();
  const session = await requireSession(request, { kratosUrl, loginUrl: `${appUrl}/login`, appUrl });
  if (session instanceof Response) return response.writeHead(session.status, Object.fromEntries(session.headers)).end(await session.text());
  page(`<p id="who">${escape(session.session.identity.name)}</p><a href="/logout">Sign out</a>`);
}).listen(port, "localhost", () => console.log(`Ready on ${appUrl}`));
