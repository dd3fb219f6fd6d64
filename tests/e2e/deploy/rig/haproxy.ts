import { given } from "../../stack/given";
import { Program } from "../../stack/program";
import { byHeader } from "./app";
import type { Gateway } from "./gateway";
import { writeFiles } from "./places";

/** HAProxy, which asks Kratos by a script in Lua. */
export const HAPROXY: Gateway = {
  name: "haproxy",
  whenAway: 502,
  start: async ({ folder, log }, places) => {
    writeFiles("haproxy", folder, places);
    const program = await Program.start(
      {
        name: "HAProxy",
        command: [given("HAPROXY_BIN"), "-db", "-f", "haproxy.cfg"],
        cwd: folder,
        log: log("haproxy"),
      },
      `http://localhost:${places.site}/login`,
    );
    return { programs: [program], reader: byHeader };
  },
};
