import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { identitySchema } from "../stack/settings";
import { settle } from "../support/people";
import { PASSWORD, at, button, message, openSettings } from "../support/screens";
import { expect, test } from "../support/test";

// Phone numbers had to be typed as E.164, a choice among hundreds was scrolled, and a date that can't be
// changed stood there as the database has it.

const SCHEMA = readFileSync(join(__dirname, "../schemas/controls.schema.json"), "utf8");

test.use({ locale: "de-DE", variant: { kratos: { identity: identitySchema(SCHEMA) } } });

const TRAITS: Record<string, { enum?: string[] }> = JSON.parse(SCHEMA).properties.traits.properties;

interface Answer {
  ui?: { nodes: { attributes: { name?: string; options?: { value: string }[]; disabled?: boolean } }[] };
}

/** Traits that can't be changed. */
const FIXED = ["traits.joined", "traits.seen"];

// Versions after 1.3.1 send the options of an enumeration. A node is disabled where a build of Kratos has
// such a rule.
test.beforeEach(async ({ context }) => {
  await context.route("**/self-service/**", async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    const answer: Answer = await response.json().catch(() => ({}));
    if (!answer.ui) return route.fulfill({ response });
    for (const { attributes } of answer.ui.nodes) {
      const options = TRAITS[attributes.name?.replace("traits.", "") ?? ""]?.enum;
      if (FIXED.includes(attributes.name ?? "")) attributes.disabled = true;
      if (options) attributes.options = options.map((value) => ({ value }));
    }
    await route.fulfill({ response, json: answer });
  });
});

const trait = (page: Page, name: string): Locator => page.locator(`[name="traits.${name}"]`);
const phone = (page: Page): Locator => trait(page, "phone");
const country = (page: Page): Locator => page.getByTestId("node/input/traits.phone").getByRole("combobox");
const search = (page: Page): Locator => page.getByTestId("node/input/traits.country").locator("input[role=combobox]");
const options = (page: Page): Locator => page.getByTestId("node/input/traits.country").getByRole("option");
const save = (page: Page): Promise<void> => button(page, "method", "profile").click();

/** What the form would post. */
const posted = (page: Page, name: string): Promise<unknown> =>
  phone(page).evaluate(
    (input, name) => new FormData((input as HTMLInputElement).form ?? undefined).get(name),
    `traits.${name}`,
  );

test("a number as people write it at home is stored as E.164", async ({ page, stack, address }) => {
  await page.goto("/registration");
  await expect(country(page)).toHaveValue("DE");
  await expect(country(page)).toHaveAccessibleName("Land");
  await expect(phone(page)).toHaveAttribute("autocomplete", "tel");
  await trait(page, "email").fill(address);
  await phone(page).fill("0170 1234567");
  await phone(page).press("Enter");
  await page.locator("[name=password]").fill(PASSWORD);
  await button(page, "method", "password").click();
  await expect(page.getByText(address, { exact: true })).toBeVisible();
  expect((await stack.identity(address)).traits).toMatchObject({ phone: "+491701234567" });
  await openAccount(page);
  await expect(phone(page)).toHaveValue("+49 170 1234567");
});

test("the country is the person's, the number's, or the chosen one", async ({ page }) => {
  await page.goto("/registration");
  await expect(country(page)).toHaveValue("DE");
  for (const [typed, sent, at] of [
    ["0170 1234567", "+491701234567", "DE"],
    ["0049 170 1234567", "+491701234567", "DE"],
    ["٠١٧٠ ١٢٣٤٥٦٧", "+491701234567", "DE"],
    ["०१७० १२३४५६७", "+491701234567", "DE"],
    ["\u202a+44 20 7946 0000\u202c", "+442079460000", "GB"],
    ["020 7946 0000", "+442079460000", "GB"],
    ["+1 416 555 0123", "+14165550123", "CA"],
    // Nobody knows what it means, so Kratos judges it.
    ["call me", "call me", "CA"],
    ["+1 416 555 0123 ext. 5", "+1 416 555 0123 ext. 5", "CA"],
    ["", "", "CA"],
  ] as const) {
    await phone(page).fill(typed);
    expect(await posted(page, "phone"), typed).toBe(sent);
    await expect(country(page)).toHaveValue(at);
  }
  await country(page).selectOption("FR");
  await phone(page).fill("06 12 34 56 78");
  expect(await posted(page, "phone")).toBe("+33612345678");
  await expect(country(page).locator("option:checked")).toHaveText("Frankreich \u2066+33\u2069");
  // Another country, and the number stays.
  await phone(page).fill("+49 170 1234567");
  await country(page).selectOption("AT");
  await expect(phone(page)).toHaveValue("0170 1234567");
});

