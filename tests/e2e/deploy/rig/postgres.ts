import { execFileSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { given } from "../../stack/given";
import { freePorts } from "../../stack/ports";
import { Program } from "../../stack/program";

/** A PostgreSQL with one empty database. */
export class Postgres {
  private constructor(
    /** Where Kratos finds it. */
    readonly dsn: string,
    private readonly program: Program,
    private readonly end: () => void,
  ) {}

  static async start(worker: number, log: string): Promise<Postgres> {
    const [port] = await freePorts(1, worker);
    const folder = mkdtempSync(join(tmpdir(), "propylon-postgres-"));
    const data = join(folder, "data");
    const own = asItself(folder);
    const words = (name: string, ...rest: string[]): string[] => [...own, join(given("POSTGRES_BIN"), name), ...rest];
    const run = ([program = "", ...rest]: string[]): void => {
      execFileSync(program, rest, { stdio: ["ignore", "ignore", "pipe"], cwd: folder });
    };
    run(words("initdb", "-D", data, "-U", "kratos", "-A", "trust", "--no-sync"));
    const program = await Program.start(
      {
        name: "PostgreSQL",
        // Without fsync: the data need not outlive the machine.
        command: words("postgres", "-D", data, "-p", `${port}`, "-h", "127.0.0.1", "-k", folder, "-F"),
        cwd: folder,
        log,
      },
      async () => {
        run(words("pg_isready", "-h", "127.0.0.1", "-p", `${port}`, "-U", "kratos"));
        return true;
      },
    );
    const dsn = `postgres://kratos@127.0.0.1:${port}/postgres?sslmode=disable`;
    return new Postgres(dsn, program, () => {
      // If it is killed, its shared memory stays.
      run(words("pg_ctl", "stop", "-D", data, "-m", "fast"));
      rmSync(folder, { recursive: true, force: true });
    });
  }

  async stop(): Promise<void> {
    this.end();
    await this.program.stop();
  }
}

/** PostgreSQL refuses to run as root: makes the folder that of its user, and returns how to be that one. */
function asItself(folder: string): string[] {
  if (process.getuid?.() !== 0) return [];
  const id = (kind: string): number => Number(execFileSync("id", [kind, "postgres"], { encoding: "utf8" }));
  chownSync(folder, id("-u"), id("-g"));
  return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"];
}
