import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Admin, type Identity, type Person } from "./admin";
import { given } from "./given";
import { Mailbox } from "./mailbox";
import { freePorts } from "./ports";
import { Program } from "./program";
import { FOLDER, type Ports, type Settings, laid, writeBase, writeOver } from "./settings";
import { until } from "./until";

const RESULTS = join(__dirname, "../results/servers");
const CADDYFILE = join(__dirname, "../../../deploy/Caddyfile");

/** Shared by all stacks: the inbox, and the app that people return to. */
export interface Around {
  worker: number;
  mail: Mailbox;
  app: string;
}

/** What a front stands before. */
export interface Behind {
  worker: number;
  ports: Ports;
  /** A folder for its files, removed at the end. */
  folder: string;
  /** The file for a program's log. */
  log: (program: string) => string;
}

/** Starts servers in the place of Caddy, which answer at the site's port. Returns how they are stopped. */
export type Front = (behind: Behind) => Promise<() => Promise<void>>;

/** How a stack differs from the demo. */
export interface Variant {
  /** Kratos settings to merge over deploy/kratos/kratos.yml. */
  kratos?: Settings;
  /** Whether the page uses Kratos on another origin. */
  crossOrigin?: boolean;
  /** The content of config.json; `null` for none. */
  config?: string | null;
  /** Other host names of the site, on the same port. */
  hosts?: string[];
  /** The path below which the site is. Kratos is there, too, or at the root. */
  base?: { path: string; kratos: "below" | "root" };
  /** What serves the site and stands before Kratos; by default Caddy with deploy/Caddyfile. */
  front?: Front;
}

/** Starts the inbox. */
export async function startMail(worker: number): Promise<{ mail: Mailbox; program: Program }> {
  const [http, smtp] = (await freePorts(2, worker)) as [number, number];
  const url = `http://127.0.0.1:${http}`;
  const command = [given("PROPYLON_MAILPIT_BIN"), "--disable-version-check"];
  command.push("--listen", `127.0.0.1:${http}`, "--smtp", `127.0.0.1:${smtp}`);
  const log = join(RESULTS, `${worker}-mailpit.log`);
  const program = await Program.start({ name: "Mailpit", command, log }, `${url}/api/v1/info`);
  return { mail: new Mailbox(url, smtp), program };
}

/** Writes the site for a path, as `npx propylon site` does. */
function writeBelow(built: string, copy: string, base: string): void {
  const command = pathToFileURL(join(__dirname, "../../../pkg-template/src/command/site.js"));
  const call = `import { install } from "${command}";
    install(process.argv[1], process.argv[2], { base: process.argv[3] });`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", call, built, copy, base]);
}

let started = 0;

/** A Kratos and the site in front of it. */
export class Stack {
  /** The site's URL. */
  readonly site: string;
  /** Kratos' URL in the browser. */
  readonly kratos: string;

  private readonly admin: Admin;
  private program?: Program;
  private stopFront?: () => Promise<void>;
  private impostor?: Server;
  private over: Settings;

  private constructor(
    private readonly name: string,
    private readonly folder: string,
    private readonly ports: Ports,
    private readonly around: Around,
    private readonly variant: Variant,
    /** The port at which Caddy looks for the service for OAuth2 clients. */
    readonly consent: number,
  ) {
    const origin = `http://localhost:${ports.site}`;
    this.admin = new Admin(ports.admin);
    this.site = origin + (variant.base?.path ?? "");
    const own = `http://localhost:${ports.kratos}`;
    this.kratos = variant.crossOrigin ? own : variant.base?.kratos === "root" ? origin : this.site;
    const asked: Settings = {
      selfservice: { allowed_return_urls: [this.site, around.app] },
      // People can wait a second for a mail; hundreds of tests can't. A shorter interval causes
      // errors: the courier reads the database each time, and SQLite in shared memory refuses
      // concurrent writes, which Kratos passes on.
      courier: { worker: { pull_wait: "500ms" } },
    };
    const origins: Settings = variant.crossOrigin
      ? {
          serve: {
            public: {
              base_url: `${own}/`,
              cors: { enabled: true, allowed_origins: [this.site], allow_credentials: true },
            },
          },
        }
      : variant.base
        ? { serve: { public: { base_url: `${this.kratos}/` } } }
        : {};
    this.over = laid(laid(asked, origins), variant.kratos ?? {});
  }

  static async start(around: Around, variant: Variant = {}): Promise<Stack> {
    const [site = 0, kratos = 0, admin = 0, consent = 0] = await freePorts(4, around.worker);
    const ports = { site, kratos, admin, smtp: around.mail.smtpPort };
    const folder = mkdtempSync(join(tmpdir(), "propylon-e2e-"));
    started += 1;
    const name = `${around.worker}-${started}`;
    const stack = new Stack(name, folder, ports, around, variant, consent);
    try {
      await Promise.all([stack.startKratos(), stack.startFront()]);
    } catch (error) {
      await stack.stop();
      throw error;
    }
    return stack;
  }