test("a stored number that nobody changed goes back as it was, and a refused one stays", async ({
  page,
  stack,
  address,
}) => {
  const stored = { phone: "+44 (20) 7946-0000", country: "Japan" };
  await settle(page, stack, address, { traits: stored });
  await openAccount(page);
  await expect(phone(page)).toHaveValue("+44 20 7946 0000");
  await expect(country(page)).toHaveValue("GB");
  await trait(page, "desk").fill("12");
  await save(page);
  await expect(message(page, 1050001)).toBeVisible();
  expect((await stack.identity(address)).traits).toEqual({ ...stored, email: address, desk: "12" });
  await phone(page).fill("0170 12");
  await save(page);
  const field = page.getByTestId("node/input/traits.phone");
  await expect(field.locator("[data-part=message]")).toBeVisible();
  await expect(phone(page)).toHaveValue("0170 12");
  await expect(phone(page)).toHaveAttribute("aria-invalid", "true");
  // The country is still that of the number before.
  await country(page).selectOption("DE");
  await phone(page).fill("0170 1234567");
  await save(page);
  await expect(message(page, 1050001)).toBeVisible();
  expect((await stack.identity(address)).traits).toMatchObject({ phone: "+491701234567" });
});

test("what was typed outlives another language and a reload", async ({ page }) => {
  await page.goto("/registration");
  await country(page).selectOption("FR");
  await phone(page).fill("06 12 34");
  await page.getByRole("combobox", { name: "Sprache" }).selectOption("en");
  await expect(country(page)).toHaveAccessibleName("Country");
  await expect(country(page)).toHaveValue("FR");
  await expect(phone(page)).toHaveValue("06 12 34");
  await phone(page).fill("06 12 34 56 78");
  await page.reload();
  await expect(phone(page)).toHaveValue("+33 6 12 34 56 78");
  await expect(country(page)).toHaveValue("FR");
});

test("without its script a number is a plain field, and nothing is lost", async ({ page, stack, address, watch }) => {
  watch.expect(/controls\/(tel|search)\.js|ERR_FAILED/);
  await page.route("**/controls/*.js", (route) => route.abort());
  await settle(page, stack, address);
  await openAccount(page);
  await phone(page).fill("+49 170 1234567");
  await trait(page, "country").selectOption("Japan");
  await expect(page.locator("[data-part=country]")).toHaveCount(0);
  await save(page);
  await expect(message(page, 1050001)).toBeVisible();
  expect((await stack.identity(address)).traits).toMatchObject({ phone: "+49 170 1234567", country: "Japan" });
});

test("scripts of controls are only loaded for a control on screen", async ({ page }) => {
  const loaded: string[] = [];
  page.on("request", (request) => {
    const name = /\/controls\/(.*)\.js$/.exec(request.url())?.[1];
    if (name) loaded.push(name);
  });
  await page.goto("/login");
  await expect(page.locator("[name=identifier]")).toBeVisible();
  expect(loaded).toEqual([]);
  await page.goto("/registration");
  await expect(country(page)).toBeVisible();
  await expect(search(page)).toBeVisible();
  expect(loaded.sort()).toEqual(["date", "search", "tel"]);
});

test("a long choice is searched by keys", async ({ page, stack, address }) => {
  await settle(page, stack, address, { traits: { country: "Japan" } });
  await openAccount(page);
  await expect(trait(page, "plan")).toBeVisible();
  await expect(search(page)).toHaveValue("Japan");
  await expect(search(page)).toHaveAccessibleName("Country of birth");
  await page.getByText("Country of birth").click();
  await expect(search(page)).toBeFocused();
  await search(page).fill("");
  await search(page).pressSequentially("co");
  await expect(options(page)).toHaveText(["Côte d’Ivoire"]);
  await search(page).press("Escape");
  await expect(search(page)).toHaveValue("Japan");
  await expect(options(page)).toHaveCount(0);
  await search(page).press("ArrowDown");
  await expect(search(page)).toHaveAttribute("aria-expanded", "true");
  await expect(options(page)).toHaveCount(13);
  const active = (): Locator => page.locator("[role=option][data-active]");
  await expect(active()).toHaveText("Japan");
  await search(page).press("Home");
  await expect(active()).toHaveText("Argentina");
  await expect(search(page)).toHaveAttribute("aria-activedescendant", (await active().getAttribute("id")) ?? "");
  await search(page).press("ArrowUp");
  await expect(active()).toHaveText("Österreich");
  await search(page).press("End");
  await search(page).press("ArrowDown");
  await expect(active()).toHaveText("Argentina");
  await search(page).fill("os");
  await search(page).press("ArrowDown");
  await search(page).press("Enter");
  await expect(search(page)).toHaveValue("Österreich");
  await expect(trait(page, "country")).toHaveValue("Österreich");
  // The list is closed, so Enter is that of the form.
  await search(page).press("Enter");
  await expect(message(page, 1050001)).toBeVisible();
  expect((await stack.identity(address)).traits).toMatchObject({ country: "Österreich" });
});

