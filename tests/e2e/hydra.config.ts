import { defineConfig } from "@playwright/test";
import sites from "./playwright.config";

/** Sign-ins for other apps: a real Hydra before a real Kratos, with openid-client. */
export default defineConfig({ ...sites, testDir: "hydra" });
