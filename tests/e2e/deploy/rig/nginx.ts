import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { given } from "../../stack/given";
import { Program } from "../../stack/program";
import { byHeader } from "./app";
import type { Gateway } from "./gateway";
import { writeFiles } from "./places";

/** The main file, which Debian and nginx' image have. One process, which ends at once when it is killed;
 * its folders are where anybody may write. */
const MAIN = `daemon off;
master_process off;
pid nginx.pid;
error_log stderr info;
load_module ${given("NGINX_MODULES")}/ngx_http_js_module.so;
events {}
http {
	access_log /dev/stderr;
	client_body_temp_path body;
	proxy_temp_path proxy;
	fastcgi_temp_path fastcgi;
	uwsgi_temp_path uwsgi;
	scgi_temp_path scgi;
	include conf.d/*.conf;
}
`;

/** nginx with `auth_request`. */
export const NGINX: Gateway = {
  name: "nginx",
  whenAway: 500,
  start: async ({ folder, log }, places) => {
    mkdirSync(join(folder, "conf.d"));
    const folderOf = (file: string): string => (file.endsWith(".conf") ? "conf.d" : ".");
    writeFiles("nginx", folder, places, { folderOf });
    writeFileSync(join(folder, "nginx.conf"), MAIN);
    const program = await Program.start(
      {
        name: "nginx",
        command: [given("NGINX_BIN"), "-p", folder, "-c", "nginx.conf", "-e", "stderr"],
        log: log("nginx"),
      },
      `http://localhost:${places.site}/login`,
    );
    return { programs: [program], reader: byHeader };
  },
};
