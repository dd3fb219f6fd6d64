import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of Kratos' configuration; its relative paths start here. */
export const FOLDER = join(__dirname, "../../../deploy/kratos");

export type Settings = { [key: string]: unknown };

/** The ports of a stack. */
export interface Ports {
  site: number;
  kratos: number;
  admin: number;
  smtp: number;
}

/** The ports in deploy/kratos/kratos.yml, by the names of the test stack's own ports. */
const TRUTH: Record<string, keyof Ports> = {
  4455: "site",
  4433: "kratos",
  4434: "admin",
  1025: "smtp",
};

/** Writes the demo's configuration with other ports, and with the pages below a path. */
export function writeBase(file: string, ports: Ports, path = ""): void {
  const missing = new Set(Object.keys(TRUTH));
  const truth = readFileSync(join(FOLDER, "kratos.yml"), "utf8");
  const text = truth.replace(/\b(4455|4433|4434|1025)\b/g, (port) => {
    missing.delete(port);
    return String(ports[TRUTH[port] as keyof Ports]);
  });
  if (missing.size > 0) throw new Error(`kratos.yml names no port ${[...missing].join(", ")}`);
  writeFileSync(file, text.replaceAll(`http://localhost:${ports.site}/`, `http://localhost:${ports.site}${path}/`));
}

/** Writes the differences; Kratos merges this file over the other. */
export function writeOver(file: string, settings: Settings): void {
  writeFileSync(file, JSON.stringify(settings, null, 2));
}

/** The settings for accounts of one schema, `person`: an object, or the text of a file. */
export function identitySchema(schema: object | string): Settings {
  const text = typeof schema === "string" ? schema : JSON.stringify(schema);
  const url = `base64://${Buffer.from(text).toString("base64")}`;
  return { default_schema_id: "person", schemas: [{ id: "person", url }] };
}

/** Merges `over` into `base`, key by key. */
export function laid(base: Settings, over: Settings): Settings {
  const result = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isObject(below) && isObject(value) ? laid(below, value) : value;
  }
  return result;
}

function isObject(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
