// Loads every page in every scenario, in rounds, and writes the measurements to a file.
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { given } from "../../e2e/stack/given";
import { formOf, sameForm } from "./form";
import { PAGES, type Page, rotated } from "./pages";
import { SCENARIOS, type Scenario } from "./scenarios";
import { Stacks } from "./stacks";
import { type Visit, visit } from "./visit";
import type { Wanted } from "./watch";

interface Sample extends Visit {
  round: number;
  scenario: string;
  page: string;
}

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "9" },
    scenario: { type: "string", multiple: true, default: [] },
    browser: { type: "string", multiple: true, default: [] },
    out: { type: "string" },
  },
});
const { out } = values;
if (!out) throw new Error("name the file to write to with --out");
const rounds = Number(values.rounds);
const scenarios = SCENARIOS.filter(({ name }) => values.scenario.length === 0 || values.scenario.includes(name));

const kindOf = ({ fields }: Scenario) => (fields === undefined ? "login" : "registration");
const wantedOf = ({ fields }: Scenario): Wanted =>
  fields === undefined
    ? { selector: 'input[name="identifier"]', count: 1 }
    : { selector: 'input[name^="traits."]', count: fields };

/** Measures one load of `page` in a new browser profile. */
async function measure(browser: Browser, origin: string, page: Page, scenario: Scenario): Promise<Visit> {
  const context = await browser.newContext({ locale: "en-US" });
  const open = () => visit(context, origin + page.path(kindOf(scenario)), wantedOf(scenario), scenario.machine);
  try {
    if (scenario.warm) await open();
    return await open();
  } finally {
    await context.close();
  }
}

/** Loads every page once for each form, without measuring: warms up the servers and compares the
 * forms. */
async function prepare(browser: Browser, stacks: Stacks): Promise<void> {
  const forms = new Map(scenarios.map((scenario) => [scenario.fields, scenario]));
  for (const scenario of forms.values()) {
    const drawn = new Map<string, string[]>();
    for (const page of PAGES) {
      const context = await browser.newContext({ locale: "en-US" });
      const url = stacks.origin(scenario) + page.path(kindOf(scenario));
      await visit(context, url, wantedOf(scenario), undefined, async (tab) => {
        drawn.set(page.name, await formOf(tab));
      });
      await context.close();
    }
    sameForm(drawn);
  }
}

/** All rounds: each page once in each scenario, in a different order each time. */
async function interleaved(browser: Browser, stacks: Stacks): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`  … round ${round} of ${rounds}\n`);
    for (const scenario of scenarios) {
      for (const page of rotated(PAGES, round)) {
        const seen = await measure(browser, stacks.origin(scenario), page, scenario);
        samples.push({ round, scenario: scenario.name, page: page.name, ...seen });
      }
    }
  }
  return samples;
}

async function run(to: string): Promise<void> {
  const before = loadavg()[0];
  const stacks = await Stacks.start(scenarios);
  try {
    const args = values.browser.map((flag) => `--${flag}`);
    const browser = await chromium.launch({ executablePath: given("CHROME_BIN"), args });
    try {
      await prepare(browser, stacks);
      const samples = await interleaved(browser, stacks);
      const load = [before, loadavg()[0]];
      const about = { chromium: browser.version(), processors: cpus().length, load };
      writeFileSync(to, JSON.stringify({ about, samples }, null, 1));
    } finally {
      await browser.close();
    }
  } finally {
    await stacks.stop();
  }
}

run(out).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
