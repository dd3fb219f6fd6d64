import { setTimeout as pause } from "node:timers/promises";

const LIMIT = 30_000;
const EVERY = 40;

/** Repeats a call until its result is neither false, undefined nor an error, and returns it. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | false | undefined>,
  limit = LIMIT,
): Promise<T> {
  const end = Date.now() + limit;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== false && answer !== undefined) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      const why = last === undefined ? "" : `: ${String(last)}`;
      throw new Error(`within ${limit / 1000} s not true that ${what}${why}`);
    }
    await pause(EVERY);
  }
}

/** Waits until a server's timestamp has passed, for example a flow's expiry. */
export async function past(instant: string | number | Date): Promise<void> {
  await pause(Math.max(0, new Date(instant).getTime() - Date.now() + 1));
}
