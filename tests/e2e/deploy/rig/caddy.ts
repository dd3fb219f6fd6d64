import { join } from "node:path";
import { given } from "../../stack/given";
import { Program } from "../../stack/program";
import { byHeader } from "./app";
import type { Gateway } from "./gateway";
import { writeFiles } from "./places";

/** Caddy with `forward_auth`. */
export const CADDY: Gateway = {
  name: "caddy",
  whenAway: 502,
  start: async ({ folder, log }, places) => {
    writeFiles("caddy", folder, places);
    const file = join(folder, "Caddyfile");
    const program = await Program.start(
      {
        name: "Caddy",
        command: [given("PROPYLON_CADDY_BIN"), "run", "--adapter", "caddyfile", "--config", file],
        env: { XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
        log: log("caddy"),
      },
      `http://localhost:${places.site}/login`,
    );
    return { programs: [program], reader: byHeader };
  },
};
