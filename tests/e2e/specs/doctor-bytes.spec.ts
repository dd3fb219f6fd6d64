// Only the page /doctor loads the doctor.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page, Request } from "@playwright/test";
import { given } from "../stack/given";
import { field } from "../support/screens";
import { expect, test } from "../support/test";

/** The doctor's sentences without values, which are in its module. */
const SENTENCES = readFileSync(join(__dirname, "../../../docs/doctor.md"), "utf8")
  .split("\n")
  .flatMap((line) => /^(?:dangerous|broken|warning|note), [a-z ]+\. ([^{`]{30,})$/.exec(line)?.[1] ?? []);

interface Loaded {
  path: string;
  sentences: number;
}

/** What a page loads, and how much of the doctor is in it. */
const loadedBy = async (page: Page, path: string, shown: () => Promise<void>): Promise<Loaded[]> => {
  const asked = new Set<string>();
  const note = (request: Request): void => void asked.add(new URL(request.url()).pathname);
  page.on("request", note);
  await page.goto(path);
  await shown();
  await page.waitForLoadState("networkidle");
  page.off("request", note);
  return [...asked].map((file) => ({ path: file, sentences: sentencesIn(join(given("PROPYLON_SITE"), file)) }));
};

/** How many of the sentences are in a file of the site. */
const sentencesIn = (file: string): number => {
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile();
  const text = isFile ? readFileSync(file, "utf8") : "";
  return SENTENCES.filter((sentence) => text.includes(sentence)).length;
};

test("/login loads no file of the doctor, and none with a sentence of it", async ({ page }) => {
  const all = readdirSync(join(given("PROPYLON_SITE"), "doctor"));
  // Every page loads the recorder, but only while a recording runs.
  const files = all.filter((name) => /\.(js|css|wasm)$/.test(name) && name !== "record.js");
  const own = files.map((name) => `/doctor/${name}`);
  expect(own).toHaveLength(3);
  const isDoctor = ({ path, sentences }: Loaded): boolean => path.startsWith("/doctor") || sentences > 0;

  const login = await loadedBy(page, "/login", () => expect(field(page, "identifier")).toBeVisible());
  expect(login.map(({ path }) => path.replace(/.*\./, "."))).toEqual(expect.arrayContaining([".js", ".css", ".wasm", ".json"]));
  expect(login.filter(isDoctor)).toEqual([]);

  // The doctor is seen where it is.
  const doctor = await loadedBy(page, "/doctor", () => expect(page.getByRole("status")).toHaveText("Nothing wrong was found."));
  expect(doctor.filter(isDoctor).map(({ path }) => path)).toEqual(expect.arrayContaining(["/doctor", ...own]));
  expect(SENTENCES.length).toBeGreaterThan(30);
  const inModule = doctor.find(({ path }) => path.endsWith(".wasm"));
  expect(inModule?.sentences).toBeGreaterThan(SENTENCES.length * 0.9);
});
