import { type Route, expect } from "@playwright/test";
import type { CodeFor } from "../stack/mailbox";
import { until } from "../stack/until";
import type { Fault } from "./answers";
import { field } from "./screens";
import { type Sight, look, rest } from "./sight";
import type { Row } from "./table";
import type { Step, Walk, Walker } from "./walks";

/** Longer than the app's timeout of 15 s. */
const BEYOND_PATIENCE = 15_500;
/** The time limit for a page to settle after an answer, in milliseconds, on a busy machine. */
const PATIENCE = 10_000;
/** The time limit for a mail that may not come, in milliseconds. */
const MAIL = 5_000;
/** The number of presses in quick succession. */
const HANDFUL = 6;
/** The limit of presses before a walk is given up. */
const MAX_PRESSES = 14;
/** What to press if no step matches the screen, in order. */
const WAYS = ["Continue", "Start over", "Sign in", "Go to the front page", "Sign out"];
/** The same if the form stays unchanged. */
const WAYS_AROUND = ["Start over", "Use another address", "Sign in", "Back"];
const SECRETS = ["password", "code"];

/** Replaces answers by faults, one after the other. */
export class Outage {
  /** The request that got the fault, if any, since the last `arm`. */
  hit: string | undefined;
  /** The request that hangs. */
  hanging: Route | undefined;
  /** The requests of this step that Kratos has answered, even if the browser didn't get the
   * answer. */
  readonly answered: string[] = [];
  private missing: string[] = [];
  private isArmed = false;

  constructor(private readonly fault: Fault) {}

  /** From now on, each of these requests gets a fault once. */
  begin(requests: string[]): void {
    this.answered.length = 0;
    this.missing = requests.filter((request) => !this.fault.isUsual?.(request));
  }

  /** Arms the next fault; one for each press. */
  arm(): void {
    this.isArmed = true;
  }

  /** Stops the faults; returns the requests that were never sent. */
  end(): string[] {
    this.isArmed = false;
    return this.missing.splice(0);
  }

  async answer(route: Route): Promise<void> {
    const request = route.request();
    if (request.isNavigationRequest()) return route.continue();
    const name = `${request.method()} ${new URL(request.url()).pathname}`
      .replace(/flows$/, "browser")
      .replace(/\/sessions\/(?!whoami).*/, "/sessions/…");
    const isRight = !this.isArmed || this.missing[0] !== name;
    if (isRight || this.fault.done || this.fault.isHarmless) this.answered.push(name);
    if (isRight) return route.continue();
    this.isArmed = this.fault.isHarmless === true;
    this.missing.shift();
    this.hit = name;
    if (this.fault.hangs) this.hanging = route;
    await this.fault.give(route);
  }
}

/** Runs a walk, and recovers with what the page offers. */
export class Walking {
  readonly rows: Row[] = [];
  private readonly typed: Record<string, string> = {};
  private readonly codes: Record<string, { mailed: number; read: number; last: string }> = {};
  /** The document's changing requests before the last press. */
  private before = 0;
  /** Requests that were never sent, because the walk had continued. */
  readonly unasked: string[] = [];
  /** Screens where steps were performed, to detect circles. */
  private readonly been: string[] = [];
  /** The last step, if it did not lead further. */
  private last: Step | undefined;

  constructor(
    private readonly name: string,
    private readonly what: string,
    private readonly fault: Fault,
    private readonly walk: Walk,
    private readonly who: Walker,
    private readonly outage: Outage,
  ) {}

  async take(): Promise<void> {
    for (const index of this.walk.steps.keys()) await this.pass(index);
    for (const { pressed, problems } of this.rows) {
      if ((pressed?.length ?? 0) > HANDFUL) problems.push("more than a handful of presses");
    }
  }

  /** Performs one step, and repeats what a fault undid. */
  private async pass(index: number): Promise<void> {
    const { page } = this.who;
    const step = this.walk.steps[index] as Step;
    const { outage } = this;
    outage.begin(step.asks);
    outage.arm();
    let row: Row | undefined;
    let pressed = await this.perform(step);
    for (let presses = 1; ; presses += 1) {
      const sight = await this.settle(step);
      const isThere = await step.then(sight, page);
      row?.pressed?.push(pressed);
      if (outage.hit) row = this.note(outage.hit, sight, isThere);
      await this.check(step, sight, row, isThere);
      await this.countMail(sight);
      outage.hit = undefined;
      if (isThere) break;
      if (presses > MAX_PRESSES) return this.giveUp(row, sight, "never through");
      outage.arm();
      const next = await this.goOn(index, sight, row);
      if (next === undefined) return this.giveUp(row, sight, "nothing to press leads on");
      pressed = next;
    }
    this.unasked.push(...outage.end());
  }

