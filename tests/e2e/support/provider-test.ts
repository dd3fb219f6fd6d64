import { Provider } from "../stack/provider";
import type { Settings } from "../stack/stack";
import { test as base } from "./test";

/** Tests with an OpenID provider beside Kratos. */
export const test = base.extend<object, { provider: Provider }>({
  provider: [
    async ({}, use, info) => {
      const provider = await Provider.start(info.workerIndex);
      await use(provider);
      await provider.stop();
    },
    { scope: "worker" },
  ],
  variant: async ({ provider }, use) => use({ kratos: provider.settings() as Settings }),
});
