/** What the page itself has seen. Times are milliseconds since its navigation began. */
export interface Seen {
  /** All fields and a button can be seen and used. */
  usable: number;
  firstPaint: number;
  resources: Resource[];
}

/** A request of the page. */
export interface Resource {
  name: string;
  /** It was asked for. */
  start: number;
  /** The first byte of the answer came. */
  answer: number;
  /** The last one came. */
  end: number;
}

declare global {
  interface Window {
    bench: Promise<Seen>;
  }
}

/** The fields that a person has to see, all of them. */
export interface Wanted {
  selector: string;
  count: number;
}

/**
 * Runs in the page before its own scripts, and waits until the wanted fields and a button are in the
 * document, not disabled, and shown by a frame. Nothing asks from outside meanwhile.
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
      // The frame's own layout, done here a moment earlier.
      if (!there()?.every(isShown)) return void requestAnimationFrame(frame);
      // The next task comes after the frame is drawn.
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
