import { request as ask } from "node:http";
import { fileURLToPath } from "node:url";
import express from "express";
import { preloadHtml, requireSession } from "propylon/server";

const kratosUrl = process.env.KRATOS_URL ?? "http://localhost:4433";
const port = Number(process.env.PORT ?? 4455);
const appUrl = process.env.APP_URL ?? `http://localhost:${port}`;
const loginUrl = `${appUrl}/login`;
const app = express();

/** Kratos under the app's own origin. */
app.use(["/self-service", "/sessions", "/.well-known/ory"], (request, response) => {
  const onward = ask(new URL(request.originalUrl, kratosUrl), { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.headersSent || response.status(502).end("Kratos is away"));
  request.pipe(onward);
});

const folderOf = (entry) => express.static(fileURLToPath(new URL(".", import.meta.resolve(entry))));
app.use("/propylon", folderOf("propylon/elements"));
app.use("/htmx", folderOf("htmx.org"));

const escape = (words) => String(words).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const page = (head, body) => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Starter</title><link rel="icon" href="data:,">${head}<body>${body}`;

// With the page, a browser asks for styles, script and WebAssembly at once; the styles reserve the form's room.
const elements = `<link rel="stylesheet" href="/propylon/styles.css">${preloadHtml({ wasmUrl: "/propylon/elements_bg.wasm" })}
<script type="module" src="/propylon/elements.js"></script>`;

app.get("/", (_, response) => response.send(page("", `<a href="/inbox">Inbox</a>`)));

app.get("/login", ({ query }, response) => {
  const given = Object.entries({ "return-to": query.return_to ?? `${appUrl}/inbox`, aal: query.aal, flow: query.flow });
  const attributes = given.map(([name, value]) => (value ? ` ${name}="${escape(value)}"` : "")).join("");
  response.send(page(elements, `<kratos-login base-url="${appUrl}" groups="default code passkey"${attributes}></kratos-login>`));
});

// The element signs out as soon as it is on a page, so it has a page of its own.
app.get("/logout", (_, response) => response.send(page(elements, `<kratos-logout base-url="${appUrl}" return-to="${loginUrl}"></kratos-logout>`)));

/** Everything below is for people who are signed in. */
app.use(async (request, response, next) => {
  // What htmx asks for is a part of this page. It cannot show the sign-in, so htmx takes the whole page there.
  const whole = request.get("hx-current-url");
  const session = await requireSession(request, { kratosUrl, loginUrl, appUrl, page: whole ? true : undefined, returnTo: whole });
  if (!(session instanceof Response)) return (request.session = session.session), next();
  const { location, ...headers } = Object.fromEntries(session.headers);
  if (whole && location) return response.set({ ...headers, "hx-redirect": location }).end();
  response.status(session.status).set(Object.fromEntries(session.headers)).send(await session.text());
});

app.get("/inbox", ({ session }, response) => {
  const who = escape(session.identity.name);
  const part = `<button hx-get="/devices" hx-target="#devices">Devices</button><ul id="devices"></ul>`;
  response.send(page(`<script defer src="/htmx/htmx.min.js"></script>`, `<p id="who">${who}</p>${part}<a href="/logout">Sign out</a>`));
});

app.get("/devices", ({ session }, response) => response.send(session.devices.map(({ userAgent }) => `<li>${escape(userAgent)}</li>`).join("")));

app.listen(port, "localhost", () => console.log(`Ready on ${appUrl}`));
