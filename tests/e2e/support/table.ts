import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** All workers of a run have the same parent process. */
const LINES = `faults-${process.ppid}.jsonl`;
const TABLE = "faults.md";

/** The result of one fault in one step. */
export interface Row {
  walk: string;
  request: string;
  fault: string;
  heading: string;
  sentences: string[];
  ways: string[];
  /** What was pressed until the walk continued; `undefined` if it never did. */
  pressed?: string[];
  /** The problems. */
  problems: string[];
}

/** Adds rows in `folder`, and writes the table of all workers' rows so far. */
export function write(folder: string, rows: Row[], walks: string[], faults: string[]): void {
  mkdirSync(folder, { recursive: true });
  const lines = join(folder, LINES);
  appendFileSync(lines, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  let text: string;
  do {
    text = readFileSync(lines, "utf8");
    const all = text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as Row);
    writeFileSync(join(folder, TABLE), table(all, walks, faults));
    // Another worker may have added rows meanwhile.
  } while (readFileSync(lines, "utf8") !== text);
}

function table(rows: Row[], walks: string[], faults: string[]): string {
  const place = (row: Row) => walks.indexOf(row.walk) * 1000 + faults.indexOf(row.fault);
  rows.sort((one, other) => place(one) - place(other));
  const cell = (text: string) => text.replace(/\|/g, "\\|").replace(/\n/g, " ");
  const line = (cells: string[]) => `| ${cells.map(cell).join(" | ")} |`;
  const through = ({ pressed }: Row) => {
    if (!pressed) return "never through";
    return pressed.length === 0 ? "none: it goes on by itself" : pressed.join(", then ");
  };
  const body = rows.map((row) =>
    line([
      row.walk,
      row.request,
      row.fault,
      row.heading,
      row.sentences.join(" / "),
      row.ways.join(" · "),
      through(row),
      row.problems.join("; "),
    ]),
  );
  const titles = ["walk", "request", "what came", "heading", "sentences", "ways on", "pressed", "wrong"];
  return [
    "# What a person meets when a request gets something else than its answer",
    "",
    "Made by `tests/e2e/answers/fault-table.spec.ts` on a real Kratos; each request of each walk, once for",
    "each of what may come in place of its answer.",
    "",
    line(titles),
    line(titles.map(() => "---")),
    ...body,
    "",
    count(rows),
    "",
  ].join("\n");
}

function count(rows: Row[]): string {
  const by = (is: (row: Row) => boolean) => rows.filter(is).length;
  const presses = (number: number) => by(({ pressed }) => pressed?.length === number);
  const more = by(({ pressed }) => (pressed?.length ?? 0) > 2);
  return [
    `${rows.length} cases: ${presses(0)} went on by themselves, ${presses(1)} with one press,`,
    `${presses(2)} with two, ${more} with more, ${by(({ pressed }) => !pressed)} never;`,
    `something is wrong with ${by(({ problems }) => problems.length > 0)}.`,
  ].join(" ");
}
