import { request as ask } from "node:http";
import { fileURLToPath } from "node:url";
import express from "express";
import { preloadHtml, requireSession } from "propylon/server";

const { KRATOS_URL: kratosUrl = "http://localhost:4433", PORT = "4455" } = process.env;
export const appUrl = `http://localhost:${PORT}`;
const loginUrl = `${appUrl}/login`;
const pages = express();

/** Kratos under the app's own origin. */
pages.use(["/self-service", "/sessions", "/.well-known/ory"], (request, response) => {
  const onward = ask(new URL(request.originalUrl, kratosUrl), { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.headersSent || response.status(502).end("Kratos is away"));
  request.pipe(onward);
});

pages.use("/propylon", express.static(fileURLToPath(new URL(".", import.meta.resolve("propylon/elements")))));

const escape = (words) => String(words).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const page = (body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Starter</title><link rel="icon" href="data:,">${body}`;
const elements = `<link rel="stylesheet" href="/propylon/styles.css">${preloadHtml({ wasmUrl: "/propylon/elements_bg.wasm" })}
<script type="module" src="/propylon/elements.js"></script>`;

pages.get("/login", ({ query }, response) => {
  const given = { "return-to": query.return_to ?? `${appUrl}/inbox`, aal: query.aal };
  const attributes = Object.entries(given).map(([name, value]) => (value ? ` ${name}="${escape(value)}"` : ""));
  response.send(page(`${elements}<kratos-login groups="default code passkey"${attributes.join("")}></kratos-login>`));
});

// The element signs out as soon as it is on a page, so it has a page of its own.
pages.get("/logout", (_, response) => response.send(page(`${elements}<kratos-logout return-to="${loginUrl}"></kratos-logout>`)));

pages.get("/inbox", async (request, response) => {
  const session = await requireSession(request, { kratosUrl, loginUrl, appUrl });
  if (!(session instanceof Response)) return response.send(page(`<p id="who">${escape(session.session.identity?.name)}</p><a href="/logout">Sign out</a>`));
  response.status(session.status).set(Object.fromEntries(session.headers)).send(await session.text());
});

await new Promise((ready) => pages.listen(Number(PORT), "localhost", ready));
