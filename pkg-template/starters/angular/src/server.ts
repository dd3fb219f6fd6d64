import { AngularNodeAppEngine, createNodeRequestHandler, isMainModule, writeResponseToNodeResponse } from "@angular/ssr/node";
import express from "express";
import { request as ask } from "node:http";
import { join } from "node:path";
import { handOver, requireSession } from "propylon/server";

const { KRATOS_URL: kratosUrl = "http://localhost:4433", PORT = "4455", APP_URL: appUrl = `http://localhost:${PORT}` } = process.env;
const angular = new AngularNodeAppEngine({ allowedHosts: [new URL(appUrl).hostname] });
const app = express();

/** Kratos under the app's own origin. */
app.use(["/self-service", "/sessions", "/.well-known/ory"], (request, response) => {
  const onward = ask(new URL(request.originalUrl, kratosUrl), { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.headersSent || response.status(502).end("Kratos is away"));
  request.pipe(onward);
});

app.use(express.static(join(import.meta.dirname, "../browser"), { index: false }));

app.use(async (request, response, next) => {
  const isOpen = ["/", "/login"].includes(request.path);
  const session = isOpen ? undefined : await requireSession(request, { kratosUrl, appUrl, loginUrl: "/login" });
  const page = session instanceof Response ? session : await angular.handle(request, session && handOver(session));
  if (page) await writeResponseToNodeResponse(page, response);
  else next();
});

if (isMainModule(import.meta.url)) app.listen(Number(PORT), "localhost", () => console.log(`Ready on ${appUrl}`));

export const reqHandler = createNodeRequestHandler(app);
