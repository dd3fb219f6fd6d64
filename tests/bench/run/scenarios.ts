/** A line and a processor. */
export interface Machine {
  /** Bits in a second, both ways. */
  down: number;
  up: number;
  /** Milliseconds until a request's answer begins. */
  latency: number;
  /** How many times slower the processor is. */
  slowdown: number;
}

export interface Scenario {
  name: string;
  /** Traits of the account: the sign-up form has so many fields. Without it, the form is that of sign-in. */
  fields?: number;
  /** Whether the browser has opened the page before. */
  warm?: true;
  /** Without it, as fast as this machine. */
  machine?: Machine;
}

/** What Lighthouse and WebPageTest call slow 4G, and a telephone of the middle. */
const SLOW_4G: Machine = { down: 1_600_000, up: 750_000, latency: 150, slowdown: 4 };

/** The same names as in xtask/src/bench/scenario.rs. */
export const SCENARIOS: Scenario[] = [
  { name: "slow-4g", machine: SLOW_4G },
  { name: "cold" },
  { name: "warm", warm: true },
  { name: "fields-10", fields: 10 },
  { name: "fields-100", fields: 100 },
  { name: "fields-1000", fields: 1000 },
];
