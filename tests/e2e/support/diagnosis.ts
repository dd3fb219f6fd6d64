import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { given } from "../stack/given";
import type { Stack } from "../stack/stack";

/** What the doctor says. */
export interface Report {
  findings: Finding[];
}

interface Finding {
  code: string;
  title: string;
  evidence: unknown[];
}

/** Serves the package to a page of the site, which does not contain it. */
export async function servePackage(page: Page): Promise<void> {
  await page.route("**/npm/**", (route) => {
    const file = new URL(route.request().url()).pathname.replace(/^.*\/npm/, "");
    return route.fulfill({ path: join(given("PROPYLON_PACKAGE"), "dist", file) });
  });
}

/** Asks the doctor from a page of the site, about an API behind a gateway, too, if there is one. */
export async function diagnose(page: Page, url: string, api?: string): Promise<Finding[]> {
  return page.evaluate(async ({ url, api }) => {
    const entry = "/npm/index.js";
    const { connect } = await import(entry);
    const auth = await connect({ url, navigate: (event: Event) => event.preventDefault() });
    return ((await auth.diagnose({ deep: true, api })) as Report).findings;
  }, { url, api });
}

/** Asks the doctor from the site, with the cookies that a test left in its browser, but without its
 * clock and its routes. */
export async function diagnoseAfter(test: BrowserContext, browser: Browser, stack: Stack): Promise<Finding[]> {
  const storageState = await test.storageState();
  const context = await browser.newContext({ storageState, javaScriptEnabled: true });
  try {
    const page = await context.newPage();
    await servePackage(page);
    // The smallest document of the site.
    await page.goto(`${stack.site}/config.json`);
    return await diagnose(page, stack.kratos);
  } finally {
    await context.close();
  }
}
