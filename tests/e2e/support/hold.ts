import type { Page } from "@playwright/test";

/** Holds the page's requests to `url` until the function that it returns is called. `seen` is called for each. */
export async function hold(page: Page, url: string | RegExp, seen?: () => void): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(url, async (route) => {
    seen?.();
    await held;
    await route.continue();
  });
  return release;
}
