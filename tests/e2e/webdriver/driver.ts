import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Builder, Capabilities, type WebDriver } from "selenium-webdriver";
import { given } from "../stack/given";
import { freePorts } from "../stack/ports";
import { Program } from "../stack/program";

const LOGS = join(__dirname, "../results/servers");

/** A browser that these tests run in. */
export type Kind = "firefox" | "webkit";

const CAPABILITIES: Record<Kind, object> = {
  firefox: {
    browserName: "firefox",
    "moz:firefoxOptions": {
      args: ["-headless"],
      prefs: {
        "intl.accept_languages": "en-US",
        // Virtual authenticators instead of real keys, which it waits for otherwise.
        "security.webauth.webauthn_enable_softtoken": true,
        "security.webauth.webauthn_enable_usbtoken": false,
      },
    },
  },
  webkit: {
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": {
      // With the site's policy for openers, the first page is loaded in a new process, and in one of
      // 200 sessions the driver then waits forever for an answer of the old one.
      args: ["--automation", "--features=-CrossOriginOpenerPolicy"],
    },
  },
};

/** The W3C WebDriver of a browser. It has one session at a time. */
export class Driver {
  private constructor(
    readonly kind: Kind,
    private readonly url: string,
    private readonly programs: Program[],
  ) {}

  static async start(kind: Kind, worker: number): Promise<Driver> {
    const [port] = (await freePorts(1, worker)) as [number];
    const url = `http://127.0.0.1:${port}`;
    const programs: Program[] = [];
    const start = async (name: string, command: string[], env: Record<string, string> = {}) => {
      const log = join(LOGS, `${worker}-${kind}.log`);
      programs.push(await Program.start({ name, command, env, log }, `${url}/status`));
      return new Driver(kind, url, programs);
    };
    if (kind === "firefox") {
      const command = [given("GECKODRIVER"), "--port", `${port}`, "--binary", given("FIREFOX_BIN")];
      // Tests read the console, which belongs to the browser's own pages.
      return start("geckodriver", [...command, "--allow-system-access"]);
    }
    // WebKitGTK has no headless mode.
    const { name, program } = await startScreen();
    programs.push(program);
    try {
      const command = [given("WEBKIT_DRIVER"), `--port=${port}`];
      return await start("WebKitWebDriver", command, { DISPLAY: name, GDK_BACKEND: "x11" });
    } catch (error) {
      await program.stop();
      throw error;
    }
  }

  /** Starts the browser with an empty profile. */
  async session(): Promise<WebDriver> {
    return new Builder()
      .disableEnvironmentOverrides()
      .usingServer(this.url)
      .withCapabilities(new Capabilities(CAPABILITIES[this.kind]))
      .build();
  }

  async stop(): Promise<void> {
    for (const program of this.programs.reverse()) await program.stop();
  }
}

/** Starts an X server without a screen, and returns its name. */
async function startScreen(): Promise<{ name: string; program: Program }> {
  const folder = mkdtempSync(join(tmpdir(), "propylon-screen-"));
  const log = join(folder, "log");
  const number = () => /^\d+$/m.exec(readFileSync(log, "utf8"))?.[0];
  const command = [given("XVFB_BIN"), "-displayfd", "1", "-nolisten", "tcp"];
  // Without a reset after its last client, it takes the next browser at any time.
  command.push("-noreset", "-screen", "0", "1280x1024x24");
  try {
    const call = { name: "Xvfb", command, log };
    const program = await Program.start(call, async () => number() !== undefined);
    return { name: `:${number()}`, program };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
