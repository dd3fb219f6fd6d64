import { type Page, expect } from "@playwright/test";
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

/** Signs in at the provider. */
export async function comeIn(page: Page, account: string): Promise<void> {
  await expect(page.getByRole("heading", { name: "The club" })).toBeVisible();
  await page.getByLabel("Account").fill(account);
  await page.getByRole("button", { name: "Come in" }).click();
}
