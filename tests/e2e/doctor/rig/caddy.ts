import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { given } from "../../stack/given";
import { Program } from "../../stack/program";
import type { Ports } from "./set-up";

/** Certificates are Caddy's own. */
const GLOBAL = `{
	admin off
	auto_https disable_redirects
	local_certs
	skip_install_trust
	default_bind 127.0.0.1 [::1]
}
`;

/** Starts Caddy with a Caddyfile in a folder. */
export async function startCaddy(
  caddyfile: string,
  folder: string,
  ports: Ports,
  log: string,
): Promise<Program> {
  const file = join(folder, "Caddyfile");
  writeFileSync(file, GLOBAL + caddyfile);
  return Program.start(
    {
      name: "Caddy",
      command: [given("PROPYLON_CADDY_BIN"), "run", "--adapter", "caddyfile", "--config", file],
      cwd: folder,
      env: { XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      log,
    },
    () => listens(ports.edge),
  );
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => socket.destroy() && done(true));
    socket.once("error", () => done(false));
  });
}
