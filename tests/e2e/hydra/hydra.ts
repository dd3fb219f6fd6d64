import { type IncomingMessage, type Server, type ServerResponse, createServer, request as forward } from "node:http";
import { join } from "node:path";
import { given } from "../stack/given";
import { freePorts } from "../stack/ports";
import { Program } from "../stack/program";
import type { Stack } from "../stack/stack";

const RESULTS = join(__dirname, "../results/servers");

/** A client of Hydra. */
export interface Client {
  client_id: string;
  client_secret?: string;
}

/** A page that allows everything, by the service behind it. */
const ALLOWING = `<!doctype html><title>Consent</title><link rel="icon" href="data:,"><script>(async () => {
  const path = "/.propylon/oauth2/consent";
  const challenge = new URLSearchParams(location.search).get("consent_challenge");
  const asked = await (await fetch(path + location.search)).json();
  if (asked.redirect_to) return location.assign(asked.redirect_to);
  const body = new URLSearchParams({ consent_challenge: challenge, csrf_token: asked.csrf_token, decision: "allow" });
  for (const { name } of asked.scopes) body.append("scope", name);
  location.assign((await (await fetch(path, { method: "POST", body })).json()).redirect_to);
})();</script>`;
/** A page that waits for a test. */
const WAITING = `<!doctype html><title>Consent</title><link rel="icon" href="data:,">`;

/** A real Hydra in memory with the real service for consent; its sign-in pages are the site's. */
export class Hydra {
  private constructor(
    /** Its issuer, which clients discover. */
    readonly issuer: string,
    /** The origin of the page for consent. */
    readonly pages: string,
    private readonly admin: string,
    private readonly program: Program,
    private readonly service: Program,
    private readonly page: Page,
  ) {}

  static async start(worker: number, stack: Stack): Promise<Hydra> {
    const [open = 0, closed = 0, consent = 0, asking = 0] = await freePorts(4, worker);
    const admin = `http://127.0.0.1:${closed}`;
    const page = await Page.start(consent, asking);
    const env = {
      DSN: "memory",
      SERVE_PUBLIC_PORT: String(open),
      SERVE_PUBLIC_HOST: "127.0.0.1",
      SERVE_ADMIN_PORT: String(closed),
      SERVE_ADMIN_HOST: "127.0.0.1",
      URLS_SELF_ISSUER: `http://localhost:${open}`,
      URLS_LOGIN: `${stack.site}/login`,
      URLS_REGISTRATION: `${stack.site}/registration`,
      URLS_CONSENT: `http://localhost:${consent}/`,
      SECRETS_SYSTEM: "a-secret-of-the-tests-and-of-nobody-else",
    };
    const command = [given("PROPYLON_HYDRA_BIN"), "serve", "all", "--dev", "--sqa-opt-out"];
    const log = join(RESULTS, `${worker}-hydra.log`);
    const program = await Program.start({ name: "Hydra", command, env, log }, `${admin}/health/ready`);
    // Kratos learns of the sign-ins that it ends for Hydra.
    await stack.restart({ oauth2_provider: { url: admin } });
    const service = await Program.start(
      {
        name: "the service for consent",
        command: [given("PROPYLON_CONSENT_BIN")],
        env: {
          PROPYLON_HYDRA_ADMIN_URL: admin,
          PROPYLON_KRATOS_URL: stack.kratos,
          PROPYLON_PUBLIC_URL: page.origin,
          PROPYLON_CONSENT_LISTEN: `127.0.0.1:${asking}`,
          PROPYLON_CONSENT_CONFIG: join(__dirname, "consent.json"),
        },
        log: join(RESULTS, `${worker}-consent.log`),
      },
      `http://127.0.0.1:${asking}/health/ready`,
    );
    return new Hydra(`http://localhost:${open}`, page.origin, admin, program, service, page);
  }

  async stop(): Promise<void> {
    await Promise.all([this.service.stop(), this.program.stop()]);
    await this.page.stop();
  }

  /** The page for consent waits from now on, and a test decides. */
  wait(): void {
    this.page.html = WAITING;
  }

  /** Hydra goes away for good. */
  leave(): Promise<void> {
    return this.program.stop();
  }

  /** Makes a client. */
  register(client: object): Promise<Client> {
    return call(`${this.admin}/admin/clients`, "POST", client);
  }

  /** What a token allows. */
  async introspect(token: string): Promise<{ active: boolean; sub?: string; client_id?: string; scope?: string }> {
    const body = new URLSearchParams({ token });
    const answer = await fetch(this.introspection, { method: "POST", body });
    return (await answer.json()) as { active: boolean };
  }

  /** Where a gateway asks about tokens. */
  get introspection(): string {
    return `${this.admin}/admin/oauth2/introspect`;
  }
}

/** The page for consent, on one origin with the service. */
class Page {
  html = ALLOWING;

  private constructor(
    readonly origin: string,
    private readonly server: Server,
  ) {}

  static async start(port: number, service: number): Promise<Page> {
    const server = createServer((request, answer) => {
      if (request.url?.startsWith("/.propylon/")) pass(request, answer, service);
      else answer.setHeader("Content-Type", "text/html").end(page.html);
    });
    const page = new Page(`http://localhost:${port}`, server);
    await new Promise<void>((listening) => void server.listen(port, "localhost", listening));
    return page;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

function pass(request: IncomingMessage, answer: ServerResponse, port: number): void {
  const { url: path, method, headers } = request;
  const onward = forward({ host: "127.0.0.1", port, path, method, headers }, (back) => {
    answer.writeHead(back.statusCode ?? 502, back.headers);
    back.pipe(answer);
  });
  onward.on("error", () => answer.writeHead(502).end());
  request.pipe(onward);
}

async function call<T>(url: string, method: string, body?: object): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`Hydra answers ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
