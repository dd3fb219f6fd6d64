import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ports } from "../../stack/settings";

const FOLDER = join(__dirname, "../../../../deploy/gateways");

/** The ports of what is around a gateway. */
export interface Places extends Ports {
  /** Propylon's own server. */
  propylon: number;
  /** The app that is protected. */
  app: number;
}

/** What the files of a gateway are written for: the names that docs/gateways.md lists. */
const WRITTEN: Record<string, (places: Places) => number> = {
  "localhost:4455": ({ site }) => site,
  "127.0.0.1:4455": ({ site }) => site,
  "propylon:8080": ({ propylon }) => propylon,
  "kratos:4433": ({ kratos }) => kratos,
  "app:3000": ({ app }) => app,
};

/** What differs from one gateway to another. */
export interface Written {
  /** The folder of a file, if they are not in one. */
  folderOf?: (file: string) => string;
  /** More names in the files, and what they become. */
  names?: Record<string, string>;
}

/** Writes the files of a gateway into a folder, with these places instead of the names in them. */
export function writeFiles(
  gateway: string,
  folder: string,
  places: Places,
  { folderOf = () => ".", names: more = {} }: Written = {},
): void {
  const names = Object.entries(WRITTEN).map(([name, port]) => {
    const host = name.startsWith("localhost") ? "localhost" : "127.0.0.1";
    return [name, `${host}:${port(places)}`] as const;
  });
  const all = [...names, ...Object.entries(more)];
  const missing = new Map(all);
  missing.delete("127.0.0.1:4455");
  for (const file of readdirSync(join(FOLDER, gateway))) {
    let text = readFileSync(join(FOLDER, gateway, file), "utf8");
    for (const [name, real] of all) {
      if (text.includes(name)) missing.delete(name);
      text = text.replaceAll(name, real);
    }
    writeFileSync(join(folder, folderOf(file), file), text);
  }
  if (missing.size > 0) {
    throw new Error(`deploy/gateways/${gateway} does not name ${[...missing.keys()].join(", ")}`);
  }
}
