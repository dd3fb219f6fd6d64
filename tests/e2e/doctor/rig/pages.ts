import { readFileSync } from "node:fs";
import { type RequestListener, type Server, createServer } from "node:http";
import { join, normalize } from "node:path";
import { given } from "../../stack/given";

const TYPES: Record<string, string> = {
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".css": "text/css",
};

/** Serves an app's page, and below /npm/ the package that it imports. */
export function page(html: string, headers: Record<string, string>): RequestListener {
  const root = join(given("PROPYLON_PACKAGE"), "dist");
  return (request, answer) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
    if (!pathname.startsWith("/npm/")) {
      answer.setHeader("Content-Type", "text/html; charset=utf-8");
      answer.end(document(html));
      return;
    }
    const file = normalize(pathname.slice("/npm".length));
    try {
      const content = readFileSync(join(root, file));
      answer.setHeader("Content-Type", TYPES[/\.\w+$/.exec(file)?.[0] ?? ""] ?? "text/plain");
      answer.end(content);
    } catch {
      answer.writeHead(404).end();
    }
  };
}

/** A page of this content. */
export function document(html: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title>${html}`;
}

/** Listens on a port, on IPv4 and IPv6. */
export async function listening(port: number, answer: RequestListener): Promise<() => Promise<void>> {
  const servers = await Promise.all(["127.0.0.1", "::1"].map((host) => listen(host, port, answer)));
  return async () => {
    await Promise.all(servers.map((server) => server && close(server)));
  };
}

function listen(host: string, port: number, answer: RequestListener): Promise<Server | undefined> {
  const server = createServer(answer);
  return new Promise((done, failed) => {
    // Without IPv6, one is enough.
    server.once("error", (error) => (host === "::1" ? done(undefined) : failed(error)));
    server.listen(port, host, () => done(server));
  });
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
