import { defineConfig } from "@playwright/test";
import sites from "./playwright.config";

/** The examples in the place of the site; `PROPYLON_SITE` is a built one. */
export default defineConfig({ ...sites, testDir: "examples" });
