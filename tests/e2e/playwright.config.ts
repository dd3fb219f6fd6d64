import { defineConfig } from "@playwright/test";
import { given } from "./stack/given";

export default defineConfig({
  testDir: "specs",
  outputDir: "results",
  // Each worker has servers of its own, so every test may run beside every other.
  fullyParallel: true,
  workers: 2,
  // A test that passes only when it is run again is a bug with a name.
  retries: 0,
  forbidOnly: true,
  reporter: "list",
  // Bounds for a busy machine; nothing waits for them where all is well.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    locale: "en-US",
    timezoneId: "UTC",
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    screenshot: "only-on-failure",
    // Without the film, which takes as long as the tests themselves.
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
        // Host names other than localhost, which browsers trust less.
        "--host-resolver-rules=MAP *.example.test 127.0.0.1",
      ],
    },
  },
});
