import { join } from "node:path";
import { type Page, expect, test } from "@playwright/test";
import { openFrame } from "./open";
import { RESETS } from "./resets";

interface Reset {
  name: string;
  css: string;
  isFirst: boolean;
}

declare global {
  interface Window {
    flattened(ids: string[], resets: Reset[]): Promise<string[]>;
    sheet(css: string, isFirst: boolean): HTMLStyleElement;
  }
}

/** Opens the gallery with an element of a page around its screens, and without the site's styles. */
async function openElement(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const ids = await openFrame(page);
  await page.addScriptTag({ path: join(__dirname, "boxes.js") });
  await page.evaluate(() => {
    document.querySelector("link[href$='page.css']")?.remove();
    const gate = Object.assign(document.createElement("div"), { id: "gate" });
    gate.dataset.part = "gate";
    const element = document.createElement("kratos-login");
    element.style.inlineSize = "40rem";
    element.append(gate);
    document.querySelector("main")?.replaceWith(element);
  });
  return ids;
}

const flattened = (page: Page, ids: string[], resets: Reset[]) =>
  page.evaluate(([ids, resets]) => window.flattened(ids, resets), [ids, resets] as [string[], Reset[]]);

// The styles are in a layer, and rules outside of layers override any layer: `* { padding: 0 }` of a page
// left no padding in cards, inputs and buttons, and Bootstrap underlined nothing and made labels bold.
for (const isFirst of [true, false]) {
  test(`resets ${isFirst ? "before" : "after"} our styles change nothing of an element`, async ({ page }) => {
    const ids = await openElement(page);
    const resets = Object.entries(RESETS)
      .filter(([, reset]) => isFirst || !reset.isFirst)
      .map(([name, { css }]) => ({ name, css, isFirst }));
    // A screen of each kind; the walks have the rest.
    const some = ids.filter((id) => (isFirst ? !/^brand\//.test(id) : /^(form|settings)\//.test(id)));
    const all = await flattened(page, some, resets);
    // Bootstrap and Tailwind name selects that are disabled.
    const found = all.filter((line) => !/^(Bootstrap|Tailwind).*: select .*: opacity/.test(line));
    console.log(`${some.length} screens with ${resets.length} resets: ${found.length} differences`);
    expect([...new Set(found.map((line) => line.replace(/, [^:]*:/, ":")))].slice(0, 40)).toEqual([]);
  });
}

test("a reset in a layer changes nothing where the page names the order of layers", async ({ page }) => {
  await openElement(page);
  await page.evaluate(() => window.sheet("@layer theme, base, kratos, components, utilities;", true));
  const { css } = RESETS["Tailwind 4"];
  expect(await flattened(page, ["form/fields-with-errors"], [{ name: "Tailwind 4", css, isFirst: false }])).toEqual([]);
});

test("the comparison sees a reset that is meant: it names a part", async ({ page }) => {
  await openElement(page);
  const meant = (css: string) => flattened(page, ["form/sign-in"], [{ name: "meant", css, isFirst: true }]);
  expect(await meant("[data-part=card] { padding: 0 }")).not.toEqual([]);
  expect(await meant("[data-part=button] { border-radius: 3px }")).not.toEqual([]);
  expect(await meant("label.x, .nothing { color: red }")).toEqual([]);
});

test("properties and rules of a page reach the parts, with a reset before and after", async ({ page }) => {
  await openElement(page);
  await page.evaluate((css) => {
    window.sheet(css, true);
    window.sheet(css, false);
    window.sheet(
      `:root { --kratos-accent: rgb(1, 2, 3) } kratos-login { --kratos-radius: 7px }
       [data-part=title] { color: rgb(4, 5, 6) } [data-part=button][data-kind=primary] { text-transform: uppercase }
       [data-part=input] { padding: 9px }`,
      false,
    );
    return window.gallery.show("form/sign-in", {});
  }, RESETS["a WordPress theme"].css);
  const primary = page.locator("[data-part=button][data-kind=primary]");
  await expect(primary).toHaveCSS("background-color", "rgb(1, 2, 3)");
  await expect(primary).toHaveCSS("border-radius", "7px");
  await expect(primary).toHaveCSS("text-transform", "uppercase");
  await expect(page.locator("[data-part=title]")).toHaveCSS("color", "rgb(4, 5, 6)");
  await expect(page.locator("[data-part=input]").first()).toHaveCSS("padding", "9px");
});
