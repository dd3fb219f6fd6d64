import type { BrowserContext, CDPSession, ConsoleMessage, Page, Request } from "@playwright/test";

/** What a test must not cause without saying so. */
export interface Finding {
  kind: "console" | "error" | "violation" | "preflight" | "webauthn.js";
  text: string;
}

declare global {
  interface Window {
    propylonViolation?: (text: string) => void;
  }
}

/**
 * Chromium writes a line of its own to the console for every answer of 400 and above, whatever the
 * page does with it, and Kratos answers steps and refusals with these statuses. Such a line counts as
 * nothing when it is about Kratos' API. The same line about anything else (a file of the site), with
 * another status (5xx), or for no answer at all is a finding.
 */
const STEPS = [400, 401, 403, 404, 410, 422];
const KRATOS_PATHS = /^\/(self-service\/|sessions(\/whoami)?$)/;

/** Listens to every page of a context for what a person would never see and a developer should. */
export class Watch {
  readonly findings: Finding[] = [];
  private readonly expected: { pattern: RegExp; met: boolean }[] = [];
  private readonly allowed: RegExp[] = [];
  private readonly attached: Promise<unknown>[] = [];

  /** Says beforehand what will be found in this test, for a reason written there. */
  expect(pattern: RegExp): void {
    this.expected.push({ pattern, met: false });
  }

  /** Says beforehand what may be found, where it hangs on how fast the machine is. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  /** Listens from now on. */
  async attach(context: BrowserContext): Promise<void> {
    context.on("console", (message) => this.console(message));
    context.on("weberror", (error) => this.add("error", String(error.error())));
    context.on("request", (request) => this.request(request));
    context.on("page", (page) => {
      this.attached.push(this.page(context, page));
    });
    await context.exposeFunction("propylonViolation", (text: string) =>
      this.add("violation", text),
    );
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        const { violatedDirective, blockedURI, sourceFile, lineNumber, sample } = event;
        const at = `${sourceFile}:${lineNumber}`;
        window.propylonViolation?.(`${violatedDirective} ${blockedURI} at ${at} ${sample}`);
      });
    });
  }

  /** Waits until every page is listened to. */
  async ready(): Promise<void> {
    await Promise.all(this.attached);
  }

  /** What was found and not said beforehand, and what was said and not found. */
  complaints(): string[] {
    const surprises = this.findings
      .map(({ kind, text }) => `${kind}: ${text}`)
      .filter((line) => {
        const hit = this.expected.find(({ pattern }) => pattern.test(line));
        if (hit) hit.met = true;
        return !hit && !this.allowed.some((pattern) => pattern.test(line));
      });
    const missing = this.expected.filter(({ met }) => !met);
    return [...surprises, ...missing.map(({ pattern }) => `expected but not found: ${pattern}`)];
  }

  private add(kind: Finding["kind"], text: string): void {
    this.findings.push({ kind, text });
  }

  /** Playwright shows no preflight requests; the browser's own protocol does. */
  private async page(context: BrowserContext, page: Page): Promise<void> {
    let session: CDPSession;
    try {
      session = await context.newCDPSession(page);
    } catch (error) {
      // Axe opens a page of its own and closes it at once.
      if (page.isClosed()) return;
      throw error;
    }
    session.on("Network.requestWillBeSent", ({ request, type }) => {
      if (type === "Preflight" || request.method === "OPTIONS") {
        this.add("preflight", `${request.method} ${request.url}`);
      }
    });
    await session.send("Network.enable").catch((error) => {
      if (!page.isClosed()) throw error;
    });
  }

  private console(message: ConsoleMessage): void {
    if (!["error", "warning", "assert"].includes(message.type())) return;
    const { url } = message.location();
    const text = message.text();
    if (isStep(text, url)) return;
    this.add("console", `${message.type()} ${text} (${url})`);
  }

  private request(request: Request): void {
    if (request.url().endsWith("/.well-known/ory/webauthn.js")) {
      this.add("webauthn.js", request.url());
    }
  }
}

function isStep(text: string, url: string): boolean {
  const status = /^Failed to load resource: the server responded with a status of (\d+)/.exec(text);
  if (!status || !URL.canParse(url)) return false;
  return STEPS.includes(Number(status[1])) && KRATOS_PATHS.test(new URL(url).pathname);
}
