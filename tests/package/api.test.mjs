// The package's public surface changes only where somebody meant it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { REPORT, report } from "./support/api.mjs";

test("the public surface is the one that is written down", () => {
  const now = report();
  if (process.env.UPDATE) writeFileSync(REPORT, now);
  assert.equal(readFileSync(REPORT, "utf8"), now, "the public surface changed: if that is meant, UPDATE=1 cargo xtask test package, and see “What a version means” in CONTRIBUTING.md");
});
