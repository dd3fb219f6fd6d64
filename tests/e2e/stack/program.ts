import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { until } from "./until";

/** Starts "$@" and ends it when nobody holds the other end of descriptor 0 any more: that end is in
 * this process, so the program ends with it even if this process is killed. Its id goes to 3. */
const TIED = `
exec 4<&0
"$@" </dev/null 3>&- 4<&- &
program=$!
echo "$program" >&3
exec 3>&-
{ cat <&4 >/dev/null; kill -KILL "$program"; } >/dev/null 2>&1 &
guard=$!
exec 4<&-
wait "$program"
status=$?
kill -KILL "$guard" 2>/dev/null
exit "$status"
`;

export interface Call {
  /** Name for errors. */
  name: string;
  command: string[];
  env?: Record<string, string>;
  cwd?: string;
  /** File that gets both outputs. */
  log: string;
}

/** A running server. It never outlives this process. */
export class Program {
  private constructor(
    private readonly shell: ChildProcess,
    private readonly id: number,
    private readonly ended: Promise<void>,
  ) {}

  /** Starts it and waits until `ready`, a real page of it, answers 200. */
  static async start(call: Call, ready: string): Promise<Program> {
    mkdirSync(dirname(call.log), { recursive: true });
    const log = openSync(call.log, "a");
    const shell = spawn("/bin/sh", ["-c", TIED, "sh", ...call.command], {
      cwd: call.cwd,
      env: { ...process.env, ...call.env },
      stdio: ["pipe", log, log, "pipe"],
    });
    closeSync(log);
    // The shell may be gone when the pipe is closed.
    shell.stdin?.on("error", () => {});
    const [first] = await once(shell.stdio[3] as NodeJS.ReadableStream, "data");
    const ended = once(shell, "exit").then(() => {});
    const program = new Program(shell, Number(String(first)), ended);
    try {
      await until(`${ready} answers`, async () => {
        program.check();
        const answer = await fetch(ready, { signal: AbortSignal.timeout(5_000) });
        await answer.text();
        return answer.status === 200;
      });
    } catch (error) {
      await program.stop();
      throw new Error(`${call.name} is not ready: ${String(error)}\n${tail(call.log)}`);
    }
    return program;
  }

  /** Ends it and waits for its end, so that its ports are free again. */
  async stop(): Promise<void> {
    this.shell.stdin?.end();
    await this.ended;
  }

  /** Stops answering while its connections stay open. */
  freeze(): void {
    process.kill(this.id, "SIGSTOP");
  }

  /** Answers again. */
  thaw(): void {
    process.kill(this.id, "SIGCONT");
  }

  private check(): void {
    if (this.shell.exitCode !== null) throw new Error(`ended with ${this.shell.exitCode}`);
  }
}

function tail(log: string): string {
  return readFileSync(log, "utf8").split("\n").slice(-25).join("\n");
}
