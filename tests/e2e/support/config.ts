/** What every run of end-to-end tests has in common. */
export const RUN = {
  outputDir: "results",
  // Each worker has its own servers, so tests run in parallel.
  fullyParallel: true,
  workers: 2,
  // A flaky test is a bug.
  retries: 0,
  forbidOnly: true,
  reporter: "list",
  // A limit for a busy machine.
  timeout: 60_000,
} as const;
