import type { BrowserContext, CDPSession, Page } from "@playwright/test";
import {
  type Answer,
  type Asked,
  Dice,
  askedFor,
  mutated,
  recordings,
} from "../support/mutations";
import { type Sight, observe, rest } from "../support/sight";
import { expect, test } from "../support/test";
import type { Watch } from "../support/watch";

/** `PROPYLON_SEED=7` sets another seed; with `PROPYLON_CASE=421` only that case runs. */
const SEED = Number(process.env.PROPYLON_SEED ?? 1);
const ONLY = process.env.PROPYLON_CASE;
const CASES = 1_000;
const PER_TEST = 50;

/** The pages, and the first request of each. */
const PAGES: [string, Asked][] = [
  ["/login", "login"],
  ["/registration", "registration"],
  ["/settings", "settings"],
  ["/recovery", "recovery"],
  ["/verification", "verification"],
  ["/sessions", "whoami"],
  ["/error?id=0b1c", "errors"],
  ["/", "whoami"],
];
/** The limit of requests to Kratos for each load or press. */
const MAX_REQUESTS = 20;
/** The time limit for a page to settle, in milliseconds. */
const PATIENCE = 6_000;

interface Paused {
  requestId: string;
  request: { url: string };
  resourceType: string;
}

/** A browser that gets mutated answers. */
class Victim {
  private dice = new Dice(0);
  private first: Asked | undefined;
  private requests = 0;
  private readonly answers: Answer[] = [];
  private readonly left: string[] = [];
  private readonly dialogs: string[] = [];
  private seen = 0;

  private constructor(
    private readonly page: Page,
    private readonly site: string,
    private readonly watch: Watch,
  ) {}

