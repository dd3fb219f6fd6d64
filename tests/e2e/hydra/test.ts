import { test as base } from "../support/test";
import { Hydra } from "./hydra";
import { Listener } from "./listener";

export { expect } from "../support/test";

/** A test with servers of its own, Hydra among them. */
export const test = base.extend<{ hydra: Hydra; listener: Listener }>({
  variant: {},
  hydra: async ({ stack, around }, use) => {
    const hydra = await Hydra.start(around.worker, stack);
    await use(hydra);
    await hydra.stop();
  },
  listener: async ({}, use) => {
    const listener = await Listener.start();
    await use(listener);
    await listener.stop();
  },
});
