import { defineConfig } from "@playwright/test";
import { given } from "./stack/given";

export default defineConfig({
  testDir: "specs",
  outputDir: "results",
  // Each worker has its own servers, so tests run in parallel.
  fullyParallel: true,
  workers: 2,
  // A flaky test is a bug.
  retries: 0,
  forbidOnly: true,
  reporter: "list",
  // Limits for a busy machine.
  timeout: 60_000,
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