test("a text that is no choice changes nothing, and a name is enough", async ({ page }) => {
  await page.goto("/registration");
  await search(page).fill("Atlantis");
  await expect(page.getByRole("status").filter({ hasText: "Nichts gefunden" })).toBeVisible();
  await trait(page, "email").focus();
  await expect(search(page)).toHaveValue("");
  await search(page).fill("cote d’ivoire");
  await trait(page, "email").focus();
  await expect(search(page)).toHaveValue("Côte d’Ivoire");
  await expect(trait(page, "country")).toHaveValue("Côte d’Ivoire");
  await search(page).click();
  await options(page).filter({ hasText: "Iceland" }).click();
  await expect(trait(page, "country")).toHaveValue("Iceland");
  await expect(search(page)).toBeFocused();
  await search(page).fill("");
  await trait(page, "email").focus();
  await expect(trait(page, "country")).toHaveValue("");
  // As test suites of others choose.
  await trait(page, "country").selectOption("Egypt");
  await expect(search(page)).toHaveValue("Egypt");
});

test("a date that can't be changed is said in the person's words", async ({ page, stack, address }) => {
  const traits = { joined: "1815-12-10", seen: "2026-05-01T10:30:00+05:00" };
  await settle(page, stack, address, { traits });
  await openAccount(page);
  await expect(trait(page, "joined")).toHaveValue("10. Dezember 1815");
  await expect(trait(page, "seen")).toHaveValue("1. Mai 2026 um 10:30");
  await page.getByRole("combobox", { name: "Sprache" }).selectOption("en");
  await expect(trait(page, "joined")).toHaveValue("December 10, 1815");
  await trait(page, "desk").fill("7");
  await save(page);
  await expect(message(page, 1050001)).toBeVisible();
  expect((await stack.identity(address)).traits).toEqual({ ...traits, email: address, desk: "7" });
});

async function openAccount(page: Page): Promise<void> {
  await page.goto("/settings");
  await expect(trait(page, "email")).toBeVisible();
}

test.describe("colours", () => {
  test.use({ colorScheme: "light", locale: "en-US" });

  const background = (page: Page): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const LIGHT = "rgb(245, 246, 248)";
  const DARK = "rgb(13, 15, 19)";

  test("are chosen in the account, and there before anything is painted", async ({ page, stack, address }) => {
    await settle(page, stack, address);
    await openSettings(page);
    const choice = page.getByRole("combobox", { name: "Appearance" });
    await expect(choice.locator("option")).toHaveText(["Same as this device", "Light", "Dark"]);
    expect(await background(page)).toBe(LIGHT);
    await choice.selectOption("Dark");
    expect(await background(page)).toBe(DARK);
    // A script that runs before the page's own sees what is painted first.
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new PerformanceObserver((list) => {
        for (const { name } of list.getEntries()) seen.push(`${name} ${document.documentElement.dataset.scheme}`);
      }).observe({ type: "paint", buffered: true });
    });
    await page.goto("/sessions");
    await at(page, "sessions");
    expect(await background(page)).toBe(DARK);
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { seen: string[] }).seen))
      .toContain("first-paint dark");
    // Paper stays light.
    await page.emulateMedia({ media: "print" });
    expect(await background(page)).toBe(LIGHT);
    await page.emulateMedia({ media: "screen", colorScheme: "dark" });
    await openSettings(page);
    await choice.selectOption("Light");
    expect(await background(page)).toBe(LIGHT);
    await choice.selectOption("Same as this device");
    expect(await background(page)).toBe(DARK);
  });

  test("come before a color-scheme of the operator's theme, and can be left to it", async ({ page, stack, address }) => {
    await page.route("**/themes/mine.css", (route) =>
      route.fulfill({ contentType: "text/css", body: ":root { color-scheme: dark }" }),
    );
    let config: object = { theme: "mine" };
    await page.route("**/config.json", (route) => route.fulfill({ json: config }));
    await settle(page, stack, address);
    await openSettings(page);
    await expect.poll(() => background(page)).toBe(DARK);
    await page.getByRole("combobox", { name: "Appearance" }).selectOption("Light");
    expect(await background(page)).toBe(LIGHT);
    config = { theme: "mine", schemeSwitch: false };
    await openSettings(page);
    await expect.poll(() => background(page)).toBe(DARK);
    await expect(page.getByRole("combobox", { name: "Appearance" })).toHaveCount(0);
  });
});
