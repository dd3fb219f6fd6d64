import { given } from "../../stack/given";
import { freePorts } from "../../stack/ports";
import { Program } from "../../stack/program";
import type { Behind, Front } from "../../stack/stack";
import { ProtectedApp, type Reader } from "./app";
import type { Places } from "./places";

/** A gateway of deploy/gateways. */
export interface Gateway {
  name: string;
  /** The status of its answer if Kratos is away. */
  whenAway: number;
  /** Starts it with its files. */
  start: (behind: Behind, places: Places) => Promise<Started>;
}

/** A running gateway. */
export interface Started {
  /** What is to be stopped; the last is stopped first. */
  programs: { stop: () => Promise<void> }[];
  /** How the app learns from a request who sends it. */
  reader: Reader;
}

/** The gateway with Propylon's own server and the app behind it. */
export function before(gateway: Gateway): Front {
  return async (behind) => {
    const [propylon, health, app] = (await freePorts(3, behind.worker)) as [number, number, number];
    const places = { ...behind.ports, propylon, app };
    const { site, kratos } = behind.ports;
    const server = await startPropylon({ site, kratos: [kratos] }, propylon, health, behind.log("propylon"));
    const { programs, reader } = await gateway.start(behind, places);
    const upstream = await ProtectedApp.start(app, reader);
    return async () => {
      for (const program of [server, ...programs].reverse()) await program.stop();
      await upstream.stop();
    };
  };
}

/** Starts the server of Propylon's image at a port; `site` is where people reach it, `kratos` what is behind. */
export function startPropylon(
  { site, kratos }: { site: number; kratos: number[] },
  port: number,
  health: number,
  log: string,
): Promise<Program> {
  const settings = {
    PROPYLON_KRATOS_URL: kratos.map((port) => `http://127.0.0.1:${port}`).join(" "),
    PROPYLON_PUBLIC_URL: `http://localhost:${site}`,
    PROPYLON_LISTEN: `127.0.0.1:${port}`,
    PROPYLON_HEALTH_LISTEN: `127.0.0.1:${health}`,
    PROPYLON_TRUSTED_PROXIES: "private",
    PROPYLON_SITE: given("PROPYLON_SITE"),
  };
  // It refuses variables of this name that it does not know, as those of the tests.
  const clean = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const command = ["env", "-i", ...clean, given("PROPYLON_SERVER_BIN")];
  return Program.start(
    { name: "Propylon", command, log },
    `http://127.0.0.1:${health}/healthz`,
  );
}
