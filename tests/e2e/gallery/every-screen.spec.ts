import AxeBuilder from "@axe-core/playwright";
import { type Page, expect, test } from "@playwright/test";
import { type Check, type View, openFrame, url, walk } from "./open";

/** The gallery's language whose texts are longer than any; see gallery/build/pseudo.rs. */
const PSEUDO = "en-XA";

interface Walk {
  view: View;
  checks: Check[];
  width?: number;
  media?: Parameters<Page["emulateMedia"]>[0];
}

const WALKS: Record<string, Walk> = {
  "in light colours": { view: { scheme: "light" }, checks: ["axe", "targets"] },
  "in dark colours": { view: { scheme: "dark" }, checks: ["axe"] },
  "in forced colours": { view: {}, checks: ["axe"], media: { forcedColors: "active" } },
  "from right to left": { view: { lang: "ar" }, checks: ["axe", "fits"], width: 320 },
  "in 320 pixels": { view: {}, checks: ["fits", "targets"], width: 320 },
  "in 320 pixels with longer texts": { view: { lang: PSEUDO }, checks: ["fits"], width: 320 },
  "in 320 pixels with larger letters": { view: { zoom: "200" }, checks: ["fits"], width: 320 },
};

/** What the browser complained about. */
let complaints: string[];

test.beforeEach(({ page }) => {
  complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
});

test.afterEach(() => expect(complaints).toEqual([]));

for (const [name, { view, checks, width = 1280, media }] of Object.entries(WALKS)) {
  test(`every screen ${name}: ${checks.join(", ")}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce", ...media });
    await page.setViewportSize({ width, height: 800 });
    const ids = await openFrame(page);
    expect(ids.length).toBeGreaterThan(200);
    expect(new Set(ids).size).toBe(ids.length);
    const found = await walk(page, ids, view, checks);
    console.log(`${ids.length} screens ${name}: ${found.length} findings`);
    expect(found).toEqual([]);
  });
}

test("every screen that waits for nothing is drawn", async ({ page }) => {
  const ids = (await openFrame(page)).filter((id) => !id.startsWith("waiting/"));
  expect(await walk(page, ids, { lang: PSEUDO }, ["drawn"])).toEqual([]);
  expect(await walk(page, ["waiting/loading-login"], {}, ["drawn"])).not.toEqual([]);
});

/** Faults, and the check that has to see each. */
const FAULTS: [string, Check, string][] = [
  ["grey on white", "axe", "[data-part=title] { color: #aaa !important }"],
  ["a card that is too wide", "fits", "[data-part=card] { min-inline-size: 330px }"],
  [
    "a title that is cut",
    "fits",
    "[data-part=title] { overflow: hidden; white-space: nowrap; inline-size: 3rem }",
  ],
  ["a button that is too flat", "targets", "[data-part=button] { block-size: 20px !important; min-block-size: 0 !important; padding: 0 !important }"],
];

for (const [name, check, style] of FAULTS) {
  test(`the check ${check} sees ${name}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 800 });
    await openFrame(page);
    expect(await walk(page, ["form/sign-in"], { scheme: "light" }, [check])).toEqual([]);
    await page.addStyleTag({ content: style });
    expect(await walk(page, ["form/sign-in"], { scheme: "light" }, [check])).not.toEqual([]);
  });
}

const HASH = "#/form/sign-in?scheme=dark&lang=de&dir=rtl&width=390&zoom=200";

test("an address names a screen and how it is shown", async ({ page }) => {
  await page.goto(url("index.html", HASH));
  const frame = page.frameLocator("#frame");
  await expect(frame.getByRole("heading", { level: 1 })).toHaveText("Anmelden");
  await expect(frame.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page.locator("#frame")).toHaveCSS("width", "390px");
  await expect(page.getByRole("combobox", { name: "Colours" })).toHaveValue("dark");
  await page.getByRole("combobox", { name: "Language" }).selectOption("en");
  await expect(frame.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await page.getByRole("searchbox").fill("stop cookie");
  await page.getByRole("link", { name: "cookie-lost" }).click();
  await expect(page).toHaveURL(/#\/stop\/cookie-lost\?/);
  await expect(frame.getByRole("heading", { level: 1 })).toHaveText("The browser forgot the sign-in");
  const overview = new AxeBuilder({ page }).exclude("#frame").options({ preload: false });
  expect((await overview.analyze()).violations).toEqual([]);
});
