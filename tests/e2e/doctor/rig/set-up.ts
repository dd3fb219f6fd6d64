import type { Settings } from "../../stack/settings";
import type { Oddity } from "./oddities";
import type { Gateway } from "./oathkeeper";
import type { Person } from "./person";

/** The ports of a set-up. In its texts, `{kratos}` stands for Kratos' port, and so on. */
export const PORTS = [
  /** The app's page. */
  "page",
  /** A page of somebody else. */
  "shop",
  /** Kratos. */
  "kratos",
  "admin",
  /** Caddy. */
  "edge",
  /** Oathkeeper. */
  "gateway",
  "decisions",
  "metrics",
  /** The app's API. */
  "api",
  /** A server that is not what it should be. */
  "odd",
  /** Nothing listens here. */
  "nothing",
] as const;

export type Ports = Record<(typeof PORTS)[number], number>;

/**
 * Parts of a sign-in and how they are put together.
 *
 * What is left out is right: the app's page at `page` calls Kratos at `url`, which knows both of these
 * names and allows the page's origin.
 */
export interface SetUp {
  /** What is special about it; the test's name. */
  name: string;
  /** The doctor's findings, all of them. */
  finds: string[];
  /** The origin of the app's page. */
  page?: string;
  /** Where the page expects Kratos. */
  url?: string;
  /** Where the page expects the app's API. */
  api?: string;
  /** Kratos' settings that differ, by their keys with dots; `null` if there is no Kratos. */
  kratos?: Settings | null;
  /** Changes the identity schema: Kratos' part of the address, and all traits. */
  schema?: (email: Settings, traits: Settings) => void;
  /** Whether Kratos runs for development; by default over http. */
  isDev?: boolean;
  /** What happens to the file of Kratos' database while Kratos runs; by default it is in memory. */
  database?: "emptied" | "deleted";
  /** A Caddyfile. */
  caddy?: string;
  /** Oathkeeper's configuration and rules. */
  oathkeeper?: Gateway;
  /** A server of this kind at `odd`. */
  odd?: Oddity;
  /** Headers of the API's answers; there is an API if it is set. */
  upstream?: Record<string, string>;
  /** Headers of the page. */
  headers?: Record<string, string>;
  /** More elements of the page. */
  html?: string;
  /** The origin of a page that shows the app's page in a frame with these attributes. */
  framed?: { by: string; with?: string };
  /** How late the computer's clock is. */
  minutesLate?: number;
  /** More of the browser's rules for host names. */
  resolves?: string[];
  /** More arguments of the browser. */
  flags?: string[];
  /** Whether the browser keeps no cookies. */
  keepsNoCookies?: boolean;
  /** What the page keeps in its storage. */
  stored?: Record<string, string>;
  /** Options of `diagnose`. */
  asks?: Record<string, unknown>;
  /** What the person does before. */
  person?: Person;
  /** What the terminal's doctor finds, if it is asked instead of the page's. */
  isFromTerminal?: boolean;
}

/** Puts the ports into all texts of a value; a text that is nothing but a port becomes a number. */
export function filled<T>(value: T, ports: Ports): T {
  if (typeof value === "string") {
    const whole = PORTS.find((name) => value === `{${name}}`);
    if (whole) return ports[whole] as T;
    return value.replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in ports ? String(ports[name as keyof Ports]) : whole,
    ) as T;
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, ports)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, filled(item, ports)]);
  return Object.fromEntries(entries) as T;
}
