import { defineConfig } from "@playwright/test";
import { given } from "./stack/given";
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
    // No screenshots: they take as long as the tests.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      executablePath: given("CHROME_BIN"),
      args: [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-gpu",
        "--disable-sync",
        "--no-first-run",
        // Host names other than localhost, which are not secure contexts.
        "--host-resolver-rules=MAP *.example.test 127.0.0.1",
      ],
    },
  },
});
