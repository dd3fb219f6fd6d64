import { defineConfig } from "@playwright/test";
import sites from "./playwright.config";

/** The gateways of deploy/gateways, each before a real Kratos, Propylon's own server and an app; and two Kratos. */
export default defineConfig({
  ...sites,
  testDir: "deploy",
  // The tests of a file share a gateway.
  fullyParallel: false,
});