  static async of(context: BrowserContext, page: Page, site: string, watch: Watch): Promise<Victim> {
    const victim = new Victim(page, site, watch);
    await observe(page);
    // State must not leak into the next case.
    await page.addInitScript(() => {
      if (location.protocol === "chrome-error:" || sessionStorage.getItem("case") === window.name) return;
      sessionStorage.clear();
      localStorage.clear();
      sessionStorage.setItem("case", window.name);
    });
    const session = await context.newCDPSession(page);
    session.on("Fetch.requestPaused", (paused) => {
      // A request that the page has aborted can't be answered.
      victim.answer(session, paused).catch(() => {});
    });
    // Playwright's routes would send every file of the site through this process and bypass the
    // cache.
    const patterns = ["*/self-service/*", "*/sessions*", "*evil.example*"];
    await session.send("Fetch.enable", {
      patterns: [
        { urlPattern: "*", resourceType: "Document" },
        ...patterns.map((urlPattern) => ({ urlPattern })),
      ],
    });
    context.on("dialog", (dialog) => {
      victim.dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    return victim;
  }

  /** Opens a page with mutated answers and sometimes presses a button; returns what went wrong. */
  async suffer(number: number): Promise<object | undefined> {
    const dice = new Dice(SEED * 1_000_003 + number);
    this.dice = dice;
    const [path, first] = PAGES[number % PAGES.length] as [string, Asked];
    this.begin(first);
    await this.page.evaluate((name) => (window.name = name), String(number));
    await this.page.goto(path, { waitUntil: "commit" });
    const problems = await this.look();
    let pressed: string | undefined;
    if (problems.length === 0 && dice.chance(1 / 3)) {
      this.requests = 0;
      pressed = await this.press();
      if (pressed !== undefined) problems.push(...(await this.look()));
    }
    if (problems.length === 0) return undefined;
    const answers = this.answers.map(({ name, status, body }) => `${status} ${name}: ${body}`);
    const at = this.page.url();
    return { case: number, path, pressed, problems, at, left: [...this.left], answers };
  }

  private begin(first: Asked): void {
    this.first = first;
    this.requests = 0;
    for (const list of [this.answers, this.left, this.dialogs]) list.length = 0;
    this.seen = this.watch.findings.length;
  }

  private async answer(session: CDPSession, paused: Paused): Promise<void> {
    const { requestId, request, resourceType } = paused;
    const go = () => session.send("Fetch.continueRequest", { requestId });
    const fail = () => session.send("Fetch.failRequest", { requestId, errorReason: "Aborted" });
    const give = (status: number, type: string, body: string) =>
      session.send("Fetch.fulfillRequest", {
        requestId,
        responseCode: status,
        responseHeaders: [{ name: "Content-Type", value: type }],
        body: Buffer.from(body).toString("base64"),
      });
    const url = new URL(request.url);
    const isOurs = url.origin === this.site;
    const asked = isOurs ? askedFor(url.pathname) : undefined;
    if (resourceType === "Document") {
      if (isOurs && (!asked || url.pathname === "/sessions")) return void (await go());
      this.left.push(request.url);
      return void (await give(200, "text/html", "<!doctype html><title>x</title><h1>Elsewhere</h1>"));
    }
    if (!asked) return void (await (isOurs ? go() : fail()));
    this.requests += 1;
    if (this.requests > MAX_REQUESTS) return void (await fail());
    const { dice } = this;
    const answer = dice.pick(RECORDED.get(asked) ?? []);
    // The first answer is mutated; later valid ones may lead further.
    const isFirst = asked === this.first && asked !== "whoami";
    if (isFirst) this.first = undefined;
    const given = isFirst || dice.chance(0.7) ? mutated(dice, answer) : as(answer);
    this.answers.push(given);
    const { status, contentType, body } = given;
    await give(status, contentType, status === 204 ? "" : body);
  }

  /** The problems on the current screen. */
  private async look(): Promise<string[]> {
    const problems: string[] = [];
    const sight = await rest(this.page, PATIENCE);
    if (!sight) problems.push("there is no page");
    else problems.push(...judged(sight));
    if (this.requests > MAX_REQUESTS) problems.push(`more than ${MAX_REQUESTS} requests`);
    problems.push(...this.dialogs.map((text) => `a dialog: ${text}`));
    problems.push(...(await this.page.evaluate(bad).catch((error) => [String(error)])));
    for (const url of this.left) {
      const { protocol, origin } = new URL(url);
      const isNamed = origin === this.site || this.answers.some(({ body }) => names(body, url));
      if (!/^https?:$/.test(protocol) || !isNamed) problems.push(`left for ${url}`);
    }
    const findings = this.watch.findings.slice(this.seen);
    this.seen = this.watch.findings.length;
    const lines = findings.map(({ kind, text }) => `${kind}: ${text}`);
    problems.push(...lines.filter((line) => !ALLOWED.some((allowed) => allowed.test(line))));
    return problems;
  }

  /** Fills a form and presses its primary button. */
  private async press(): Promise<string | undefined> {
    return this.page.evaluate(() => {
      // A ceremony waits for a person with a key.
      const ceremony = "[type=button]:is([data-group=passkey], [data-group=webauthn])";
      const primary = `[data-part=button][data-kind=primary]:not(${ceremony})`;
      const buttons = [...document.querySelectorAll<HTMLElement>(primary)];
      const button = buttons.find((button) => button.checkVisibility() && !button.matches(":disabled"));
      for (const input of button?.closest("form")?.querySelectorAll("input") ?? []) {
        if (!["text", "email", "password", "tel", "url"].includes(input.type) || input.value) continue;
        const isAddress = /email|identifier/.test(`${input.type} ${input.name}`);
        input.value = isAddress ? "ada@example.org" : "123 456 a";
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
      button?.click();
      return button?.textContent ?? undefined;
    });
  }
}

/** A recorded answer, unchanged. */
function as({ name, status, body }: { name: string; status: number; body: unknown }): Answer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { name, status, contentType: "application/json", body: text };
}

/** Whether an answer contains a URL, in any spelling. */
function names(body: string, url: string): boolean {
  const { host } = new URL(url);
  return body.toLowerCase().includes(host.toLowerCase());
}

function judged(sight: Sight): string[] {
  const problems: string[] = [];
  if (sight.heading === "") problems.push("no heading");
  if (sight.busy) problems.push("busy for ever");
  if (sight.heading !== "Elsewhere" && sight.sentences.length + sight.ways.length === 0) {
    problems.push("nothing to read and nothing to press");
  }
  return problems;
}

/** Content that must never be in the document. Runs in the page. */
function bad(): string[] {
  const found: string[] = [];
  if ("__ran" in window) found.push("something ran");
  for (const element of document.querySelectorAll("[href], [src], [action], [formaction], [srcdoc]")) {
    for (const name of ["href", "src", "action", "formaction", "srcdoc"]) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      const url = URL.canParse(value, location.href) ? new URL(value, location.href) : undefined;
      const isImage = element.matches("img") && /^data:image\//.test(value);
      // The download of the backup codes.
      const isFile = element.matches("a[download]") && value.startsWith("data:text/plain");
      const isUsual = !url || /^(https?|mailto|myapp):$/.test(url.protocol);
      if (name === "srcdoc" || !(isImage || isFile || isUsual)) {
        found.push(`${element.localName} ${name}=${value.slice(0, 80)}`);
      }
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`wider than the window by ${scrollWidth - clientWidth} px`);
  return found;
}

/** Console messages that mutated answers may cause: the browser's own, and our warnings. */
const ALLOWED = [
  /console: error Failed to load resource/,
  /console: warning propylon: /,
  // An invalid number or date.
  /console: warning The specified value/,
];

const RECORDED = recordings();

test.use({ trace: "off", screenshot: "off" });

const starts = Array.from({ length: CASES / PER_TEST }, (_, index) => index * PER_TEST);
for (const start of ONLY === undefined ? starts : [Number(ONLY)]) {
  const end = ONLY === undefined ? start + PER_TEST : start + 1;
  test(`wrong answers ${start} to ${end - 1}, seed ${SEED}`, async ({ page, context, stack, watch }) => {
    test.setTimeout(180_000);
    for (const pattern of ALLOWED) watch.allow(pattern);
    const victim = await Victim.of(context, page, stack.site, watch);
    const wrong: object[] = [];
    for (let number = start; number < end; number += 1) {
      const problem = await victim.suffer(number);
      if (problem) wrong.push(problem);
    }
    // One line for each problem, with its case number for another run.
    for (const problem of wrong) console.log(JSON.stringify(problem).slice(0, 1_500));
    expect(wrong.length, "cases that went wrong").toBe(0);
  });
}
