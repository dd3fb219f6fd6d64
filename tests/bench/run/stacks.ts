import { type Around, Stack, startMail } from "../../e2e/stack/stack";
import type { Scenario } from "./scenarios";
import { settingsOf } from "./schema";

/** No mails are sent here, and an idle courier takes time. */
const IDLE = { courier: { worker: { pull_wait: "1h" } } };

/** The servers: for each number of traits a Kratos and the same pages. */
export class Stacks {
  private constructor(
    private readonly started: Map<number | undefined, Stack>,
    private readonly stops: (() => Promise<void>)[],
  ) {}

  static async start(scenarios: Scenario[]): Promise<Stacks> {
    const { mail, program } = await startMail(0);
    const around: Around = { worker: 0, mail, app: "http://localhost:4455" };
    const stacks = new Stacks(new Map(), [() => program.stop()]);
    try {
      for (const fields of new Set(scenarios.map(({ fields }) => fields))) {
        const own = fields === undefined ? {} : settingsOf(fields);
        const stack = await Stack.start(around, { kratos: { ...IDLE, ...own } });
        stacks.started.set(fields, stack);
        stacks.stops.push(() => stack.stop());
      }
    } catch (error) {
      await stacks.stop();
      throw error;
    }
    return stacks;
  }

  /** The origin for a scenario. */
  origin({ fields }: Scenario): string {
    const stack = this.started.get(fields);
    if (!stack) throw new Error(`no servers for ${fields} fields`);
    return stack.site;
  }

  async stop(): Promise<void> {
    await Promise.all(this.stops.map((stop) => stop()));
  }
}
