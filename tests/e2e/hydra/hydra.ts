import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { given } from "../stack/given";
import { freePorts } from "../stack/ports";
import { Program } from "../stack/program";
import type { Stack } from "../stack/stack";
import { until } from "../stack/until";

const RESULTS = join(__dirname, "../results/servers");

/** A client of Hydra. */
export interface Client {
  client_id: string;
  client_secret?: string;
}

interface Options {
  database?: string;
  lifespan?: string;
}

/** A real Hydra in memory with the real service for consent; its sign-in pages are the site's. */
export class Hydra {
  private constructor(
    /** Its issuer, which clients discover. */
    readonly issuer: string,
    private readonly admin: string,
    private readonly program: Program,
    private service: Program,
    private readonly stack: Stack,
  ) {}

  /** `database` is one for load: that in memory refuses writes at once. `lifespan` is that of challenges. */
  static async start(worker: number, stack: Stack, { database, lifespan }: Options = {}): Promise<Hydra> {
    const [open = 0, closed = 0] = await freePorts(2, worker);
    const admin = `http://127.0.0.1:${closed}`;
    const env = {
      DSN: database ?? "memory",
      SERVE_PUBLIC_PORT: String(open),
      SERVE_PUBLIC_HOST: "127.0.0.1",
      SERVE_ADMIN_PORT: String(closed),
      SERVE_ADMIN_HOST: "127.0.0.1",
      URLS_SELF_ISSUER: `http://localhost:${open}`,
      URLS_LOGIN: `${stack.site}/login`,
      URLS_REGISTRATION: `${stack.site}/registration`,
      URLS_CONSENT: `${stack.site}/consent`,
      URLS_LOGOUT: `${stack.site}/oauth2/logout`,
      URLS_ERROR: `${stack.site}/oauth2/error`,
      ...(lifespan ? { TTL_LOGIN_CONSENT_REQUEST: lifespan } : {}),
      SECRETS_SYSTEM: "a-secret-of-the-tests-and-of-nobody-else",
    };
    if (database) execFileSync(given("PROPYLON_HYDRA_BIN"), ["migrate", "sql", "up", "-e", "--yes"], { env: { ...process.env, ...env }, stdio: "ignore" });
    const command = [given("PROPYLON_HYDRA_BIN"), "serve", "all", "--dev", "--sqa-opt-out"];
    const log = join(RESULTS, `${worker}-hydra.log`);
    const program = await Program.start({ name: "Hydra", command, env, log }, `${admin}/health/ready`);
    // Its public port may open later than its admin port.
    await until("Hydra's public port answers", () => fetch(`http://localhost:${open}/health/ready`).then(({ ok }) => ok, () => false));
    // Kratos learns of the sign-ins that it ends for Hydra.
    await stack.restart({ oauth2_provider: { url: admin } });
    const service = await serve(stack, admin, worker);
    return new Hydra(`http://localhost:${open}`, admin, program, service, stack);
  }

  async stop(): Promise<void> {
    await Promise.all([this.service.stop(), this.program.stop()]);
  }

  /** The service goes away. */
  stopService(): Promise<void> {
    return this.service.stop();
  }

  /** The service is back, and knows nothing of before. */
  async startService(worker: number): Promise<void> {
    this.service = await serve(this.stack, this.admin, worker);
  }

  /** Hydra answers no more, for now. */
  freeze(): void {
    this.program.freeze();
  }

  /** Hydra answers again. */
  thaw(): void {
    this.program.thaw();
  }

  /** Hydra goes away for good. */
  leave(): Promise<void> {
    return this.program.stop();
  }

  /** The service's process. */
  get servicePid(): number {
    return this.service.id;
  }

  /** Signs somebody in, in the place of Kratos. Returns where the browser goes on. */
  async signIn(login_challenge: string, subject: string): Promise<string> {
    const path = `/admin/oauth2/auth/requests/login/accept?${new URLSearchParams({ login_challenge })}`;
    const { redirect_to } = await call<{ redirect_to: string }>(this.admin + path, "PUT", { subject });
    return redirect_to;
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

/** Starts the service for OAuth2 clients where the site looks for it. */
function serve(stack: Stack, admin: string, worker: number): Promise<Program> {
  return Program.start(
    {
      name: "the service for consent",
      command: [given("PROPYLON_CONSENT_BIN")],
      env: {
        PROPYLON_HYDRA_ADMIN_URL: admin,
        PROPYLON_KRATOS_URL: stack.kratos,
        PROPYLON_PUBLIC_URL: stack.site,
        PROPYLON_CONSENT_LISTEN: `127.0.0.1:${stack.consent}`,
        PROPYLON_CONSENT_CONFIG: join(__dirname, "consent.json"),
      },
      log: join(RESULTS, `${worker}-consent.log`),
    },
    `http://127.0.0.1:${stack.consent}/health/ready`,
  );
}

async function call<T>(url: string, method: string, body?: object): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`Hydra answers ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
