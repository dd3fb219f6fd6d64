import { defineConfig } from "@playwright/test";
import { given } from "./stack/given";
import { browserArguments } from "./doctor/rig/browser";
import { RUN } from "./support/config";

/** What the doctor finds in real set-ups, in Chromium. */
export default defineConfig({
  ...RUN,
  testDir: "doctor",
  expect: { timeout: 15_000 },
  use: {
    locale: "en-US",
    timezoneId: "UTC",
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    launchOptions: { executablePath: given("CHROME_BIN"), args: browserArguments() },
  },
});
