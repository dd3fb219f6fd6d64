import { type Route, expect } from "@playwright/test";
import type { CodeFor } from "../stack/mailbox";
import { until } from "../stack/until";
import type { Fault } from "./answers";
import { field } from "./screens";
import { type Sight, look, rest } from "./sight";
import type { Row } from "./table";
import type { Step, Walk, Walker } from "./walks";

/** The app waits 15 s for an answer. */
const BEYOND_PATIENCE = 15_500;
/** How long a page may be under way once its answer is there, in milliseconds; a busy machine's bound. */
const PATIENCE = 10_000;
/** How long nobody waits for a mail that does not come, in milliseconds. */
const MAIL = 5_000;
/** How many presses are a handful. */
const HANDFUL = 6;
/** How many presses a person makes before they give up. */
const MAX_PRESSES = 14;
/** What a person presses where no step of theirs can be taken, the likeliest first. */
const WAYS = ["Continue", "Start over", "Sign in", "Go to the front page", "Sign out"];
/** The same where a form stays as it is. */
const WAYS_AROUND = ["Start over", "Use another address", "Sign in", "Back"];
const SECRETS = ["password", "code"];

/** Which answers are missing, one after the other. */
export class Outage {
  /** The request that got something else since this was taken. */
  hit: string | undefined;
  /** The one that waits. */
  hanging: Route | undefined;
  /** The requests that Kratos has answered since the step began, whether the browser heard of it or not. */
  readonly answered: string[] = [];
  private missing: string[] = [];
  private isArmed = false;

  constructor(private readonly fault: Fault) {}

  /** From now on each of these gets something else once. */
  begin(requests: string[]): void {
    this.answered.length = 0;
    this.missing = requests.filter((request) => !this.fault.isUsual?.(request));
  }

  /** Lets the next of them go wrong: one for each press, so that a person sees what comes of each. */
  arm(): void {
    this.isArmed = true;
  }

  /** From now on everything is answered; what was never asked. */
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

/** Takes a walk, and what is offered on the way. */
export class Walking {
  readonly rows: Row[] = [];
  private readonly typed: Record<string, string> = {};
  private readonly codes: Record<string, { mailed: number; read: number; last: string }> = {};
  /** How many requests that change something had left this document before the last press. */
  private before = 0;
  /** What was never asked, because the walk had gone on by then. */
  readonly unasked: string[] = [];
  /** Where steps were performed, to notice that one leads nowhere. */
  private readonly been: string[] = [];
  /** The step that was performed last, as long as it did not lead on. */
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

  /** Takes one step, and what has to be done again because of what came in place of answers. */
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

  /** Writes down what a person sees after a request went wrong. */
  private note(request: string, sight: Sight, isThere: boolean): Row {
    const { heading, sentences, ways } = sight;
    const problems: string[] = [];
    const text = sentences.join(" ");
    if (!isThere && !/\p{L}+ \p{L}+ \p{L}+/u.test(text)) problems.push("no sentence");
    if (ways.length === 0) problems.push("no way on");
    // What changes something and was not done must not pass for done.
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

  /** What has to be true of every screen at rest. */
  private async check(
    step: Step,
    sight: Sight,
    row: Row | undefined,
    isThere: boolean,
  ): Promise<void> {
    const problems: string[] = [];
    if (sight.busy) problems.push("busy for ever");
    const sent = sight.sent.slice(this.before);
    // What was refused for want of a sign-in goes out again once the session is found.
    const isRepeated = this.fault.status === 401 && sent.length === 2 && sent[0] === sent[1];
    const isRight = sent.length < 2 || sent.join() === step.sends?.join() || isRepeated;
    if (!isRight) problems.push(`one press sent ${sent.join(", ")}`);
    // Who may press "Try again" sends what stands in the form, secrets included.
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

  /** Waits until the page is at rest; lets the time pass that it waits for an answer. */
  private async settle(step: Step): Promise<Sight> {
    const { outage, who } = this;
    const sight = await rest(who.page, PATIENCE, async () => {
      const { hanging } = outage;
      if (!hanging) return;
      outage.hanging = undefined;
      await this.hang(step);
      // The boot script's request is not the app's to end.
      await hanging.abort().catch(() => {});
    });
    if (!sight) throw new Error("there is no page");
    return sight;
  }

  /** A person sees that something is under way, presses again in vain, and is told in the end. */
  private async hang(step: Step): Promise<void> {
    const { page } = this.who;
    // The app has taken over from the shell and waits for what the boot script asked.
    await expect(page.locator("main[aria-busy]")).toHaveCount(0);
    const sight = await look(page);
    if (!sight) throw new Error("there is no page");
    expect.soft(sight.waits, `${this.name}: the page says that it waits`).toBe(true);
    if (await this.isHere(step, sight)) await step.press?.(page).click({ force: true });
    await page.clock.runFor(BEYOND_PATIENCE);
  }

  /** Presses what leads on: what the page offers, else the button of the step once more. */
  private async goOn(
    index: number,
    sight: Sight,
    row: Row | undefined,
  ): Promise<string | undefined> {
    const { page } = this.who;
    const press = async (name: string) => {
      await this.remember();
      // Whoever wants another address does not want theirs.
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
      // Who is told the same as before tries something else.
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

  /** Whether the screen is one on which this step is taken. */
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

  /** Types and presses. */
  private async perform(step: Step): Promise<string> {
    const { page } = this.who;
    this.last = step;
    await this.remember();
    if (step.opens !== undefined) {
      this.before = 0;
      await page.goto(step.opens, { waitUntil: "commit" });
      return "opened";
    }
    const { before } = this;
    for (const [name, value] of Object.entries(step.typed?.(this.who) ?? {})) {
      const input = field(step.within?.(page) ?? page, name).first();
      if ((await input.inputValue()) !== value) await input.fill(value);
      this.typed[name] = value;
    }
    if (step.code) {
      const input = field(page, "code");
      const code = await this.code(step.code);
      if (code === undefined) return "(no code came)";
      if ((await input.inputValue()) !== code) await input.fill(code);
      // A complete code is sent at once, but never twice.
      const sight = await look(page);
      if (!sight || sight.sent.length !== before) return "(code)";
    }
    const button = step.press?.(page);
    if (!button) throw new Error("this step presses nothing");
    const name = (await button.textContent())?.trim() ?? "";
    await button.click();
    if (step.isTwice) await button.click();
    return name;
  }

  /** Counts the mails that Kratos has sent by now. */
  private async countMail(sight: Sight): Promise<void> {
    const { last, outage, fault } = this;
    if (!last?.mails) return;
    const codes = (this.codes[last.mails] ??= { mailed: 0, read: 0, last: "" });
    // A sign-in or registration that has mailed a code mails no other one for the same step.
    const again = last.mails === "recovery" || last.mails === "verification";
    if (fault.done && again && outage.hit) codes.mailed += 1;
    if (!(await last.then(sight, this.who.page))) return;
    codes.mailed += 1;
    this.last = undefined;
  }

  /** The newest mailed code; none where Kratos shows a form for one and mails none, which it does where
   * the flow is over and the browser never heard of it. */
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
