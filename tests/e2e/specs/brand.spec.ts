import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { signIn } from "../support/people";
import { at } from "../support/screens";
import { expect, test } from "../support/test";

const NAME = "Ada’s notes";
const LINKS = { Terms: "/terms", Privacy: "/privacy" };

const configure = (page: Page, brand: object) =>
  page.route("**/config.json", (route) => route.fulfill({ json: { brand } }));

/** A picture on which nothing can be read. */
const HARD = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M0 0h10v10H0zm10 10h10v10H10z"/><path fill="#fff" d="M10 0h10v10H10zM0 10h10v10H0z"/></svg>`;

const drawPictures = (page: Page) =>
  page.route(/\/(paper|night)\.svg$/, (route) => route.fulfill({ body: HARD, contentType: "image/svg+xml" }));

test("a logo for each scheme: only the one for this scheme is loaded", async ({ page }) => {
  await drawPictures(page);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await configure(page, { name: NAME, logo: { light: "/paper.svg", dark: "/night.svg" } });
  for (const [colorScheme, mine, other] of [
    ["light", "/paper.svg", "/night.svg"],
    ["dark", "/night.svg", "/paper.svg"],
  ] as const) {
    asked.length = 0;
    await page.emulateMedia({ colorScheme });
    await page.goto("/login");
    await at(page, "login");
    const logo = page.locator("[data-part=brand] img");
    await expect.poll(() => logo.evaluate((image: HTMLImageElement) => image.currentSrc)).toMatch(mine);
    await expect(logo).toHaveCSS("height", "32px");
    expect(asked).toContain(mine);
    expect(asked).not.toContain(other);
  }
});

// Both followed the system alone: in dark colours that were chosen in the account, the logo and the picture were
// the light ones.
test("the logo and the background are those for the scheme that was chosen", async ({ page, stack, address }) => {
  await drawPictures(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  const pictures = { light: "/paper.svg", dark: "/night.svg" };
  await configure(page, { name: NAME, logo: pictures, background: pictures });
  await stack.admit(address);
  await signIn(page.context(), stack, address);
  await page.goto("/settings");
  await at(page, "settings");
  const logo = page.locator("[data-part=brand] img");
  const source = () => logo.evaluate((image: HTMLImageElement) => image.currentSrc);
  const choice = page.getByRole("combobox", { name: "Appearance" });
  await choice.selectOption("Dark");
  await expect.poll(source).toMatch("night.svg");
  expect(await background(page)).toContain("night.svg");
  await page.reload();
  await at(page, "settings");
  await expect.poll(source).toMatch("night.svg");
  expect(await background(page)).toContain("night.svg");
  await page.emulateMedia({ colorScheme: "dark" });
  await choice.selectOption("Light");
  await expect.poll(source).toMatch("paper.svg");
  expect(await background(page)).toContain("paper.svg");
  await choice.selectOption("Same as this device");
  await expect.poll(source).toMatch("night.svg");
  expect(await background(page)).toContain("night.svg");
});

test("a logo and a background that do not load leave the name", async ({ page, watch }) => {
  watch.expect(/status of 404 .*nothing\.svg/);
  watch.expect(/warning propylon: .*nothing\.svg could not be loaded/);
  await page.route("**/nothing.svg", (route) => route.fulfill({ status: 404 }));
  await configure(page, { name: NAME, logo: "/nothing.svg", background: "/nothing.svg" });
  await page.goto("/login");
  await at(page, "login");
  await expect(page.locator("[data-part=brand] img")).toHaveCount(0);
  const brand = page.locator("[data-part=brand]");
  await expect(brand).toHaveText(NAME);
  await expect(brand.locator("span")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const path of ["/login", "/settings", "/sessions", "/verification"]) {
    test(`everything on a background can be read: ${path} in ${colorScheme} colours`, async ({
      page,
      stack,
      address,
    }) => {
      await drawPictures(page);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width: 1280, height: 900 });
      await configure(page, { name: NAME, links: LINKS, background: { light: "/paper.svg", dark: "/night.svg" } });
      if (path.startsWith("/se")) {
        await stack.admit(address);
        await signIn(page.context(), stack, address);
      }
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("[data-part=skeleton]")).toHaveCount(0);
      expect(await background(page)).toContain(colorScheme === "light" ? "paper.svg" : "night.svg");
      expect(await bare(page)).toEqual([]);
      const { violations, incomplete } = await new AxeBuilder({ page }).withRules(["color-contrast"]).analyze();
      expect(violations).toEqual([]);
      // The arrow of a select is a picture, on a surface of its own.
      const unsure = incomplete.flatMap(({ nodes }) => nodes.map(({ html, any }) => `${html} ${any[0]?.message}`));
      expect(unsure.filter((line) => !/^<select/.test(line) && /background image|pseudo/.test(line))).toEqual([]);
    });
  }
}

test("there is no picture for more contrast, for forced colours, and on a small screen", async ({ page }) => {
  await drawPictures(page);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await configure(page, { name: NAME, background: "/paper.svg" });
  for (const [media, width] of [
    [{ contrast: "more" }, 1280],
    [{ contrast: null, forcedColors: "active" }, 1280],
    [{ contrast: null, forcedColors: null }, 320],
  ] as const) {
    // In between, a page with the last settings and the next size would show it.
    await page.goto("about:blank");
    await page.emulateMedia(media);
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/login");
    await at(page, "login");
    expect(await background(page)).toBe("none");
  }
  expect(asked).not.toContain("/paper.svg");
});

/** The picture behind the page. */
const background = (page: Page) =>
  page.evaluate(() => {
    const { content, backgroundImage } = getComputedStyle(document.body, "::before");
    return content === "none" ? "none" : backgroundImage;
  });

/** Texts with no surface between them and the page's background. */
const bare = (page: Page) =>
  page.evaluate(() => {
    const isOpaque = (element: Element) => /^rgb\(/.test(getComputedStyle(element).backgroundColor);
    const texts = document.createTreeWalker(document.querySelector("#gate") as Element, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (texts.nextNode()) {
      const { parentElement: parent, textContent: text } = texts.currentNode;
      let around = parent;
      while (around && around.id !== "gate" && !isOpaque(around)) around = around.parentElement;
      if (parent?.checkVisibility() && text?.trim() && around?.id === "gate") found.push(text);
    }
    return found;
  });
