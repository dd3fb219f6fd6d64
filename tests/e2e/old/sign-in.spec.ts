import type { Page } from "@playwright/test";
import { PASSWORD, TITLE } from "../support/screens";
import { expect, test } from "../support/test";

/** This version warns about features of the permissions policy that it doesn't know. */
const UNKNOWN = /Unrecognized feature: 'publickey-credentials-create'/;

test("a person signs in by password after a wrong one, on a page with its styles", async ({
  page,
  stack,
  address,
  watch,
}, info) => {
  watch.allow(UNKNOWN);
  await stack.admit(address);
  await page.goto("/login");
  await titled(page, "login");
  expect(await style(page, CARD)).toMatchObject({
    "background-color": WHITE,
    "border-top-style": "solid",
    "padding-top": "36px",
  });
  expect(await style(page, PRIMARY)).toMatchObject({ "background-color": "rgb(29, 78, 216)", color: WHITE });

  await enter(page, "identifier", address);
  await enter(page, "password", "not the password");
  await page.keyboard.press("Enter");
  await there(page, NOTICE);
  expect(await style(page, NOTICE)).toMatchObject({ "border-top-color": "rgb(179, 38, 30)" });
  // Without a mask, an icon is a box.
  expect(await style(page, NOTICE, "::before")).toMatchObject({
    "-webkit-mask-image": expect.stringContaining("svg"),
    transform: expect.stringMatching(/^matrix\(-1, /),
  });
  await info.attach("light", { body: await page.screenshot(), contentType: "image/png" });

  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  expect(await style(page, CARD)).toMatchObject({ "background-color": "rgb(22, 25, 31)" });
  expect(await style(page, PRIMARY)).toMatchObject({ "background-color": "rgb(143, 176, 255)" });
  await info.attach("dark", { body: await page.screenshot(), contentType: "image/png" });

  await enter(page, "password", PASSWORD);
  await page.keyboard.press("Enter");
  await titled(page, "home");
});

test("a passkey can be added where the permissions policy doesn't know that feature yet", async ({
  page,
  stack,
  address,
  watch,
}) => {
  watch.allow(UNKNOWN);
  await stack.admit(address);
  await page.goto("/login");
  await titled(page, "login");
  await enter(page, "identifier", address);
  await enter(page, "password", PASSWORD);
  await page.keyboard.press("Enter");
  await titled(page, "home");
  await page.goto("/settings");
  await titled(page, "settings");
  await there(page, 'button[name="passkey_register_trigger"]:enabled');
});

const CARD = "[data-part=card]";
const NOTICE = "[data-part=notice][data-tone=error]";
const PRIMARY = "button[data-kind=primary]";
const WHITE = "rgb(255, 255, 255)";

// Playwright's own ways to wait and to fill need a newer browser.

async function there(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((selector) => document.querySelector(selector) !== null, selector);
}

async function titled(page: Page, title: keyof typeof TITLE): Promise<void> {
  const isTitle = (title: string) => document.querySelector("h1")?.textContent === title;
  await page.waitForFunction(isTitle, TITLE[title]);
}

async function enter(page: Page, name: string, text: string): Promise<void> {
  await page.focus(`input[name="${name}"]`);
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}

/** The computed style of the first such element. */
async function style(page: Page, selector: string, pseudo?: string): Promise<Record<string, string>> {
  return page.evaluate(
    ([selector, pseudo]) => {
      const element = document.querySelector(selector);
      if (!element) throw new Error(`there is no ${selector}`);
      const computed = getComputedStyle(element, pseudo);
      return Object.fromEntries([...computed].map((name) => [name, computed.getPropertyValue(name)]));
    },
    [selector, pseudo] as const,
  );
}
