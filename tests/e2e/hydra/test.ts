import { test as base } from "../support/test";
import { Hydra } from "./hydra";

export { expect } from "../support/test";

/** A test with servers of its own, Hydra among them. */
export const test = base.extend<{ hydra: Hydra }>({
  variant: {},
  hydra: async ({ stack, around }, use) => {
    const hydra = await Hydra.start(around.worker, stack);
    await use(hydra);
    await hydra.stop();
  },
});
