import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { document, listening } from "../../doctor/rig/pages";
import { given } from "../../stack/given";
import { runOathkeeper } from "../../stack/oathkeeper";
import { freePorts } from "../../stack/ports";
import { Program } from "../../stack/program";
import type { Behind } from "../../stack/stack";
import type { Reader } from "./app";
import type { Gateway, Started } from "./gateway";
import { type Places, writeFiles } from "./places";

/** The ports of Oathkeeper and Keto by the ones in their files, and that of a page on another origin. */
const PORTS = { api: 4456, metrics: 9000, read: 4466, write: 4467, ketoMetrics: 4468, opl: 4469, page: 3001 };

/** Oathkeeper with `cookie_session`, `id_token` and Keto. */
class Oathkeeper implements Gateway {
  readonly name = "oathkeeper";
  // It takes a Kratos that does not answer for one that refuses.
  readonly whenAway = 403;
  /** The file of its log. */
  log = "";
  private ports: Partial<Record<keyof typeof PORTS, number>> = {};

  async start(behind: Behind, places: Places): Promise<Started> {
    this.log = behind.log("oathkeeper");
    const names = Object.keys(PORTS) as (keyof typeof PORTS)[];
    const free = await freePorts(names.length, behind.worker);
    this.ports = Object.fromEntries(names.map((name, index) => [name, free[index]]));
    const { page = 0, read = 0, api = 0 } = this.ports;
    const listens = names
      .filter((name) => name !== "page")
      .map((name) => [`port: ${PORTS[name]}`, `port: ${this.ports[name]}`]);
    writeFiles("oathkeeper", behind.folder, places, {
      names: {
        ...Object.fromEntries(listens),
        "port: 4455": `port: ${places.site}`,
        "localhost:3001": `localhost:${page}`,
        "keto:4466": `127.0.0.1:${read}`,
        "/etc/oathkeeper/": `${behind.folder}/`,
      },
    });
    const others = await listening(page, (_, answer) => {
      answer.setHeader("Content-Type", "text/html; charset=utf-8");
      answer.end(document("<h1>Another origin</h1>"));
    });
    const programs = [{ stop: others }, await this.startKeto(behind, read), await this.startItself(behind, api)];
    return { programs, reader: byToken(`http://127.0.0.1:${api}/.well-known/jwks.json`, places.site) };
  }

  /** The origin of a page that may call the API. */
  get otherOrigin(): string {
    return `http://localhost:${this.ports.page}`;
  }

  /** Tells Keto that a person may call an endpoint. */
  grant(object: string, relation: string, subject_id: string): Promise<void> {
    return this.relate({ namespace: "Endpoint", object, relation, subject_id });
  }

  /** Puts an address or a domain on a list of Keto. */
  list(object: string, subject_id: string): Promise<void> {
    return this.relate({ namespace: "List", object, relation: "member", subject_id });
  }

  private async relate(tuple: object): Promise<void> {
    const url = `http://127.0.0.1:${this.ports.write}/admin/relation-tuples`;
    const body = JSON.stringify(tuple);
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(url, { method: "PUT", headers, body });
    if (answer.status !== 201) throw new Error(`Keto answers ${answer.status}: ${await answer.text()}`);
  }

  private startKeto({ folder, log }: Behind, read: number): Promise<Program> {
    const command = [given("PROPYLON_KETO_BIN"), "serve", "-c", join(folder, "keto.yml"), "--sqa-opt-out"];
    return Program.start({ name: "Keto", command, log: log("keto") }, `http://127.0.0.1:${read}/health/ready`);
  }

  private startItself({ folder }: Behind, api: number): Promise<Program> {
    const program = given("PROPYLON_OATHKEEPER_BIN");
    const keys = execFileSync(program, ["credentials", "generate", "--alg", "ES256"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    writeFileSync(join(folder, "id_token.jwks.json"), keys);
    return runOathkeeper(join(folder, "oathkeeper.yml"), api, this.log);
  }
}

/** Reads the token of the gateway, whose signature is checked by its public keys. */
function byToken(keys: string, site: number): Reader {
  let keySet: unknown;
  return async ({ headers }) => {
    const { createRemoteJWKSet, jwtVerify } = await import("jose");
    keySet ??= createRemoteJWKSet(new URL(keys));
    const [, token = ""] = /^Bearer (.+)$/.exec(headers.authorization ?? "") ?? [];
    const wanted = { issuer: `http://localhost:${site}/`, audience: "app" };
    const { payload } = await jwtVerify(token, keySet as ReturnType<typeof createRemoteJWKSet>, wanted);
    return { id: payload.sub ?? "", email: String(payload["email"]) };
  };
}

export const OATHKEEPER = new Oathkeeper();