  /** Stops all servers. */
  async stop(): Promise<void> {
    await this.stopImpostor();
    await Promise.all([this.program?.stop(), this.stopFront?.()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Starts or restarts Kratos. Its database is in memory and starts empty. */
  async startKratos(): Promise<void> {
    await this.stopImpostor();
    const base = join(this.folder, "kratos.yml");
    writeBase(base, this.ports, this.variant.base?.path);
    writeOver(this.overFile(), this.over);
    const command = [given("PROPYLON_KRATOS_BIN"), "serve", "--dev", "--sqa-opt-out"];
    command.push("--watch-courier", "-c", base, "-c", this.overFile());
    this.program = await Program.start(
      {
        name: "Kratos",
        command,
        cwd: FOLDER,
        env: { DSN: "memory" },
        log: join(RESULTS, `${this.name}-kratos.log`),
      },
      `http://127.0.0.1:${this.ports.kratos}/health/ready`,
    );
  }

  /** Stops Kratos. */
  async stopKratos(): Promise<void> {
    await this.program?.stop();
    this.program = undefined;
  }

  /** Makes requests hang. */
  freezeKratos(): void {
    this.program?.freeze();
  }

  /** Lets requests continue. */
  thawKratos(): void {
    this.program?.thaw();
  }

  /** Replaces Kratos by a server that answers every request with an HTML page, like a gateway. */
  async replaceKratos(status: number): Promise<void> {
    await this.stopKratos();
    const impostor = createServer((_, answer) => {
      answer.writeHead(status, { "Content-Type": "text/html; charset=utf-8" });
      answer.end("<!doctype html><title>Gateway</title><h1>Be right back</h1>");
    });
    this.impostor = impostor;
    await new Promise<void>((done) => impostor.listen(this.ports.kratos, "127.0.0.1", done));
  }

  /** Changes Kratos' settings while it runs; `seen` checks that they are active. */
  async configure(settings: Settings, seen: () => Promise<boolean>): Promise<void> {
    this.over = laid(this.over, settings);
    writeOver(this.overFile(), this.over);
    await until("Kratos has taken its new settings", seen);
  }

  /** Changes settings that Kratos reads at its start only. Its database is empty then. */
  async restart(settings: Settings): Promise<void> {
    await this.stopKratos();
    await this.configure(settings, async () => true);
    await this.startKratos();
  }

  /** Kratos' admin API, which takes every request that reaches it. */
  get adminUrl(): string {
    return this.admin.url;
  }

  /** Creates an account with a password and a verified address, by the admin API. */
  admit(address: string, person: Person = {}): Promise<Identity> {
    return this.admin.admit(address, person);
  }

  /** The account of `address`, by the admin API. */
  async identity(address: string): Promise<Identity> {
    const [person] = await this.admin.identities(address);
    if (!person) throw new Error(`${address} has no account`);
    return person;
  }

  /** Deletes the account of `address`, by the admin API. */
  async forget(address: string): Promise<void> {
    await this.admin.remove(await this.identity(address));
  }

  /** The site's URLs with its other host names. */
  others(): string[] {
    return (this.variant.hosts ?? []).map((host) => `http://${host}:${this.ports.site}`);
  }

  private async startFront(): Promise<void> {
    const { folder, ports, around, variant, name } = this;
    const log = (program: string): string => join(RESULTS, `${name}-${program}.log`);
    const caddy: Front = async () => {
      const program = await this.startCaddy(log("caddy"));
      return () => program.stop();
    };
    const front = variant.front ?? caddy;
    this.stopFront = await front({ worker: around.worker, ports, folder, log });
  }

  private async startCaddy(log: string): Promise<Program> {
    const isElsewhere = this.variant.crossOrigin || this.variant.base?.kratos === "root";
    const own = isElsewhere ? JSON.stringify({ kratosUrl: this.kratos }) : undefined;
    const base = this.variant.base?.path;
    return Program.start(
      {
        name: "Caddy",
        command: [given("PROPYLON_CADDY_BIN"), "run", "--adapter", "caddyfile", "--config", CADDYFILE],
        cwd: this.folder,
        env: {
          PROPYLON_ADDRESS: [new URL(this.site).origin, ...this.others()].join(", "),
          // As the image's server sets them.
          PROPYLON_BASE_PATH: base ?? "",
          PROPYLON_RULES: base ? `redir ${base} ${base}/ 308\nuri strip_prefix ${base}` : "",
          PROPYLON_SITE: this.siteFolder(this.variant.config ?? own),
          PROPYLON_KRATOS_URL: `http://127.0.0.1:${this.ports.kratos}`,
          PROPYLON_CONSENT_URL: `http://127.0.0.1:${this.consent}`,
          PROPYLON_CONNECT: this.variant.crossOrigin ? this.kratos : "",
          XDG_DATA_HOME: this.folder,
          XDG_CONFIG_HOME: this.folder,
        },
        log,
      },
      `${this.site}/login`,
    );
  }

  /** The built site, or a copy of it with another config.json. */
  private siteFolder(config: string | undefined): string {
    const built = given("PROPYLON_SITE");
    const removed = this.variant.config === null;
    const base = this.variant.base?.path;
    if (config === undefined && !removed && !base) return built;
    const copy = join(this.folder, "site");
    if (base) writeBelow(built, copy, base);
    else cpSync(built, copy, { recursive: true });
    if (config === undefined && !removed) return copy;
    for (const packed of ["config.json", "config.json.br", "config.json.gz"]) {
      rmSync(join(copy, packed), { force: true });
    }
    if (config !== undefined) writeFileSync(join(copy, "config.json"), config);
    return copy;
  }

  private async stopImpostor(): Promise<void> {
    const impostor = this.impostor;
    if (!impostor) return;
    this.impostor = undefined;
    impostor.closeAllConnections();
    await new Promise((done) => impostor.close(done));
  }

  private overFile(): string {
    return join(this.folder, "over.json");
  }
}
