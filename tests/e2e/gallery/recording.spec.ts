// The gallery steps through a recording.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Page, expect, test } from "@playwright/test";
import { url } from "./open";

const FOLDER = join(__dirname, "../../replay");
const NAMES = readdirSync(FOLDER).flatMap((name) => (name.endsWith(".seen.json") ? [name.replace(".seen.json", "")] : []));

/** The headings of a list; one that stays counts once. */
const distinct = (titles: string[]) => titles.filter((title, place) => title !== titles[place - 1]);

const heading = (page: Page) => page.frameLocator("#frame").getByRole("heading", { level: 1 });
const status = (page: Page) => page.locator("#opened");

for (const name of NAMES) {
  test(`${name} leads to the headings that were seen`, async ({ page }) => {
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(url("index.html"));
    await expect(heading(page)).toBeVisible();
    requests.length = 0;
    await page.getByLabel("Open or drop a file").setInputFiles(join(FOLDER, `${name}.json`));
    const seen = JSON.parse(readFileSync(join(FOLDER, `${name}.seen.json`), "utf8")) as { title: string }[];
    await expect(status(page)).toContainText("Step 1 of ");
    const count = Number(/of (\d+)/.exec((await status(page).textContent()) ?? "")?.[1]);
    const titles: string[] = [];
    for (let step = 1; step <= count; step += 1) {
      await expect(status(page)).toContainText(`Step ${step} of ${count}`);
      await expect(page.frameLocator("#frame").locator(`html[data-shown="recording/${step}"]`)).toHaveCount(1);
      titles.push((await heading(page).textContent()) ?? "");
      if (step < count) await page.getByRole("button", { name: "Next" }).click();
    }
    expect(distinct(titles)).toEqual(distinct(seen.map(({ title }) => title)));
    await expect(page.getByRole("button", { name: "Next" })).toBeDisabled();
    await page.getByRole("button", { name: "Previous" }).click();
    await expect(status(page)).toContainText(`Step ${count - 1} of ${count}`);
    expect(requests.filter((request) => !request.startsWith("file:") && !request.startsWith("data:"))).toEqual([]);
  });
}

test("a file is dropped on the page, and one that is no recording is said", async ({ page }) => {
  await page.goto(url("index.html"));
  await expect(heading(page)).toBeVisible();
  const drop = async (text: string) => {
    const data = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "propylon-recording.json", { type: "application/json" }));
      return transfer;
    }, text);
    await page.dispatchEvent("body", "drop", { dataTransfer: data });
  };
  await drop(readFileSync(join(FOLDER, "login-password.json"), "utf8"));
  await expect(status(page)).toContainText("Step 1 of ");
  await drop('{"format": "propylon-recording", "version": 2}');
  await expect(status(page)).toHaveText("the recording has version 2, and only version 1 is known");
  await drop("<html>");
  await expect(status(page)).toHaveText("the file is not JSON: line 1, column 1");
});
