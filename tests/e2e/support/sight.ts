import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "@playwright/test";

/** What is on screen, as a person would tell it. */
export interface Sight {
  path: string;
  heading: string;
  /** The sentence below the heading, the notices, and what is said about fields. */
  sentences: string[];
  /** What can be pressed, by its words. */
  ways: string[];
  /** Whether the page says that something is under way. */
  waits: boolean;
  /** Whether something is under way, said or not. */
  busy: boolean;
  /** The requests that change something, since the document began. */
  sent: string[];
}

interface Probe {
  pending: number;
  sent: string[];
  leaving: boolean;
}

declare global {
  interface Window {
    propylonProbe?: Probe;
    propylonLook?: () => Sight;
  }
}

/** Lets a page be looked at, from its next document on. */
export async function observe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const probe: Probe = { pending: 0, sent: [], leaving: false };
    const { fetch } = window;
    window.propylonProbe = probe;
    const underWay = <T>(promise: Promise<T>) => {
      probe.pending += 1;
      const over = () => {
        probe.pending -= 1;
      };
      promise.then(over, over);
      return promise;
    };
    window.fetch = (input, init) => {
      // A request whose body is taken can't be sent any more.
      const { url, method } = input instanceof Request ? input : new Request(input, init);
      const { pathname } = new URL(url);
      if (method !== "GET" || pathname === "/self-service/logout/browser") {
        probe.sent.push(`${method} ${pathname}`);
      }
      return underWay(fetch(input, init)).then((answer) => {
        const text = answer.text.bind(answer);
        answer.text = () => underWay(text());
        return answer;
      });
    };
    navigation.addEventListener("navigate", ({ destination: { url, sameDocument } }) => {
      if (!sameDocument && /^https?:/.test(url)) probe.leaving = true;
    });
    window.propylonLook = () => {
      const all = (selector: string) =>
        [...document.querySelectorAll<HTMLElement>(selector)].filter((element) =>
          element.checkVisibility({ visibilityProperty: true }),
        );
      const words = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ").trim();
      const said = (selector: string) => all(selector).map(words).filter(Boolean);
      const [heading = ""] = said("h1");
      const live = said("[data-part=live]").length > 0;
      const waits = live || all("[aria-busy=true], [data-part=skeleton]").length > 0;
      const isOpen = (element: Element) =>
        !element.matches(":disabled, [aria-disabled=true], [data-part=reveal]");
      return {
        path: location.pathname,
        heading,
        sentences: said(
          "[data-part=lead], [data-part=notice] > p, [data-part=notice] > small, [data-part=message]",
        ),
        ways: all("main button, main a[href]").filter(isOpen).map(words).filter(Boolean),
        waits,
        busy: waits || probe.pending > 0 || probe.leaving || heading === "",
        sent: [...probe.sent],
      };
    };
  });
}

/** What is on screen now; nothing between two documents. */
export async function look(page: Page): Promise<Sight | undefined> {
  try {
    return await page.evaluate(() => window.propylonLook?.());
  } catch {
    return undefined;
  }
}

/** Waits until nothing is under way any more, at most `limit` milliseconds: what is on screen then.
 * `waiting` is told of what is seen meanwhile. */
export async function rest(
  page: Page,
  limit: number,
  waiting?: (sight: Sight) => Promise<void>,
): Promise<Sight | undefined> {
  const end = Date.now() + limit;
  let before: string | undefined;
  for (;;) {
    const sight = await look(page);
    if (sight?.busy === false) {
      const now = JSON.stringify(sight);
      if (now === before) return sight;
      before = now;
    } else {
      before = undefined;
      if (sight) await waiting?.(sight);
    }
    if (Date.now() > end) return sight;
    await pause(before === undefined ? 25 : 10);
  }
}
