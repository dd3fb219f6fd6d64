import { createServer } from "node:net";

/** Below the range of ephemeral ports, so that outgoing connections don't take the port of a
 * server that is being restarted. */
const FIRST = 18_000;
const PER_WORKER = 1_000;

const next = new Map<number, number>();

/** Free ports. Each worker has its own range. */
export async function freePorts(count: number, worker: number): Promise<number[]> {
  const start = FIRST + (worker % 8) * PER_WORKER;
  const ports: number[] = [];
  let port = next.get(worker) ?? start + (process.pid % 900);
  for (let tries = 0; ports.length < count; tries += 1) {
    if (tries > PER_WORKER) throw new Error(`no free port from ${start} on`);
    port = port + 1 < start + PER_WORKER ? port + 1 : start;
    if ((await isFree(port, "127.0.0.1")) && (await isFree(port, "::1"))) ports.push(port);
  }
  next.set(worker, port);
  return ports;
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    // Without IPv6, nothing listens there either.
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "EADDRINUSE"));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