  private giveUp(row: Row | undefined, sight: Sight, problem: string): never {
    row?.problems.push(problem);
    throw new Error(`${problem}: ${JSON.stringify(sight)}`);
  }

  /** Records the screen after a fault. */
  private note(request: string, sight: Sight, isThere: boolean): Row {
    const { heading, sentences, ways } = sight;
    const problems: string[] = [];
    const text = sentences.join(" ");
    if (!isThere && !/\p{L}+ \p{L}+ \p{L}+/u.test(text)) problems.push("no sentence");
    if (ways.length === 0) problems.push("no way on");
    // A change that was not made must not be reported as done.
    const isDone = this.outage.answered.includes(request) || request.startsWith("GET ");
    if (isThere && !isDone) problems.push("nobody says that it is not done");
    const told = /with status (\d+)/.exec(text)?.[1];
    const { status } = this.fault;
    if (told !== undefined && told !== String(status)) {
      problems.push(`it says status ${told}, it was ${status}`);
    }
    const what = { walk: this.name, request, fault: this.what };
    const row: Row = { ...what, heading, sentences, ways, pressed: [], problems };
    this.rows.push(row);
    this.been.length = 0;
    return row;
  }

  /** The invariants of every screen at rest. */
  private async check(
    step: Step,
    sight: Sight,
    row: Row | undefined,
    isThere: boolean,
  ): Promise<void> {
    const problems: string[] = [];
    if (sight.busy) problems.push("busy for ever");
    const sent = sight.sent.slice(this.before);
    // A submit refused for lack of a session is repeated once there is one.
    const isRepeated = this.fault.status === 401 && sent.length === 2 && sent[0] === sent[1];
    const isRight = sent.length < 2 || sent.join() === step.sends?.join() || isRepeated;
    if (!isRight) problems.push(`one press sent ${sent.join(", ")}`);
    // "Try again" submits the current form, including secrets.
    const keepsAll = sight.ways.includes("Try again");
    for (const [name, value] of isThere ? [] : Object.entries(this.typed)) {
      const input = field(this.who.page, name).first();
      if (SECRETS.includes(name) && !keepsAll) continue;
      if (!(await input.isVisible())) continue;
      const stands = await input.inputValue();
      if (stands !== value) problems.push(`${name} is “${stands}”, typed was “${value}”`);
    }
    if (row) row.problems.push(...problems);
    else expect(problems, JSON.stringify(sight)).toEqual([]);
  }

  /** Waits until the page is at rest, and until its timeout if a request hangs. */
  private async settle(step: Step): Promise<Sight> {
    const { outage, who } = this;
    const sight = await rest(who.page, PATIENCE, async () => {
      const { hanging } = outage;
      if (!hanging) return;
      outage.hanging = undefined;
      await this.hang(step);
      // The boot script's request can't be aborted by the app.
      await hanging.abort().catch(() => {});
    });
    if (!sight) throw new Error("there is no page");
    return sight;
  }

  /** The page shows that it is waiting, further presses have no effect, and a timeout is reported. */
  private async hang(step: Step): Promise<void> {
    const { page } = this.who;
    // The app has replaced the shell and waits for the boot script's request.
    await expect(page.locator("main[aria-busy]")).toHaveCount(0);
    const sight = await look(page);
    if (!sight) throw new Error("there is no page");
    expect.soft(sight.waits, `${this.name}: the page says that it waits`).toBe(true);
    if (await this.isHere(step, sight)) await step.press?.(page).click({ force: true });
    await page.clock.runFor(BEYOND_PATIENCE);
  }

