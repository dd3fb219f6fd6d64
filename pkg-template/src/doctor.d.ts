import type { Report } from "./index.js";

export { PropylonError } from "./index.js";
export type { DoctorFinding, Report } from "./index.js";

/**
 * `<kratos-doctor base-url="…" api-url="…">`: finds out what is wrong with the set-up, and shows it with what
 * mends it. Files that are dropped on it, chosen or pasted are checked in the page. Its styles are in `propylon/styles.css` and `propylon/doctor.css`.
 */
export class KratosDoctor extends HTMLElement {
  /** Kratos' public URL; default: the page's origin. */
  baseUrl: string | null;
  /** A URL of the API behind the gateway. */
  apiUrl: string | null;
  /** Where people should return to. */
  returnTo: string | null;
  /** The groups that the page shows, by Kratos' names. */
  groups: string | null;
  /** Present: flows of every kind are created. */
  deep: string | boolean | null;
  /** What the page met before, for example a stop. */
  events: { kind: "stop" | "finding" | "passed" | "signed-out"; code: string; flow: string; detail: string }[];
  /** The last report; `null` before the first. */
  readonly report: Report | null;
  /** Examines again. */
  restart(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "kratos-doctor": KratosDoctor;
  }
}
