import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { until } from "./until";

/** Runs "$@" and stops it when descriptor 0 is closed. The other end is in this process, so the
 * program stops even if this process is killed. Its id is written to descriptor 3. */
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
  /** The name for error messages. */
  name: string;
  command: string[];
  env?: Record<string, string>;
  cwd?: string;
  /** The log file of both outputs. */
  log: string;
}

/** A running server that never outlives this process. */
export class Program {
  private constructor(
    private readonly shell: ChildProcess,
    readonly id: number,
    private readonly ended: Promise<void>,
  ) {}

  /** Starts it and waits until it is ready: until a page answers 200, or a condition holds. */
  static async start(call: Call, ready: string | (() => Promise<boolean>)): Promise<Program> {
    const isReady = typeof ready === "string" ? () => answers(ready) : ready;
    mkdirSync(dirname(call.log), { recursive: true });
    const log = openSync(call.log, "a");
    const shell = spawn("/bin/sh", ["-c", TIED, "sh", ...call.command], {
      cwd: call.cwd,
      env: { ...process.env, ...call.env },
      stdio: ["pipe", log, log, "pipe"],
    });
    closeSync(log);
    // The shell may have exited before the pipe is closed.
    shell.stdin?.on("error", () => {});
    const [first] = await once(shell.stdio[3] as NodeJS.ReadableStream, "data");
    const ended = once(shell, "exit").then(() => {});
    const program = new Program(shell, Number(String(first)), ended);
    try {
      await until(`${call.name} has started`, async () => program.hasEnded() || isReady());
      if (program.hasEnded()) throw new Error(`ended with ${shell.exitCode}`);
    } catch (error) {
      await program.stop();
      throw new Error(`${call.name} is not ready: ${String(error)}\n${tail(call.log)}`);
    }
    return program;
  }

  /** Stops it and waits, so that its ports are free again. */
  async stop(): Promise<void> {
    this.shell.stdin?.end();
    await this.ended;
  }

  /** Stops answering, with connections kept open. */
  freeze(): void {
    process.kill(this.id, "SIGSTOP");
  }

  /** Answers again. */
  thaw(): void {
    process.kill(this.id, "SIGCONT");
  }

  private hasEnded(): boolean {
    return this.shell.exitCode !== null;
  }
}

async function answers(page: string): Promise<boolean> {
  const answer = await fetch(page, { signal: AbortSignal.timeout(5_000) });
  await answer.text();
  return answer.status === 200;
}

function tail(log: string): string {
  return readFileSync(log, "utf8").split("\n").slice(-25).join("\n");
}
