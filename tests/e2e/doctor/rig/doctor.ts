import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, type Frame, type Page, chromium } from "@playwright/test";
import { given } from "../../stack/given";
import type { Mailbox } from "../../stack/mailbox";
import type { Report } from "../../support/diagnosis";
import { browserArguments } from "./browser";
import { act } from "./person";
import type { Servers } from "./servers";
import type { SetUp } from "./set-up";

/** Opens the app's page, lets the person act, and asks the doctor in the page. */
export async function ask(servers: Servers, browser: Browser, mail: Mailbox): Promise<Report> {
  const { setUp, places } = servers;
  const isUsual = !setUp.keepsNoCookies && !setUp.resolves && !setUp.flags;
  const { context, close } = isUsual ? await usual(browser) : await special(setUp);
  try {
    const page = await context.newPage();
    const frame = await open(servers, page);
    await frame.evaluate(async (url) => {
      const entry = "/npm/index.js";
      const { connect } = await import(entry);
      // The page stays here, so that the client can be asked what it met.
      window.auth = await connect({ url, navigate: (event: Event) => event.preventDefault() });
    }, places.url);
    if (setUp.person) await act(setUp.person, page, frame, servers.ports.admin, mail);
    const options = { deep: true, api: setUp.api, ...setUp.asks };
    return (await frame.evaluate((given) => window.auth.diagnose(given), options)) as Report;
  } finally {
    await close();
  }
}

async function open({ setUp, places }: Servers, page: Page): Promise<Frame> {
  const own = places.page;
  const outer = setUp.framed?.by;
  if (setUp.minutesLate) await page.clock.setSystemTime(Date.now() - setUp.minutesLate * 60_000);
  if (setUp.stored) {
    await page.addInitScript((stored) => {
      for (const [name, value] of Object.entries(stored)) localStorage.setItem(name, value);
    }, setUp.stored);
  }
  await page.goto(`${outer ?? own}/`);
  if (!outer) return page.mainFrame();
  const frame = page.frames().find((frame) => frame.url().startsWith(own));
  if (!frame) throw new Error(`no frame at ${own}`);
  return frame;
}

interface Opened {
  context: BrowserContext;
  close: () => Promise<void>;
}

async function usual(browser: Browser): Promise<Opened> {
  const context = await browser.newContext();
  return { context, close: () => context.close() };
}

/** A browser of its own. */
async function special({ keepsNoCookies, resolves, flags = [] }: SetUp): Promise<Opened> {
  const profile = mkdtempSync(join(tmpdir(), "propylon-profile-"));
  if (keepsNoCookies) {
    mkdirSync(join(profile, "Default"));
    const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
    writeFileSync(join(profile, "Default/Preferences"), JSON.stringify(settings));
  }
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: given("CHROME_BIN"),
    args: [...browserArguments(resolves), ...flags],
  });
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, close };
}

/** Asks the doctor in the terminal. */
export function askInTerminal({ setUp, places, authority }: Servers): Report {
  const command = [join(given("PROPYLON_PACKAGE"), "bin/propylon.js"), "doctor", places.page];
  command.push("--kratos", places.url);
  if (setUp.api) command.push("--api", setUp.api);
  const { stdout, stderr } = spawnSync(process.execPath, [...command, "--json"], {
    encoding: "utf8",
    timeout: 40_000,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: authority },
  });
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    throw new Error(`the doctor in the terminal says: ${stdout}\n${stderr}`);
  }
}
