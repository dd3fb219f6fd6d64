import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "@playwright/test";

/** The visible state of a page. */
export interface Sight {
  path: string;
  heading: string;
  /** The lead, the notices, and the fields' messages. */
  sentences: string[];
  /** The texts of enabled buttons and links. */
  ways: string[];
  /** Whether the page shows that a request is in progress. */
  waits: boolean;
  /** Whether a request is in progress, shown or not. */
  busy: boolean;
  /** The document's requests that change something. */
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

/** Prepares a page for `look`, starting with its next document. */
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
      // A request whose body was read can't be sent any more.
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
      // After an answer, the step before still stands for a frame or more.
      const isTurning = "turns" in document.documentElement.dataset;
      const isOpen = (element: Element) =>
        !element.matches(":disabled, form[aria-busy=true] button, [data-part=reveal]");
      return {
        path: location.pathname,
        heading,
        sentences: said(
          "[data-part=lead], [data-part=notice] > p, [data-part=notice] > small, [data-part=message]",
        ),
        ways: all("main button, main a[href]").filter(isOpen).map(words).filter(Boolean),
        waits,
        busy: waits || probe.pending > 0 || probe.leaving || isTurning || heading === "",
        sent: [...probe.sent],
      };
    };
  });
}

/** The current state; undefined between two documents. */
export async function look(page: Page): Promise<Sight | undefined> {
  try {
    return await page.evaluate(() => window.propylonLook?.());
  } catch {
    return undefined;
  }
}

/** Waits until no request is in progress, at most `limit` milliseconds, and returns the state.
 * `waiting` is called with intermediate states. */
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
