import { defineConfig } from "@playwright/test";
import { given } from "./stack/given";
import { chromiumArguments } from "./support/chromium";
import { RUN } from "./support/config";

export default defineConfig({
  ...RUN,
  testDir: "specs",
  expect: { timeout: 15_000 },
  use: {
    locale: "en-US",
    timezoneId: "UTC",
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: given("CHROME_BIN"),
      // Host names other than localhost, which are not secure contexts.
      args: chromiumArguments(["MAP *.example.test 127.0.0.1"]),
    },
  },
});
