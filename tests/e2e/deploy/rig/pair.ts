import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Admin } from "../../stack/admin";
import { given } from "../../stack/given";
import { freePorts } from "../../stack/ports";
import { Program } from "../../stack/program";
import { FOLDER, type Settings, writeBase, writeOver } from "../../stack/settings";
import type { Around } from "../../stack/stack";
import { until } from "../../stack/until";
import { startPropylon } from "./gateway";
import { Postgres } from "./postgres";

const RESULTS = join(__dirname, "../../results/servers");

/** One of the two. */
export type Which = 0 | 1;

interface Kratos {
  port: number;
  admin: number;
  log: string;
  program?: Program;
}

/** Propylon before two Kratos with a courier of their own on one PostgreSQL, as deploy/compose.yaml has them. */
export class Pair {
  private readonly ends: (() => Promise<void>)[] = [];

  private constructor(
    readonly site: string,
    /** The admin API of the first. */
    readonly admin: Admin,
    private readonly folder: string,
    private readonly dsn: string,
    private readonly both: [Kratos, Kratos],
  ) {}

  static async start({ worker, mail }: Omit<Around, "app">, hashers: Settings = {}): Promise<Pair> {
    const ports = await freePorts(7, worker);
    const [site = 0, health = 0, metrics = 0, port0 = 0, admin0 = 0, port1 = 0, admin1 = 0] = ports;
    const log = (program: string): string => join(RESULTS, `${worker}-pair-${program}.log`);
    const folder = mkdtempSync(join(tmpdir(), "propylon-pair-"));
    const database = await Postgres.start(worker, log("postgres"));
    const both: [Kratos, Kratos] = [
      { port: port0, admin: admin0, log: log("kratos-0") },
      { port: port1, admin: admin1, log: log("kratos-1") },
    ];
    const pair = new Pair(`http://localhost:${site}`, new Admin(admin0), folder, database.dsn, both);
    pair.ends.push(() => database.stop());
    try {
      for (const which of [0, 1] as const) {
        const { port, admin } = both[which];
        writeBase(pair.file(which), { site, kratos: port, admin, smtp: mail.smtpPort });
      }
      writeOver(pair.over(), {
        selfservice: { allowed_return_urls: [pair.site] },
        courier: { worker: { pull_wait: "500ms" } },
        hashers,
      });
      execFileSync(given("PROPYLON_KRATOS_BIN"), ["migrate", "sql", "-e", "--yes"], {
        env: { ...process.env, DSN: database.dsn },
        stdio: ["ignore", "ignore", "pipe"],
      });
      // One after another: on a new database, each would make a network of its own, and not know what the other
      // has stored.
      await pair.revive(0);
      await pair.revive(1);
      // Kratos takes the port of the admin API for the metrics, unless that one is 4434.
      writeBase(pair.file("courier"), { site, kratos: port0, admin: metrics, smtp: mail.smtpPort });
      const watching = await pair.kratos(
        "courier",
        ["courier", "watch", "--expose-metrics-port", `${metrics}`],
        log("courier"),
        `http://127.0.0.1:${metrics}/metrics/prometheus`,
      );
      pair.ends.push(() => watching.stop());
      const server = await startPropylon({ site, kratos: [port0, port1] }, site, health, log("propylon"));
      pair.ends.push(() => server.stop());
    } catch (error) {
      await pair.stop();
      throw error;
    }
    return pair;
  }

  async stop(): Promise<void> {
    await Promise.all(this.both.map(({ program }) => program?.stop()));
    for (const end of this.ends.reverse()) await end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Ends one at once, with what it is doing. */
  async kill(which: Which): Promise<void> {
    await this.both[which].program?.stop();
    this.both[which].program = undefined;
  }

  /** Makes what one is doing hang. */
  freeze(which: Which): void {
    this.both[which].program?.freeze();
  }

  /** Starts it again. */
  async revive(which: Which): Promise<void> {
    const { port, log } = this.both[which];
    const ready = `http://127.0.0.1:${port}/health/ready`;
    const serve = ["serve", "--dev", "--sqa-opt-out"];
    this.both[which].program = await this.kratos(which, serve, log, ready);
  }

  /** Waits until one gets people's requests, from the call on. */
  async serves(which: Which): Promise<void> {
    const { log } = this.both[which];
    const start = statSync(log).size;
    await until(`Kratos ${which} gets requests`, async () =>
      readFileSync(log).subarray(start).includes("path:/self-service/"),
    );
  }

  private kratos(which: Which | "courier", words: string[], log: string, ready: string): Promise<Program> {
    const command = [given("PROPYLON_KRATOS_BIN"), ...words, "-c", this.file(which), "-c", this.over()];
    return Program.start({ name: `Kratos ${which}`, command, cwd: FOLDER, env: { DSN: this.dsn }, log }, ready);
  }

  private over(): string {
    return join(this.folder, "over.json");
  }

  private file(which: Which | "courier"): string {
    return join(this.folder, `kratos-${which}.yml`);
  }
}
