import { defineConfig } from "@playwright/test";
import { RUN } from "./support/config";
import type { ForTest } from "./webdriver/test";

/** The same stack, with browsers that are installed here, not Playwright's builds of them: Playwright
 * only runs the tests, and they speak WebDriver. */
export default defineConfig<ForTest>({
  ...RUN,
  testDir: "browsers",
  globalSetup: "./webdriver/site",
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
