import { Stack } from "../../stack/stack";
import { expect, test as base } from "../../support/test";
import { type Gateway, before } from "./gateway";

export { expect };

interface ForWorker {
  /** The gateway before all servers. */
  gateway: Gateway | undefined;
}

/** A test with a real Kratos behind a gateway, which is started once for all tests of a file. */
export const test = base.extend<object, ForWorker>({
  gateway: [undefined, { option: true, scope: "worker" }],
  shared: [
    async ({ around, gateway }, use) => {
      if (!gateway) throw new Error("the file names no gateway");
      const stack = await Stack.start(around, { front: before(gateway) });
      await use(stack);
      await stack.stop();
    },
    { scope: "worker" },
  ],
});
