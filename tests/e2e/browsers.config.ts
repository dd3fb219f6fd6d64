import { defineConfig } from "@playwright/test";
import type { ForTest } from "./webdriver/test";

/** The same stack, with browsers that are installed here, not Playwright's builds of them: Playwright
 * only runs the tests, and they speak WebDriver. */
export default defineConfig<ForTest>({
  testDir: "browsers",
  outputDir: "results",
  globalSetup: "./webdriver/site",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: "list",
  // A limit for a busy machine.
  timeout: 60_000,
  projects: [
    { name: "firefox", testIgnore: "without-passkeys.spec.ts" },
    {
      name: "webkit",
      testIgnore: "passkeys.spec.ts",
      // What the page tells developers in a browser without passkeys.
      use: { expected: /^warn: propylon: no-webauthn: / },
    },
  ],
});
