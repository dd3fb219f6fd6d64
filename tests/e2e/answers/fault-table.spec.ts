import type { Page } from "@playwright/test";
import { FAULTS } from "../support/answers";
import { Authenticators } from "../support/authenticators";
import { observe } from "../support/sight";
import { type Row, write } from "../support/table";
import { expect, test } from "../support/test";
import { Outage, Walking } from "../support/walking";
import { type Walker, WALKS } from "../support/walks";

/** Removes all browser state of the previous walk. */
async function forget(page: Page): Promise<void> {
  // A file of the site, not a page, which would store state when it is left.
  await page.goto("/config.json", { waitUntil: "commit" });
  await page.evaluate(() => {
    sessionStorage.clear();
    localStorage.clear();
  });
  await page.context().clearCookies();
}

/** The faults, in the order of the table. */
const NAMES = Object.values(FAULTS).flatMap((kind) => Object.keys(kind));

test.use({
  // A trace would have hundreds of page states, which the table has anyway.
  trace: "off",
});

/** The faults of a normal run: of each kind the one that has caused most bugs. `PROPYLON_FAULTS=1
 * cargo xtask test answers -- fault-table` tries all of them, which takes some minutes. */
const OFTEN = [
  "no answer in time",
  "a refused connection",
  "an answer lost on its way",
  "a 502 in HTML",
  "a 204",
  "half an answer",
  "a 401 in JSON",
  "a 404 in JSON",
  "a 409 in JSON",
  "a 500 in JSON",
];
const isTried = (fault: string) => process.env.PROPYLON_FAULTS !== undefined || OFTEN.includes(fault);

for (const [name, walk] of Object.entries(WALKS)) {
  for (const [kind, faults] of Object.entries(FAULTS)) {
    // One page for all faults of a kind; new pages would take most of the time.
    test(`${name}: ${kind}`, async ({ page, stack, mail, address, watch, playwright }) => {
      test.setTimeout(120_000);
      watch.allow(/Failed to load resource/);
      if (faults["a 302 to a page elsewhere"]) watch.allow(/127\.0\.0\.1:9\/|violation: connect-src/);
      await observe(page);
      if (kind === "no answer in time") await page.clock.install();
      let outage: Outage | undefined;
      await page.route(/\/(self-service|sessions)\b/, (route) =>
        outage ? outage.answer(route) : route.continue(),
      );
      const devices = walk.keepsPasskeys ? await Authenticators.of(page) : undefined;
      const rows: Row[] = [];
      const wrong: object[] = [];
      for (const [number, [what, fault]] of Object.entries(faults).entries()) {
        if (!isTried(what)) continue;
        outage = undefined;
        await forget(page);
        const other = await playwright.request.newContext();
        const laptop = await devices?.add("laptop");
        const who: Walker = { page, stack, mail, other, laptop, address: `${number}-${address}` };
        await walk.before?.(who);
        outage = new Outage(fault);
        const walking = new Walking(name, what, fault, walk, who, outage);
        try {
          await walking.take();
        } catch (error) {
          // Go on with the others of this kind.
          wrong.push({ what, error: String(error) });
          const last = walking.rows.at(-1);
          if (last) last.pressed = undefined;
        }
        rows.push(...walking.rows);
        wrong.push(...walking.rows.filter(({ problems }) => problems.length > 0));
        const mayGoOn = fault.done || fault.status === 401;
        if (walking.unasked.length > 0 && !mayGoOn) wrong.push({ what, unasked: walking.unasked });
        await other.dispose();
        await laptop?.unplug();
      }
      write(test.info().project.outputDir, rows, Object.keys(WALKS), NAMES);
      expect(wrong).toEqual([]);
    });
  }
}
