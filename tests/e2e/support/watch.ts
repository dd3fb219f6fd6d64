import type { BrowserContext, CDPSession, ConsoleMessage, Page, Request } from "@playwright/test";

/** A problem that a test must not cause unless it is expected. */
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
 * Chromium logs an error for every answer of 400 and above, and Kratos uses these statuses for steps and
 * refusals. Such a line about Kratos' API is ignored. The same line about another URL (a file of the
 * site), with another status (5xx), or for a missing answer is a finding.
 */
const STEPS = [400, 401, 403, 404, 410, 422];
const KRATOS_PATHS = /^(\/auth)?\/(self-service\/|\.propylon\/oauth2\/|sessions(\/whoami)?$)/;

/** Reports problems of a context's pages that are invisible to people. */
export class Watch {
  readonly findings: Finding[] = [];
  private readonly expected: { pattern: RegExp; met: boolean }[] = [];
  private readonly allowed: RegExp[] = [];
  private readonly attached: Promise<unknown>[] = [];

  /** Expects a finding in this test. State the reason in a comment. */
  expect(pattern: RegExp): void {
    this.expected.push({ pattern, met: false });
  }

  /** Allows a finding that depends on timing. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  /** Starts listening. */
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

  /** Waits until it listens to every page. */
  async ready(): Promise<void> {
    await Promise.all(this.attached);
  }

  /** Unexpected findings, and expected ones that are missing. */
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

  /** Uses the browser's protocol: Playwright doesn't show preflight requests. */
  private async page(context: BrowserContext, page: Page): Promise<void> {
    let session: CDPSession;
    try {
      session = await context.newCDPSession(page);
    } catch (error) {
      // Axe opens a page and closes it at once.
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
