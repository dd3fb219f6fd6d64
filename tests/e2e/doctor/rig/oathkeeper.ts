import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runOathkeeper } from "../../stack/oathkeeper";
import type { Program } from "../../stack/program";
import { type Settings, laid } from "../../stack/settings";
import { type Ports, filled } from "./set-up";

/** Oathkeeper's configuration where it differs, and its rules. */
export interface Gateway {
  config?: Settings;
  rules: Settings[];
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Passes requests for Kratos on, from anybody. */
export const TO_KRATOS = {
  id: "kratos",
  upstream: { url: "http://127.0.0.1:{kratos}", preserve_host: true },
  match: {
    url: "<https?>://<[^/]+>/<(self-service|sessions|schemas|health).*>",
    methods: METHODS,
  },
  authenticators: [{ handler: "noop" }],
  authorizer: { handler: "allow" },
  mutators: [{ handler: "noop" }],
};

/** Passes requests of signed-in people on to the API. */
export const TO_API = {
  id: "api",
  upstream: { url: "http://127.0.0.1:{api}" },
  match: { url: "<https?>://<[^/]+>/orders", methods: METHODS },
  authenticators: [{ handler: "cookie_session" }],
  authorizer: { handler: "allow" },
  mutators: [{ handler: "header", config: { headers: { "X-User": "{{ print .Subject }}" } } }],
};

/** Oathkeeper's own CORS for pages of one origin. */
export function corsFor(origin: string): Settings {
  return {
    serve: {
      proxy: {
        cors: {
          enabled: true,
          allowed_origins: [origin],
          allowed_methods: METHODS,
          allowed_headers: ["Content-Type", "Authorization"],
          allow_credentials: true,
        },
      },
    },
  };
}

const CONFIG: Settings = {
  serve: {
    proxy: { port: "{gateway}" },
    api: { port: "{decisions}" },
    prometheus: { port: "{metrics}" },
  },
  authenticators: {
    noop: { enabled: true },
    anonymous: { enabled: true, config: { subject: "guest" } },
    cookie_session: {
      enabled: true,
      config: {
        check_session_url: "http://127.0.0.1:{kratos}/sessions/whoami",
        preserve_path: true,
        extra_from: "@this",
        subject_from: "identity.id",
        only: ["ory_kratos_session"],
      },
    },
  },
  authorizers: { allow: { enabled: true } },
  mutators: { noop: { enabled: true }, header: { enabled: true, config: { headers: {} } } },
  errors: { fallback: ["json"], handlers: { json: { enabled: true } } },
  log: { level: "warn" },
};

/** Starts Oathkeeper with its files in a folder. */
export async function startOathkeeper(
  gateway: Gateway,
  folder: string,
  ports: Ports,
  log: string,
): Promise<Program> {
  const rules = join(folder, "rules.json");
  writeFileSync(rules, JSON.stringify(gateway.rules));
  const config = join(folder, "oathkeeper.json");
  const repositories = { access_rules: { repositories: [`file://${rules}`] } };
  const settings = laid(laid(CONFIG, repositories), gateway.config ?? {});
  writeFileSync(config, JSON.stringify(filled(settings, ports)));
  return runOathkeeper(config, ports.decisions, log, (rules) => rules.length === gateway.rules.length);
}