  /** Presses what the page offers, else the step's button again. */
  private async goOn(
    index: number,
    sight: Sight,
    row: Row | undefined,
  ): Promise<string | undefined> {
    const { page } = this.who;
    const press = async (name: string) => {
      await this.remember();
      // "Use another address" discards the typed address.
      if (name === "Use another address") this.forgetTyped();
      const as = (role: "button" | "link") => page.getByRole(role, { name, exact: true });
      await as("button").or(as("link")).first().click();
      return name;
    };
    if (sight.ways.includes("Try again")) return press("Try again");
    const { steps, otherwise = [] } = this.walk;
    let ways = WAYS;
    for (const step of [...steps.slice(0, index + 1).reverse(), ...otherwise]) {
      if (!(await this.isHere(step, sight))) continue;
      ways = WAYS_AROUND;
      const where = JSON.stringify([sight.heading, sight.sentences, step.asks]);
      // The same screen again: try something else.
      if (this.been.includes(where)) continue;
      this.been.push(where);
      const isDone = step.asks.indexOf(row?.request ?? "") > 0;
      if (isDone && this.outage.answered.includes(step.asks[0] ?? "")) {
        row?.problems.push("nobody says that it is done");
      }
      return this.perform(step);
    }
    const way = ways.find((way) => sight.ways.includes(way));
    return way && press(way);
  }

  private forgetTyped(): void {
    for (const name of Object.keys(this.typed)) delete this.typed[name];
  }

  /** Whether the screen is the one for this step. */
  private async isHere(step: Step, sight: Sight): Promise<boolean> {
    const { page } = this.who;
    if (step.on !== undefined && step.on !== sight.path) return false;
    const fields = Object.keys(step.typed?.(this.who) ?? {});
    if (step.code) fields.push("code");
    const inputs = fields.map((name) => field(step.within?.(page) ?? page, name).first());
    const parts = [...inputs, ...(step.press ? [step.press(page)] : [])];
    const seen = await Promise.all(parts.map((part) => part.isVisible()));
    return seen.length > 0 && seen.every((is) => is);
  }

  private async remember(): Promise<void> {
    this.before = (await look(this.who.page))?.sent.length ?? 0;
  }

  /** Fills in the fields and presses the button. */
  private async perform(step: Step): Promise<string> {
    const { page } = this.who;
    this.last = step;
    await this.remember();
    if (step.opens !== undefined) {
      this.before = 0;
      await page.goto(step.opens, { waitUntil: "commit" });
      return "opened";
    }
    for (const [name, value] of Object.entries(step.typed?.(this.who) ?? {})) {
      const input = field(step.within?.(page) ?? page, name).first();
      if ((await input.inputValue()) !== value) await input.fill(value);
      this.typed[name] = value;
    }
    if (step.code) {
      const code = await this.code(step.code);
      if (code === undefined) return "(no code came)";
      // A complete code is submitted after a pause. The press comes in the same task, so that what is
      // sent does not depend on which of them is faster.
      const press = await step.press?.(page).elementHandle();
      await field(page, "code").evaluate(
        (input: HTMLInputElement, [code, press]) => {
          input.value = code;
          input.dispatchEvent(new Event("input", { bubbles: true }));
          (press as HTMLElement | null | undefined)?.click();
        },
        [code, press] as const,
      );
      return "(code)";
    }
    const button = step.press?.(page);
    if (!button) throw new Error("this step presses nothing");
    const name = (await button.textContent())?.trim() ?? "";
    // The question stays after a failure; one press is enough then.
    const isAsked = await button.evaluate((it) => it.closest("[role=group]") !== null);
    await button.click();
    if (step.isTwice && !isAsked) await button.click();
    return name;
  }

  /** Counts the mails that Kratos has sent. */
  private async countMail(sight: Sight): Promise<void> {
    const { last, outage, fault } = this;
    if (!last?.mails) return;
    const codes = (this.codes[last.mails] ??= { mailed: 0, read: 0, last: "" });
    // A sign-in or registration sends only one code for the same step.
    const again = last.mails === "recovery" || last.mails === "verification";
    if (fault.done && again && outage.hit) codes.mailed += 1;
    if (!(await last.then(sight, this.who.page))) return;
    codes.mailed += 1;
    this.last = undefined;
  }

  /** The newest mailed code. Undefined if Kratos shows the form but sends no mail, which happens
   * when the flow is over and the browser doesn't know. */
  private async code(kind: CodeFor): Promise<string | undefined> {
    const { mail, address } = this.who;
    const codes = this.codes[kind];
    if (!codes) throw new Error(`no ${kind} code was mailed`);
    for (; codes.read < codes.mailed; codes.read += 1) {
      const hasCome = async () => (await mail.count(address, kind)) > codes.read;
      const isDue = this.fault.done && codes.read > 0;
      const came = isDue ? await until("a code comes", hasCome, MAIL).catch(() => false) : true;
      if (!came) {
        codes.mailed = codes.read;
        return undefined;
      }
      codes.last = await mail.code(address, kind);
    }
    return codes.last;
  }
}
