import { writeFileSync } from "node:fs";
import { expect, test as base } from "../support/test";
import { Driver, type Kind } from "./driver";
import { Page } from "./page";
import { complaints } from "./complaints";

export { expect };

export interface ForTest {
  /** The first page of a browser with an empty profile. */
  tab: Page;
  /** What the browser may complain about. */
  expected: RegExp | undefined;
}

/** A test with a real Kratos in a browser of the project's kind. It also fails if the browser
 * complains about the page. */
export const test = base.extend<ForTest, { driver: Driver }>({
  driver: [
    async ({}, use, info) => {
      const driver = await Driver.start(info.project.name as Kind, info.workerIndex);
      await use(driver);
      await driver.stop();
    },
    { scope: "worker" },
  ],
  expected: [undefined, { option: true }],
  tab: async ({ driver, stack, expected }, use, info) => {
    const browser = await driver.session();
    try {
      await use(new Page(browser, stack.site));
      if (info.status !== info.expectedStatus) {
        const file = info.outputPath("screen.png");
        writeFileSync(file, await browser.takeScreenshot(), "base64");
        await info.attach("screen", { path: file });
      } else {
        const found = await complaints(browser, stack.site, driver.kind);
        expect(found.filter((line) => !expected?.test(line)), "what the browser complains about").toEqual([]);
      }
    } finally {
      await browser.quit();
    }
  },
});
