import { readFileSync } from "node:fs";
import { type BrowserContext, type Page, expect } from "@playwright/test";

/** What is on screen, as far as a recording leads to the same. */
export interface Seen {
  title: string;
  notices: string[];
  fields: string[];
  buttons: string[];
}

/** Begins a recording on the page /doctor, and goes on in the same tab. */
export async function record(page: Page): Promise<void> {
  await page.goto("/doctor");
  await page.getByRole("button", { name: "Record" }).click();
  await expect(page.getByText(/^Recording since/)).toBeVisible();
}

/** Ends it there in the tab `page`; returns the file's text. */
export async function save(page: Page): Promise<string> {
  await page.goto("/doctor");
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Stop and save" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("propylon-recording.json");
  await expect(page.getByText("Saved as propylon-recording.json.")).toBeVisible();
  return readFileSync(await saved.path(), "utf8");
}

/** What is on screen now. */
export function seen(page: Page): Promise<Seen> {
  return page.locator("#gate").evaluate((gate) => {
    const texts = (selector: string) =>
      [...gate.querySelectorAll<HTMLElement>(selector)]
        .filter((element) => element.checkVisibility())
        // A button that waits counts seconds.
        .map((element) => element.innerText.trim().replace(/ \(\d+ s\)$/, ""))
        .filter((text) => text !== "");
    return {
      title: texts("h1").join(),
      notices: texts("[data-part=notice] > p, [data-part=message]"),
      fields: texts("[data-testid^='node/input/'] label"),
      buttons: texts("button[name]"),
    };
  });
}

/** What the storage that all tabs share has. */
export function stored(context: BrowserContext): Promise<string> {
  return context.storageState().then((state) => JSON.stringify(state.origins));
}
