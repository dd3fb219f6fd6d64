import { factsOf, watchPolicy } from "./page.js";
import { perform } from "./probe.js";

/**
 * Asks what the module wants to know, one probe after the other, and returns its report. `see` performs a
 * probe; `tell` is called before each.
 */
export const examine = async (module, { page, settings, events = [], violations = [] }, see, tell = () => {}) => {
  const started = Date.now();
  const seen = { page, settings, violations, events, answers: [], elapsed: 0 };
  for (;;) {
    const [probe] = JSON.parse(module.next(JSON.stringify(seen)));
    if (!probe) return JSON.parse(module.examine(JSON.stringify(seen)));
    tell(probe.purpose);
    seen.answers.push(await see(probe));
    seen.elapsed = Date.now() - started;
  }
};

/** Examines the set-up from this page. */
export const examineHere = async (module, { base, api, returnTo, groups, deep, events, given, tell }) => {
  const violations = [];
  const end = watchPolicy(violations);
  try {
    const page = await factsOf(given);
    const settings = { base, api: api ?? null, returnTo: returnTo ?? null, groups: groups ?? [], deep: deep ?? false };
    const see = async (probe) => {
      const answer = await perform(probe);
      // Violations are reported in a task of their own.
      await new Promise((done) => setTimeout(done));
      return answer;
    };
    return await examine(module, { page, settings, events, violations }, see, tell);
  } finally {
    end();
  }
};
