import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";

/** Who sends a request, as the gateway says. */
export interface Person {
  id: string;
  email?: string;
}

/** Reads it from a request; undefined if the gateway names nobody. */
export type Reader = (request: IncomingMessage) => Promise<Person | undefined>;

/** The header with the identity's id that Kratos' whoami answers with. */
export const IDENTITY = "X-Kratos-Authenticated-Identity-Id";

/** What the app says to a request of nobody, which no gateway may let through. */
export const NOBODY = "nobody is signed in";

/** Reads that header. */
export const byHeader: Reader = async ({ headers }) => {
  const id = headers[IDENTITY.toLowerCase()];
  return typeof id === "string" ? { id } : undefined;
};

/** An app that trusts its gateway: a page below /app and an API below /api, which say who asks. */
export class ProtectedApp {
  private constructor(private readonly server: Server) {}

  static async start(port: number, reader: Reader): Promise<ProtectedApp> {
    const server = createServer((request, answer) => void respond(request, answer, reader));
    await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
    return new ProtectedApp(server);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

async function respond(
  request: IncomingMessage,
  answer: ServerResponse,
  reader: Reader,
): Promise<void> {
  let body = "";
  // Chunks may end within a letter.
  request.setEncoding("utf8");
  for await (const chunk of request) body += chunk;
  const person = await reader(request).catch((error) => String(error));
  if (typeof person !== "object") {
    answer.writeHead(500).end(`${NOBODY}: ${person}`);
    return;
  }
  if (request.url?.startsWith("/app")) {
    answer.setHeader("Content-Type", "text/html; charset=utf-8");
    answer.end(
      `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>The app</title><h1>The app</h1><p>${person.id}</p>`,
    );
    return;
  }
  answer.setHeader("Content-Type", "application/json");
  answer.end(JSON.stringify({ person, method: request.method, url: request.url, body }));
}
