import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { freePort, given } from "./kratos.mjs";

/** Starts Mailpit for Kratos' mails, like the demo. */
export const startMailpit = async () => {
  const [inbox, smtp] = [await freePort(), await freePort()];
  const listen = ["--listen", `127.0.0.1:${inbox}`, "--smtp", `127.0.0.1:${smtp}`];
  const child = spawn(given("PROPYLON_MAILPIT_BIN"), [...listen, "--disable-version-check", "--quiet"], { stdio: "ignore" });
  const ended = once(child, "exit");
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const read = new Set();
  const ask = async (path) => (await fetch(`http://127.0.0.1:${inbox}/api/v1/${path}`)).json();
  const mailpit = {
    /** Its inbox. */
    url: `http://127.0.0.1:${inbox}`,
    /** The port for incoming mail. */
    smtp,
    /** Waits for the next mail with this subject to `address`; returns its code. */
    async code(address, subject) {
      for (let tries = 0; tries < 200; tries += 1) {
        const { messages } = await ask(`search?query=${encodeURIComponent(`to:"${address}"`)}`);
        const mail = messages.find(({ ID, Subject }) => Subject === subject && !read.has(ID));
        if (mail) {
          read.add(mail.ID);
          return /\b\d{6}\b/.exec((await ask(`message/${mail.ID}`)).Text)[0];
        }
        await pause(50);
      }
      throw new Error(`no mail "${subject}" for ${address}`);
    },
    async stop() {
      process.off("exit", kill);
      child.kill("SIGTERM");
      await ended;
    },
  };
  for (let tries = 0; ; tries += 1) {
    if (await ask("info").catch(() => undefined)) return mailpit;
    if (child.exitCode !== null || tries > 200) throw new Error("Mailpit is not ready");
    await pause(50);
  }
};
