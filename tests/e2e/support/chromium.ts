/** Features of Chromium that are off. The last list that Chromium is given counts, so this one repeats
 * what Playwright needs off. */
const OFF = [
  // Playwright's.
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "TcpPortRandomizationWin",
  "ThirdPartyStoragePartitioning",
  // Pages of the address bar, two for each window, and a process for the next page: a quarter of the
  // processor time of all tests.
  "AimEnabled",
  "SpareRendererForSitePerProcess",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxPopup",
];

/** How Chromium is started, with rules for host names. */
export function chromiumArguments(hosts: string[]): string[] {
  return [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    `--disable-features=${OFF.join(",")}`,
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    `--host-resolver-rules=${hosts.join(", ")}`,
  ];
}
