// The page /doctor for everybody: screen readers, small screens, pages from right to left, the keyboard alone.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { Keyboard } from "../support/keyboard";
import { expect, test } from "../support/test";

const KRATOS = readFileSync(join(__dirname, "../../../crates/doctor/tests/files/healthy/kratos.yml"), "utf8");
const WRONG = KRATOS.replace("same_site: Lax", "same_site: lax").replace("    base_url:", "    base-url:");

const files = (page: Page): Locator => page.locator("[data-kind=files]");
const said = (page: Page): Locator => files(page).locator("[aria-live]");

/** The page with everything it can show: findings of the set-up and of a file, its correction, a refused host name. */
const full = async (page: Page): Promise<void> => {
  await page.goto("/doctor");
  await expect(page.getByRole("status")).toHaveText("One thing was found.");
  await files(page).getByLabel("Files").setInputFiles({ name: "kratos.yml", mimeType: "text/plain", buffer: Buffer.from(WRONG) });
  await expect(files(page).locator("[data-part=corrected]")).toBeVisible();
  for (const summary of await page.locator("summary").all()) await summary.click();
  await files(page).getByLabel("The sign-in pages").fill("auth example com");
  await files(page).getByRole("button", { name: "Check", exact: true }).click();
  await expect(files(page).getByText("It is no host name and no URL.")).toBeVisible();
};

const findings = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
};

test.describe("cookies for another domain", () => {
  test.use({
    variant: { kratos: { cookies: { domain: "elsewhere.example" } } },
    findings: ["cookie-domain-wrong"],
  });

  for (const [name, media] of Object.entries({
    "light colours": { colorScheme: "light" },
    "dark colours": { colorScheme: "dark" },
    "forced colours": { forcedColors: "active" },
  } as const)) {
    test(`axe finds nothing on the doctor's page in ${name}`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: "reduce", ...media });
      await full(page);
      expect(await findings(page)).toEqual([]);
    });
  }

  for (const direction of ["ltr", "rtl"]) {
    test(`the doctor's page fits 320 px, ${direction}`, async ({ page }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.addInitScript((dir) => {
        addEventListener("DOMContentLoaded", () => document.documentElement.setAttribute("dir", dir));
      }, direction);
      await full(page);
      const { wide, dir } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        dir: getComputedStyle(document.documentElement).direction,
      }));
      expect({ wide, dir }).toEqual({ wide: 320, dir: direction });
      // Its texts are in English, and so are codes, numbers, lines to paste and URLs.
      const directions = await page.evaluate(() => [
        ...new Set([...document.querySelectorAll("[data-part=gate] *")].map((element) => getComputedStyle(element).direction)),
      ]);
      expect(directions).toEqual(["ltr"]);
    });
  }

  test("the keyboard is enough to paste a file, to read what is wrong and to take the correction", async ({ page }) => {
    const keyboard = await Keyboard.of(page);
    await page.goto("/doctor");
    await expect(page.getByRole("status")).toHaveText("One thing was found.");
    await keyboard.press(page.locator("[data-code=cookie-domain-wrong] summary"));
    await expect(page.locator("[data-code=cookie-domain-wrong] [data-part=pairs]")).toBeVisible();
    await keyboard.reach(page.getByRole("button", { name: "Run again" }));
    const choosing = page.waitForEvent("filechooser");
    await keyboard.press(files(page).getByLabel("Files"));
    expect((await choosing).isMultiple()).toBe(true);
    await keyboard.press(files(page).getByText("Paste a file"));
    await keyboard.type(files(page).getByLabel("Its name"), "kratos.yml");
    await keyboard.reach(files(page).getByLabel("Its content"));
    await page.keyboard.insertText(WRONG);
    await keyboard.press(files(page).getByRole("button", { name: "Check", exact: true }));
    await expect(said(page)).toHaveText("2 things were found.");
    await keyboard.reach(files(page).locator("[data-code=value-not-allowed] [data-part=paste]"));
    await keyboard.press(files(page).getByRole("button", { name: "Check the corrected file" }), "Space");
    await expect(said(page)).toHaveText("Nothing wrong was found.");
    await expect(said(page)).toBeFocused();
    await keyboard.reach(files(page).getByRole("button", { name: "Remove kratos.yml" }), "Shift+Tab");
    await page.keyboard.press("Enter");
    await expect(files(page).getByLabel("Files")).toBeFocused();
    await expect(said(page)).toHaveText("Give a file to check.");
    expect(keyboard.pointed()).toBe(0);
  });
});

test.describe("on a named host", () => {
  test.use({ variant: { hosts: ["auth.example.test"] } });

  test("axe finds nothing where the doctor is off", async ({ page, stack, watch }) => {
    // The page is on http.
    watch.expect(/^console: error The Cross-Origin-Opener-Policy header has been ignored/);
    await page.goto(`${stack.others()[0]}/doctor`);
    await expect(page.getByText('add "doctor": true to config.json')).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });
});
