import type { IncomingMessage, ServerResponse } from "node:http";

type Answer = (request: IncomingMessage, answer: ServerResponse) => void;

const CHUNK = Buffer.alloc(64 * 1024, " ");
const HUGE = 100 * 1024 * 1024;

/** Servers that are not what a page expects. */
const ODDITIES = {
  /** The page of another app, for every path. */
  page: (_, answer) => {
    answer.setHeader("Content-Type", "text/html; charset=utf-8");
    answer.end("<!doctype html><title>An app</title><div id=app></div>");
  },
  /** Another API. */
  json: (_, answer) => {
    answer.setHeader("Content-Type", "application/json");
    answer.end('{"name":"orders","version":"1.4.2"}');
  },
  /** Sends everybody to a sign-in page. */
  portal: (request, answer) => {
    if (request.url?.startsWith("/portal")) return ODDITIES.page(request, answer);
    answer.writeHead(302, { Location: "/portal" });
    answer.end();
  },
  /** Begins an answer and never ends it. */
  endless: (_, answer) => {
    answer.writeHead(200, { "Content-Type": "application/json" });
    const timer = setInterval(() => answer.write(" "), 100);
    answer.on("close", () => clearInterval(timer));
  },
  /** Takes a request and never answers. */
  silent: () => {},
  /** Sends 100 MB. */
  huge: (_, answer) => {
    answer.writeHead(200, { "Content-Type": "application/json", "Content-Length": HUGE });
    let sent = 0;
    const more = (): void => {
      while (sent < HUGE) {
        sent += CHUNK.length;
        if (!answer.write(CHUNK)) {
          answer.once("drain", more);
          return;
        }
      }
      answer.end();
    };
    more();
  },
  /** Redirects in circles. */
  circles: (request, answer) => {
    const step = Number(/\d+$/.exec(request.url ?? "")?.[0] ?? 0);
    answer.writeHead(302, { Location: `/round/${(step + 1) % 3}` });
    answer.end();
  },
} satisfies Record<string, Answer>;

export type Oddity = keyof typeof ODDITIES;

/** Lets pages of `origin` read the answers of an odd server. */
export function odd(kind: Oddity, origin: string): Answer {
  return (request, answer) => {
    answer.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? origin);
    answer.setHeader("Access-Control-Allow-Credentials", "true");
    ODDITIES[kind](request, answer);
  };
}
