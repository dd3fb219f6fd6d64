import type { HTMLAttributes } from "svelte/elements";
import type { Readable } from "svelte/store";
import type { KratosElement, MarkupMap } from "./elements.js";
import type { Auth, Flow, FlowName, FlowOptions, PropylonError, Screen, SessionState } from "./index.js";
import type { ProviderOptions } from "./wrapper.js";

/** What a part of an app is connected with. `session` is what the server knows: it counts as known at once. */
export type PropylonOptions = ProviderOptions;

/** What `setPropylon` holds, as stores: `const { session } = getPropylon();`, then `$session`. */
export interface Propylon {
  /** The client; `null` on the server and until it is connected. */
  readonly auth: Readable<Auth | null>;
  /** Why it could not be connected. */
  readonly error: Readable<PropylonError | null>;
  /** The session's state, kept up to date across tabs. */
  readonly session: Readable<SessionState>;
  /**
   * A flow and its current screen, both `null` until it has begun. Call it while the component is set up; the flow
   * ends with the component.
   *
   * @example
   * const { flow, screen } = getPropylon().flow("login", { groups: ["default", "code"] });
   */
  flow(kind: FlowName, options?: Omit<FlowOptions, "navigate" | "signal">): { flow: Readable<Flow | null>; screen: Readable<Screen | null> };
  /**
   * An attachment: gives an element the URL and locale, and starts it once the page is hydrated.
   *
   * @example
   * <kratos-login defer-hydration {@attach element} onkratos-success={() => goto("/inbox")}></kratos-login>
   */
  element(host: Element): () => void;
}

/**
 * Holds the client of the component that calls it while it is set up, such as the layout, and of those below. It is
 * connected in the browser only, once the page is hydrated, and disposed with the component.
 */
export function setPropylon(options?: PropylonOptions): Propylon;

/**
 * What a component above holds.
 *
 * @throws {PropylonError} `no-provider`
 */
export function getPropylon(): Propylon;

type Tags = { [Tag in keyof MarkupMap]: Omit<HTMLAttributes<KratosElement>, keyof MarkupMap[Tag]> & Omit<MarkupMap[Tag], "style" | "children" | "key" | "ref" | "className"> & { style?: string } };

// The elements' own types for templates.
declare module "svelte/elements" {
  interface SvelteHTMLElements extends Tags {}
}
