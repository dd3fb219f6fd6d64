// Puts load on the whole stack, one kind after another, and writes the measurements to a file.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { Pair } from "../../e2e/deploy/rig/pair";
import { PASSWORD } from "../../e2e/stack/admin";
import { given } from "../../e2e/stack/given";
import type { Settings } from "../../e2e/stack/settings";
import { startMail } from "../../e2e/stack/stack";

const PEOPLE = 8;

/** The ways to hash passwords, as Kratos' `hashers`. */
const HASHERS: Record<string, Settings> = {
  "bcrypt, cost 4 (only for tests)": { algorithm: "bcrypt", bcrypt: { cost: 4 } },
  "bcrypt, cost 12 (Kratos' default)": { algorithm: "bcrypt", bcrypt: { cost: 12 } },
  "argon2id, 19 MiB, 2 iterations": {
    algorithm: "argon2",
    argon2: { memory: "19MB", iterations: 2, parallelism: 1 },
  },
};

const { values } = parseArgs({ options: { seconds: { type: "string", default: "8" }, out: { type: "string" } } });
const { seconds, out } = values;
if (!out) throw new Error("name the file to write to with --out");
const folder = mkdtempSync(join(tmpdir(), "propylon-load-"));

async function load(what: string, script: string, env: Record<string, string>): Promise<object> {
  console.error(`  … ${what}, ${seconds} s`);
  const measured = join(folder, "measured.json");
  const words = ["run", "--quiet", "--no-usage-report", "--address", "", join(__dirname, script)];
  const all = { SECONDS: seconds, PEOPLE: `${PEOPLE}`, OUT: measured, PASSWORD, ...env };
  await promisify(execFile)(given("K6_BIN"), words, { env: { ...process.env, ...all } });
  return { what, ...JSON.parse(readFileSync(measured, "utf8")) };
}

/** All rows of the table, and what the machine was like. */
async function measure(): Promise<object> {
  const { mail, program } = await startMail(0);
  const before = loadavg()[0];
  const rows: object[] = [];
  try {
    for (const [name, hashers] of Object.entries(HASHERS)) {
      const pair = await Pair.start({ worker: 0, mail }, hashers);
      try {
        for (let person = 1; person <= PEOPLE; person += 1) await pair.admin.admit(`load-${person}@example.org`);
        const env = { SITE: pair.site };
        if (rows.length === 0) {
          rows.push(await load("first visit, files only", "visit.js", env));
          rows.push(await load("first visit", "visit.js", { ...env, FORM: "1" }));
        }
        rows.push(await load(`sign-in, ${name}`, "sign-in.js", env));
      } finally {
        await pair.stop();
      }
    }
  } finally {
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return { people: PEOPLE, processors: cpus().length, load: [before, loadavg()[0]], rows };
}

void measure().then((measured) => writeFileSync(out, JSON.stringify(measured)));
