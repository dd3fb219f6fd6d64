import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { given } from "../../stack/given";
import { Program } from "../../stack/program";
import { FOLDER, type Settings, identitySchema, laid, writeOver } from "../../stack/settings";
import type { Ports, SetUp } from "./set-up";

/** Where the parts of a set-up are, as the browser names them. */
export interface Places {
  page: string;
  url: string;
}

/** Starts Kratos with the demo's settings, and those of this set-up over them. */
export async function startKratos(
  setUp: SetUp,
  places: Places,
  folder: string,
  ports: Ports,
  smtp: number,
  log: string,
): Promise<Program> {
  const base = join(folder, "kratos.yml");
  const demo = readFileSync(join(FOLDER, "kratos.yml"), "utf8")
    .replaceAll("http://localhost:4455", places.page)
    .replace(/\b4433\b/g, String(ports.kratos))
    .replace(/\b4434\b/g, String(ports.admin))
    .replace(/\b1025\b/g, String(smtp));
  const { hostname, protocol } = new URL(places.url);
  const isDev = setUp.isDev ?? protocol === "http:";
  // Only a Kratos for development takes so weak hashes.
  writeFileSync(base, isDev ? demo : demo.replace(/\bcost: 4\b/, "cost: 12"));
  const rp = { id: hostname.split(".").slice(-2).join("."), origins: [places.page] };
  let over = laid(
    dotted({
      "serve.public.base_url": `${places.url}/`,
      "serve.public.cors.enabled": true,
      "serve.public.cors.allowed_origins": [places.page],
      "selfservice.allowed_return_urls": [places.page],
      "selfservice.methods.passkey.config.rp": rp,
      "selfservice.methods.webauthn.config.rp": rp,
      "courier.worker.pull_wait": "500ms",
    }),
    dotted(setUp.kratos ?? {}),
  );
  if (setUp.schema) over = laid(over, { identity: changedSchema(setUp.schema) });
  const file = join(folder, "over.json");
  writeOver(file, over);
  const kratos = given("PROPYLON_KRATOS_BIN");
  const settings = ["-c", base, "-c", file];
  const database = join(folder, "kratos.sqlite");
  const env = { DSN: setUp.database ? `sqlite://${database}?_fk=true&mode=rwc` : "memory" };
  if (setUp.database) {
    // Without tables, Kratos does not start.
    execFileSync(kratos, ["migrate", "sql", "-e", "--yes", ...settings], {
      cwd: FOLDER,
      env: { ...process.env, ...env },
      stdio: "ignore",
    });
  }
  const command = [kratos, "serve", "--sqa-opt-out", "--watch-courier", ...settings];
  if (isDev) command.push("--dev");
  // Once it has been ready, Kratos doesn't look at its tables again.
  const health = setUp.database === "emptied" ? "alive" : "ready";
  const program = await Program.start(
    { name: "Kratos", command, cwd: FOLDER, env, log },
    `http://127.0.0.1:${ports.kratos}/health/${health}`,
  );
  if (setUp.database === "emptied") truncateSync(database);
  if (setUp.database === "deleted") rmSync(database);
  return program;
}

function changedSchema(change: (email: Settings, traits: Settings) => void): Settings {
  const schema = JSON.parse(readFileSync(join(FOLDER, "identity.schema.json"), "utf8"));
  const traits = schema.properties.traits.properties;
  change(traits.email["ory.sh/kratos"], traits);
  return identitySchema(schema);
}

/** `{"a.b": 1}` as `{a: {b: 1}}`. */
function dotted(settings: Settings): Settings {
  let result: Settings = {};
  for (const [path, value] of Object.entries(settings)) {
    const keys = path.split(".").reverse();
    result = laid(result, keys.reduce<unknown>((below, key) => ({ [key]: below }), value) as Settings);
  }
  return result;
}
