import AxeBuilder from "@axe-core/playwright";
import { type Page, expect, test } from "@playwright/test";
import { type Check, type View, openFrame, url, walk } from "./open";

/** The gallery's language whose texts are longer than any; see gallery/build/pseudo.rs. */
const PSEUDO = "en-XA";

interface Walk {
  view: View;
  checks: Check[];
  width?: number;
  height?: number;
  media?: Parameters<Page["emulateMedia"]>[0];
}

const WALKS: Record<string, Walk> = {
  "in light colours": { view: { scheme: "light" }, checks: ["axe", "targets", "frames", "colours", "names"] },
  "in dark colours": { view: { scheme: "dark" }, checks: ["axe", "frames"] },
  "by keyboard": { view: { scheme: "light" }, checks: ["rings", "order", "paste", "purpose"] },
  "by keyboard in dark colours": { view: { scheme: "dark" }, checks: ["rings"] },
  "by keyboard from right to left": { view: { lang: "ar" }, checks: ["order"] },
  "by keyboard in forced colours": { view: {}, checks: ["rings"], media: { forcedColors: "active" } },
  // 1280 × 1024 pixels at 400 %.
  "by keyboard at 400 %": { view: {}, checks: ["rings", "order", "obscured"], width: 320, height: 256 },
  "with more contrast in light colours": {
    view: { scheme: "light" },
    checks: ["more"],
    media: { contrast: "more", colorScheme: "light" },
  },
  "with more contrast in dark colours": {
    view: { scheme: "dark" },
    checks: ["more"],
    media: { contrast: "more", colorScheme: "dark" },
  },
  "in forced colours": { view: {}, checks: ["axe", "colours"], media: { forcedColors: "active" } },
  "from right to left": { view: { lang: "ar" }, checks: ["axe", "fits"], width: 320 },
  "in 320 pixels": { view: {}, checks: ["fits", "targets", "overlaps", "spacing"], width: 320 },
  "in 320 pixels with longer texts": { view: { lang: PSEUDO }, checks: ["fits", "overlaps"], width: 320 },
  "in 320 pixels with larger letters": { view: { zoom: "200" }, checks: ["fits", "overlaps"], width: 320 },
  "in 1280 pixels with larger letters": { view: { zoom: "200" }, checks: ["fits", "overlaps", "spacing"] },
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

for (const [name, { view, checks, width = 1280, height = 800, media }] of Object.entries(WALKS)) {
  test(`every screen ${name}: ${checks.join(", ")}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce", ...media });
    await page.setViewportSize({ width, height });
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

/** Faults, the check that has to see each, and a screen that has what it is about. */
const FAULTS: [string, Check, string, string?][] = [
  ["grey on white", "axe", "[data-part=title] { color: #aaa !important }"],
  [
    "a button that is dim while the form waits",
    "axe",
    "[aria-busy=true] button:not([aria-busy]) { opacity: .5 !important }",
    "waiting/submit",
  ],
  ["a card that is too wide", "fits", "[data-part=card] { min-inline-size: 330px }"],
  [
    "a title that is cut",
    "fits",
    "[data-part=title] { overflow: hidden; white-space: nowrap; inline-size: 3rem }",
  ],
  ["a button that is too flat", "targets", "[data-part=button] { block-size: 20px !important; min-block-size: 0 !important; padding: 0 !important }"],
  ["no ring", "rings", ":focus-visible { outline: none !important }"],
  ["a faint ring", "rings", ":focus-visible { outline-color: #ddd !important }"],
  ["a ring of boxes that only changes its colour", "rings", "[data-part=code] { --thick: 1px !important }", "waiting/next-code"],
  ["a form upside down", "order", "[data-part=form] { display: flex !important; flex-direction: column-reverse }"],
  ["a bar over the form", "obscured", "body::after { content: ''; position: fixed; inset: 0; background: #fff }"],
  ["a title over the form", "overlaps", "[data-part=title] { position: relative; inset-block-start: 4rem }"],
  ["a line of a fixed height", "spacing", "[data-part=label] { block-size: 1em; overflow: hidden; line-height: 1em }"],
  ["a faint frame", "frames", "[data-part=input] { border-color: #ddd !important }"],
  ["an error in a colour only", "colours", "[data-part=message]::before { display: none !important }", "form/empty"],
  ["a wrong field in a colour only", "colours", "[aria-invalid] { box-shadow: none !important }", "form/empty"],
  ["a page in a colour only", "colours", "[aria-current] { border: 0 !important }", "sessions/one"],
];

for (const [name, check, style, screen = "form/sign-in"] of FAULTS) {
  test(`the check ${check} sees ${name}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 800 });
    await openFrame(page);
    expect(await walk(page, [screen], { scheme: "light" }, [check])).toEqual([]);
    await page.addStyleTag({ content: style });
    expect(await walk(page, [screen], { scheme: "light" }, [check])).not.toEqual([]);
  });
}

test("the check more sees text that is less than 7:1", async ({ page }) => {
  await page.emulateMedia({ contrast: "more" });
  await openFrame(page);
  expect(await walk(page, ["form/sign-in"], { scheme: "light" }, ["more"])).toEqual([]);
  await page.emulateMedia({ contrast: "no-preference" });
  expect(await walk(page, ["form/sign-in"], { scheme: "light" }, ["more"])).not.toEqual([]);
});

test("the checks of fields see one that refuses a paste, and one without a purpose", async ({ page }) => {
  await openFrame(page);
  expect(await walk(page, ["form/sign-in"], {}, ["paste", "purpose"])).toEqual([]);
  await page.evaluate(() => {
    addEventListener("paste", (event) => event.preventDefault());
    // The next story is drawn with it.
    const { setAttribute } = Element.prototype;
    Element.prototype.setAttribute = function (name, value) {
      setAttribute.call(this, name, name === "autocomplete" ? "off" : value);
    };
  });
  const found = await walk(page, ["form/sign-in"], {}, ["paste", "purpose"]);
  expect(found.filter((it) => it.includes("refuses a paste"))).not.toEqual([]);
  expect(found.filter((it) => it.includes("autocomplete"))).not.toEqual([]);
});

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
