import { mkdtempSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "../../stack/ports";
import type { Program } from "../../stack/program";
import { startCaddy } from "./caddy";
import { type Places, startKratos } from "./kratos";
import { odd } from "./oddities";
import { startOathkeeper } from "./oathkeeper";
import { document, listening, page } from "./pages";
import { PORTS, type Ports, type SetUp, filled } from "./set-up";

const LOGS = join(__dirname, "../../results/servers");

let started = 0;

/** The running servers of a set-up. */
export class Servers {
  private constructor(
    readonly setUp: SetUp,
    readonly places: Places,
    readonly ports: Ports,
    /** The certificate of Caddy's authority. */
    readonly authority: string,
    private readonly ends: (() => Promise<void>)[],
  ) {}

  static async start(described: SetUp, worker: number, smtp: number): Promise<Servers> {
    const free = await freePorts(PORTS.length, worker);
    const ports = Object.fromEntries(PORTS.map((name, index) => [name, free[index]])) as Ports;
    const setUp = filled(described, ports);
    const places = {
      page: setUp.page ?? `http://localhost:${ports.page}`,
      url: setUp.url ?? `http://localhost:${ports.kratos}`,
    };
    const folder = mkdtempSync(join(tmpdir(), "propylon-doctor-"));
    const servers = new Servers(setUp, places, ports, join(folder, "caddy/pki/authorities/local/root.crt"), [
      async () => rmSync(folder, { recursive: true, force: true }),
    ]);
    started += 1;
    const log = (name: string): string => join(LOGS, `doctor-${worker}-${started}-${name}.log`);
    const running = (program: Program): void => void servers.ends.unshift(() => program.stop());
    const heard = (end: () => Promise<void>): void => void servers.ends.unshift(end);
    const frame = `<iframe src="${places.page}/" ${setUp.framed?.with ?? ""}></iframe>`;
    const { upstream } = setUp;
    const results = await Promise.allSettled([
      listening(ports.page, page(setUp.html ?? "", setUp.headers ?? {})).then(heard),
      setUp.framed && listening(ports.shop, (_, answer) => html(answer, document(frame))).then(heard),
      setUp.odd && listening(ports.odd, odd(setUp.odd, places.page)).then(heard),
      upstream && listening(ports.api, (_, answer) => orders(answer, upstream)).then(heard),
      setUp.caddy && startCaddy(setUp.caddy, folder, ports, log("caddy")).then(running),
      setUp.oathkeeper &&
        startOathkeeper(setUp.oathkeeper, folder, ports, log("oathkeeper")).then(running),
      setUp.kratos !== null &&
        startKratos(setUp, places, folder, ports, smtp, log("kratos")).then(running),
    ]);
    const failed = results.find((result) => result.status === "rejected");
    if (failed) {
      await servers.stop();
      throw failed.reason;
    }
    return servers;
  }

  async stop(): Promise<void> {
    // The folder is the last.
    for (const end of this.ends) await end();
  }
}

function html(answer: ServerResponse, text: string): void {
  answer.setHeader("Content-Type", "text/html; charset=utf-8");
  answer.end(text);
}

/** The app's API. */
function orders(answer: ServerResponse, headers: Record<string, string>): void {
  answer.setHeader("Content-Type", "application/json");
  for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
  answer.end('{"orders":[]}');
}
