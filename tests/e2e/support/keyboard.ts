import { type Locator, type Page, expect } from "@playwright/test";

/** A person who uses only the keyboard. Every stop of the focus must be seen. */
export class Keyboard {
  private presses = 0;

  private constructor(private readonly page: Page) {}

  /** Uses the keyboard of `page`, before it is opened. */
  static async of(page: Page): Promise<Keyboard> {
    const keyboard = new Keyboard(page);
    // Lines grow in a moment, which the look at them would not wait for.
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.exposeFunction("propylonPointed", () => {
      keyboard.presses += 1;
    });
    await page.addInitScript(() => {
      const pointed = (window as unknown as { propylonPointed: () => void }).propylonPointed;
      addEventListener("pointerdown", () => pointed(), true);
    });
    return keyboard;
  }

  /** How often the mouse was used. */
  pointed(): number {
    return this.presses;
  }

  /** Moves the focus to a control, forwards or else backwards, as few people would go round. */
  async reach(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await expect(target).toBeVisible();
    for (let stops = 0; stops < 60; stops += 1) {
      if (await target.evaluate((it) => it === document.activeElement)) return this.seen();
      await this.page.keyboard.press(key);
    }
    throw new Error(`the focus never came to ${target}`);
  }

  /** Moves to a button or link and presses it. */
  async press(target: Locator, key: "Enter" | "Space" = "Enter"): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.press(key);
  }

  /** Moves to a field and replaces its value. */
  async type(target: Locator, text: string): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.type(text);
  }

  /** Goes round the page once. Everything that can be pressed or filled in is reached once, in the order
   * in which it stands, and the focus leaves the page at its end. */
  async round(): Promise<number> {
    // The page puts the focus where it begins, and loads some controls, after it is drawn.
    await this.page.waitForFunction(() => {
      const loaded = [...document.querySelectorAll("[data-control=scheme]")].every((it) => it.firstElementChild);
      return loaded && document.activeElement !== document.body;
    });
    await this.page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
      // Where the focus starts.
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
    });
    const reached: number[] = [];
    for (let stops = 0; stops < 90; stops += 1) {
      await this.page.keyboard.press("Tab");
      const at = await this.page.evaluate(() => {
        const stops = [...document.querySelectorAll("a[href], button, input, select, summary, iframe")];
        return document.activeElement === document.body ? -1 : stops.indexOf(document.activeElement as Element);
      });
      if (at === -1) break;
      await this.seen();
      reached.push(at);
    }
    const all = await this.page.evaluate(() => {
      const stops = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, summary, iframe")];
      const isStop = (it: HTMLElement) =>
        it.tabIndex >= 0 && !it.matches(":disabled") && it.checkVisibility({ visibilityProperty: true });
      return stops.flatMap((it, at) => (isStop(it) ? [at] : []));
    });
    expect(reached, "what the Tab key reaches").toEqual(all);
    return reached.length;
  }

  /** What has the focus is on screen, with a line around it. */
  async seen(): Promise<void> {
    const problem = await this.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "nothing has the focus";
      const { outlineStyle, outlineWidth, backgroundSize } = getComputedStyle(element);
      const hasOutline = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
      // The boxes of a code get thicker.
      const hasFrame = element.matches("[data-length]") && /\b3px/.test(backgroundSize);
      const { top, bottom, left, right } = element.getBoundingClientRect();
      const isInView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
      const what = element.outerHTML.slice(0, 120);
      if (!isInView) return `not on screen: ${what}`;
      return hasOutline || hasFrame ? "" : `no ring: ${what}`;
    });
    expect(problem).toBe("");
  }
}
