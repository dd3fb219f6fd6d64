/** What the page observed itself. Times are in milliseconds since the navigation started. */
export interface Seen {
  /** When all fields and a button were visible and enabled. */
  usable: number;
  firstPaint: number;
  resources: Resource[];
}

/** A request of the page. */
export interface Resource {
  name: string;
  /** When the request was sent. */
  start: number;
  /** When the first byte of the response arrived. */
  answer: number;
  /** When the last byte arrived. */
  end: number;
}

declare global {
  interface Window {
    bench: Promise<Seen>;
  }
}

/** The fields that must be visible, and their number. */
export interface Wanted {
  selector: string;
  count: number;
}

/**
 * Runs in the page before its own scripts. Waits until the wanted fields and a button are in the
 * document, enabled and painted. The page is not polled from outside.
 */
export function watch({ selector, count }: Wanted): void {
  const there = (): [HTMLInputElement, HTMLButtonElement] | undefined => {
    const inputs = document.querySelectorAll<HTMLInputElement>(`${selector}:enabled`);
    const last = inputs.length >= count ? inputs[inputs.length - 1] : undefined;
    const button = last?.form?.querySelector<HTMLButtonElement>("button:not([type=button]):enabled");
    return last && button ? [last, button] : undefined;
  };
  const isShown = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.getBoundingClientRect().height > 0;

  const usable = new Promise<number>((done) => {
    const frame = () => {
      // Forces the layout that this frame would do anyway.
      if (!there()?.every(isShown)) return void requestAnimationFrame(frame);
      // The next task runs after the frame is painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(undefined);
    };
    const observer = new MutationObserver(() => {
      if (!there()) return;
      observer.disconnect();
      requestAnimationFrame(frame);
    });
    observer.observe(document, { subtree: true, childList: true, attributeFilter: ["disabled", "name"] });
  });
  const firstPaint = new Promise<number>((done) => {
    new PerformanceObserver((list) => {
      const entry = list.getEntriesByName("first-contentful-paint")[0];
      if (entry) done(entry.startTime);
    }).observe({ type: "paint", buffered: true });
  });
  window.bench = Promise.all([usable, firstPaint]).then(([usable, firstPaint]) => {
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const resources = (entries as PerformanceResourceTiming[]).map(({ name, startTime, responseStart, responseEnd }) => ({
      name: new URL(name).pathname,
      start: startTime,
      answer: responseStart,
      end: responseEnd,
    }));
    return { usable, firstPaint, resources };
  });
}
