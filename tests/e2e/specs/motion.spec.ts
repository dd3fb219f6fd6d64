import type { Page } from "@playwright/test";
import { signIn } from "../support/people";
import { at, button, field, message } from "../support/screens";
import { expect, test } from "../support/test";

declare global {
  interface Window {
    turns: number;
  }
}

/** Counts the transitions of the view, and makes them last. */
async function watchTurns(page: Page, seconds = 1): Promise<void> {
  await page.addInitScript(() => {
    window.turns = 0;
    const start = document.startViewTransition;
    document.startViewTransition = function (...change) {
      window.turns += 1;
      return start.apply(this, change);
    };
  });
  await page.addInitScript((seconds) => {
    addEventListener("DOMContentLoaded", () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`::view-transition-old(kratos-card) { animation-duration: ${seconds}s }`);
      document.adoptedStyleSheets = [sheet];
    });
  }, seconds);
}

const turns = (page: Page) => page.evaluate(() => window.turns);
const running = (page: Page) =>
  page.evaluate(() => document.getAnimations().filter(({ effect }) => String((effect as KeyframeEffect).pseudoElement).includes("view-transition")).length);

async function askForCode(page: Page, address: string): Promise<void> {
  await page.goto("/login");
  await at(page, "login");
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
}

test("a step fades, the focus goes on, and the next field takes what is typed meanwhile", async ({
  page,
  stack,
  mail,
  address,
}) => {
  await stack.admit(address);
  await watchTurns(page, 5);
  await askForCode(page, address);
  expect(await turns(page)).toBe(1);
  expect(await running(page)).toBeGreaterThan(0);
  const code = field(page, "code");
  await expect(code).toBeFocused();
  // Pressed by the pointer while the last step fades.
  const box = await code.boundingBox();
  await page.mouse.click((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
  await page.keyboard.type("12");
  await expect(code).toHaveValue("12");
  expect(await running(page)).toBeGreaterThan(0);
  await code.fill(await mail.code(address, "login"));
  await at(page, "home");
});

test("a button can be pressed while the last step fades", async ({ page, stack, address }) => {
  await stack.admit(address);
  await watchTurns(page, 3);
  await askForCode(page, address);
  expect(await running(page)).toBeGreaterThan(0);
  const back = page.getByRole("link", { name: "Use another address" });
  const box = await back.boundingBox();
  await page.mouse.click((box?.x ?? 0) + 9, (box?.y ?? 0) + 9);
  await at(page, "login");
});

test("two steps at once end with the second", async ({ page, stack, address }) => {
  await stack.admit(address);
  await watchTurns(page);
  await askForCode(page, address);
  await page.evaluate(() => {
    // The second begins before the first is shown.
    history.back();
    addEventListener("popstate", () => document.startViewTransition(() => {}), { once: true });
  });
  await at(page, "login");
  await page.evaluate(() => new Promise((done) => setTimeout(done, 700)));
  await at(page, "login");
  await expect(field(page, "identifier")).toHaveValue(address);
  await button(page, "method", "code").click();
  await at(page, "code");
});

test("an error in a form is no step: nothing fades, and what was typed stays", async ({
  page,
  stack,
  address,
}) => {
  await stack.admit(address);
  await watchTurns(page);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await field(page, "password").fill("not the password");
  await button(page, "method", "password").click();
  await expect(message(page, 4000006)).toBeVisible();
  expect(await turns(page)).toBe(0);
  await expect(field(page, "identifier")).toHaveValue(address);
});

test("nothing fades for people who asked for less motion, and the first screen never", async ({
  page,
  stack,
  address,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await stack.admit(address);
  await watchTurns(page);
  await askForCode(page, address);
  expect(await turns(page)).toBe(0);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  await signIn(page.context(), stack, address);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.goto("/settings");
  await at(page, "settings");
  expect(await turns(page)).toBe(0);
});

test("a browser that draws no frame shows the next step all the same", async ({ page, stack, address }) => {
  await stack.admit(address);
  await page.addInitScript(() => {
    // A transition that waits for a frame, until it is skipped.
    document.startViewTransition = (change) => {
      const { resolve, promise } = Promise.withResolvers<void>();
      const skipTransition = () => resolve(Promise.resolve((change as () => void)?.()));
      const ready = promise.then(() => Promise.reject(new DOMException("skipped", "AbortError")));
      return { ready, finished: promise, updateCallbackDone: promise, skipTransition } as unknown as ViewTransition;
    };
  });
  await askForCode(page, address);
});
