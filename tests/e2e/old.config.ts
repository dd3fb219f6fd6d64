import { defineConfig } from "@playwright/test";
import { RUN } from "./support/config";

/** The same stack and site, in a Chromium of early 2022; and the scripts that are sent to it. */
export default defineConfig({
  ...RUN,
  testDir: "old",
  projects: [
    { name: "scripts", testMatch: /(scripts|styles)\.spec\.ts/ },
    {
      name: "chromium",
      testIgnore: /(scripts|styles)\.spec\.ts/,
      use: {
        locale: "en-US",
        timezoneId: "UTC",
        launchOptions: {
          executablePath: process.env.OLD_CHROMIUM_BIN,
          // It is built to run as one process, but then it sometimes crashes when a page closes.
          args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
        },
      },
    },
  ],
});
