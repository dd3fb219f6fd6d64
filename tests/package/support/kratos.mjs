import { spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../../deploy/kratos", import.meta.url));

/** A value set by `cargo xtask test package`. */
export const given = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with \`cargo xtask test package\``);
  return value;
};

/** A free port. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/**
 * Starts a Kratos with the demo's configuration merged with `over`. `site` is the origin of the
 * pages that use it across origins, `smtp` the port for its mails.
 */
export const startKratos = async ({ site = "http://localhost:4455", smtp, over = {} } = {}) => {
  const [port, admin] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), "propylon-package-"));
  const url = `http://localhost:${port}`;
  const truth = readFileSync(join(FOLDER, "kratos.yml"), "utf8");
  const base = truth
    .replaceAll("http://localhost:4455", site)
    .replace(/\b4433\b/g, String(port))
    .replace(/\b4434\b/g, String(admin));
  writeFileSync(join(folder, "kratos.yml"), base);
  const own = {
    serve: { public: { base_url: `${url}/`, host: "localhost", cors: { enabled: true, allowed_origins: [site], allow_credentials: true } } },
    // Without a mail server, the tests read mails from the queue.
    courier: smtp
      ? { smtp: { connection_uri: `smtp://127.0.0.1:${smtp}/?disable_starttls=true` }, worker: { pull_wait: "500ms" } }
      : { worker: { pull_wait: "1h" } },
    ...over,
  };
  writeFileSync(join(folder, "over.json"), JSON.stringify(own));
  const log = join(folder, "log");
  const out = openSync(log, "a");
  const files = ["-c", join(folder, "kratos.yml"), "-c", join(folder, "over.json")];
  const child = spawn(given("PROPYLON_KRATOS_BIN"), ["serve", "--dev", "--sqa-opt-out", ...(smtp ? ["--watch-courier"] : []), ...files], {
    cwd: FOLDER,
    env: { ...process.env, DSN: "memory" },
    stdio: ["ignore", out, out],
  });
  const ended = new Promise((done) => child.once("exit", done));
  // Stops Kratos if the test process exits.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const kratos = {
    url,
    /** The URL of its admin API. */
    admin: `http://127.0.0.1:${admin}`,
    /** The code in the last mail to `address`, from Kratos' queue. */
    async code(address) {
      for (let tries = 0; tries < 100; tries += 1) {
        const answer = await fetch(`http://127.0.0.1:${admin}/admin/courier/messages?recipient=${encodeURIComponent(address)}`);
        const codes = (await answer.json()).map((mail) => /\b\d{6}\b/.exec(mail.body)?.[0]);
        const code = codes.find((code) => code !== undefined && !kratos.read.has(code));
        if (code) {
          kratos.read.add(code);
          return code;
        }
        await pause(50);
      }
      throw new Error(`no code for ${address}`);
    },
    read: new Set(),
    async stop() {
      process.off("exit", kill);
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (ready?.ok) return kratos;
    if (child.exitCode !== null || tries > 600) {
      const words = readFileSync(log, "utf8").split("\n").slice(-15).join("\n");
      await kratos.stop();
      throw new Error(`Kratos is not ready:\n${words}`);
    }
    await pause(50);
  }
};
