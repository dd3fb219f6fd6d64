/** Network and processor speed. */
export interface Machine {
  /** Bits per second, down and up. */
  down: number;
  up: number;
  /** Latency in milliseconds. */
  latency: number;
  /** The slowdown factor of the processor. */
  slowdown: number;
}

export interface Scenario {
  name: string;
  /** The number of traits, and so of fields in the sign-up form. Without it, the sign-in form is used. */
  fields?: number;
  /** Whether the browser has loaded the page before. */
  warm?: true;
  /** The throttling; none by default. */
  machine?: Machine;
}

/** "Slow 4G" of Lighthouse and WebPageTest, with a mid-range phone. */
const SLOW_4G: Machine = { down: 1_600_000, up: 750_000, latency: 150, slowdown: 4 };

/** With the same names as in xtask/src/bench/scenario.rs. */
export const SCENARIOS: Scenario[] = [
  { name: "slow-4g", machine: SLOW_4G },
  { name: "cold" },
  { name: "warm", warm: true },
  { name: "fields-10", fields: 10 },
  { name: "fields-100", fields: 100 },
  { name: "fields-1000", fields: 1000 },
];
