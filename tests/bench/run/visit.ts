import type { BrowserContext, CDPSession, Page } from "playwright-core";
import type { Machine } from "./scenarios";
import { type Seen, type Wanted, watch } from "./watch";

/** One load of a page. */
export interface Visit extends Seen {
  /** Bytes transferred, including response headers. */
  bytes: number;
  /** Bytes of the JavaScript heap after a garbage collection. */
  heap: number;
  /** Bytes of WebAssembly memory, which isn't part of the heap. */
  wasm: number;
}

/** The time limit for a page, after which the run fails. */
const LIMIT = 60_000;

/** tsx wraps functions in calls of this helper, which pages don't have. */
const HELPER = "globalThis.__name = (named) => named;";

/** Loads `url` in a new tab, and calls `look` before closing it. */
export async function visit(
  context: BrowserContext,
  url: string,
  wanted: Wanted,
  machine?: Machine,
  look?: (page: Page) => Promise<void>,
): Promise<Visit> {
  const page = await context.newPage();
  try {
    const session = await context.newCDPSession(page);
    const bytes = await counted(session);
    if (machine) await slow(session, machine);
    await page.addInitScript(`${HELPER} (${watch})(${JSON.stringify(wanted)})`);
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(url, { waitUntil: "commit", timeout: LIMIT });
    const seen = await within(page.evaluate(() => window.bench), () => `${url} is not usable: ${complaints.join(", ")}`);
    // Half a second without requests: everything is loaded and cached.
    await page.waitForLoadState("networkidle", { timeout: LIMIT });
    await look?.(page);
    return { ...seen, bytes: bytes(), ...(await memory(session)) };
  } finally {
    await page.close();
  }
}

/** Starts counting the bytes transferred. */
async function counted(session: CDPSession): Promise<() => number> {
  let sum = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    sum += encodedDataLength;
  });
  await session.send("Network.enable");
  return () => sum;
}

async function slow(session: CDPSession, { down, up, latency, slowdown }: Machine): Promise<void> {
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency,
    downloadThroughput: down / 8,
    uploadThroughput: up / 8,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
}

async function memory(session: CDPSession): Promise<{ heap: number; wasm: number }> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { result } = await session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: result.objectId as string });
  const sum = await session.send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration: "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }",
    returnByValue: true,
  });
  return { heap: usedSize, wasm: sum.result.value };
}

async function within<T>(work: Promise<T>, why: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(why())), LIMIT);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
