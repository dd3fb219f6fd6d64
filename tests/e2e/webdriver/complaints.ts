import type { WebDriver } from "selenium-webdriver";
import type { Kind } from "./driver";

interface Privileged extends WebDriver {
  setContext(context: "chrome" | "content"): Promise<void>;
}

/** What the browser has said about the pages of the site: errors, warnings and violations. */
export async function complaints(browser: WebDriver, site: string, kind: Kind): Promise<string[]> {
  const own = kind === "firefox" ? await firefoxConsole(browser as Privileged, site) : [];
  // The list is in the session storage of the site, and a test may have ended elsewhere. Firefox shows
  // JSON with a page of its own, but a script as the site's.
  await browser.get(`${site}/watch.js`);
  const noted = await browser.executeScript<string | null>(
    "return sessionStorage.getItem('propylon-test-watch')",
  );
  return [...own, ...(JSON.parse(noted ?? "[]") as string[])];
}

/** Firefox' own lines, which pages can't see: refused cookies, unknown directives, old APIs. */
async function firefoxConsole(browser: Privileged, site: string): Promise<string[]> {
  await browser.setContext("chrome");
  const lines = await browser.executeScript<{ category: string; text: string; source: string }[]>(
    `return Services.console.getMessageArray().filter((line) => line instanceof Ci.nsIScriptError)
      .map(({ category, errorMessage, sourceName }) =>
        ({ category, text: errorMessage, source: sourceName }));`,
  );
  await browser.setContext("content");
  return lines
    .filter(({ source }) => source.startsWith(site))
    .map(({ category, text, source }) => `${category}: ${text} (${source})`);
}
