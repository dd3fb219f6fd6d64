import { defineConfig } from "@playwright/test";
import sites from "./playwright.config";

/** Walks through the gallery, a page that needs no server. A walk is one long test. */
export default defineConfig({ ...sites, testDir: "gallery", timeout: 240_000 });
