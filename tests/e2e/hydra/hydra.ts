import { type Server, createServer } from "node:http";
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

/** A real Hydra in memory, whose sign-in pages are the site's. Whoever signs in has consented. */
export class Hydra {
  private constructor(
    /** Its issuer, which clients discover. */
    readonly issuer: string,
    private readonly admin: string,
    private readonly program: Program,
    private readonly consent: Server,
  ) {}

  static async start(worker: number, stack: Stack): Promise<Hydra> {
    const [open = 0, closed = 0, consent = 0] = await freePorts(3, worker);
    const admin = `http://127.0.0.1:${closed}`;
    const asking = await consenting(consent, admin);
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
    return new Hydra(`http://localhost:${open}`, admin, program, asking);
  }

  async stop(): Promise<void> {
    await this.program.stop();
    this.consent.closeAllConnections();
    await new Promise((done) => this.consent.close(done));
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

/** Grants whatever is asked for; a page that asks people is not part of this. */
async function consenting(port: number, admin: string): Promise<Server> {
  const server = createServer(async (request, answer) => {
    const challenge = new URL(request.url ?? "", "http://localhost").searchParams.get("consent_challenge");
    const query = `?consent_challenge=${challenge}`;
    const url = `${admin}/admin/oauth2/auth/requests/consent`;
    const asked = await call<{ requested_scope: string[] }>(url + query, "GET");
    const grant = { grant_scope: asked.requested_scope, session: {} };
    const { redirect_to } = await call<{ redirect_to: string }>(`${url}/accept${query}`, "PUT", grant);
    answer.writeHead(302, { Location: redirect_to }).end();
  });
  await new Promise<void>((listening) => void server.listen(port, "localhost", listening));
  return server;
}

async function call<T>(url: string, method: string, body?: object): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`Hydra answers ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
