/** Each bug of a list, planted in a copy of the polynomial algorithms, is caught by the oracle. */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { PolynomialAnswer } from "../answer.ts";
import { CASES } from "./cases.ts";
import { compare, emptyTally, type Checker } from "./differential.ts";
import type { PlantedBug } from "./planted/bug.ts";
import { PLANTED_BUGS } from "./planted-bugs.ts";

const SEEDS = 5000;
const here = import.meta.dirname;
let folder = "";

before(() => {
  folder = mkdtempSync(join(tmpdir(), "planted-bugs-"));
});
after(() => rmSync(folder, { recursive: true }));

for (const [index, bug] of PLANTED_BUGS.entries())
  test(`caught: ${bug.name}`, async () => {
    const seeds = await seedsUntilCaught(bug, index);
    assert.ok(seeds < SEEDS, `not caught by ${SEEDS} histories of ${bug.cases.join(", ")}`);
  });

/** How many histories of each kind it takes. */
async function seedsUntilCaught(bug: PlantedBug, index: number): Promise<number> {
  const check = await plant(bug, index);
  const cases = CASES.filter(({ name }) => bug.cases.includes(name));
  assert.equal(cases.length, bug.cases.length);
  const tally = emptyTally();
  for (let seed = 0; seed < SEEDS; seed++)
    for (const kind of cases) {
      compare(kind, seed, check, tally);
      if (tally.mismatches.length > 0) return seed;
    }
  return SEEDS;
}

/** A copy of the whole folder, in which one text of one file is another. */
async function plant(bug: PlantedBug, index: number): Promise<Checker> {
  const copy = join(folder, String(index));
  cpSync(join(here, "../polynomial"), copy, {
    recursive: true,
    filter: (path) => !path.endsWith(".test.ts"),
  });
  for (const file of readdirSync(copy)) {
    const text = readFileSync(join(copy, file), "utf8");
    const planted = file === bug.file ? replaceOnce(text, bug) : text;
    const root = pathToFileURL(join(here, "..")).href;
    writeFileSync(join(copy, file), planted.replaceAll('from "../', `from "${root}/`));
  }
  const { polynomial }: typeof import("../polynomial/choose.ts") = await import(
    pathToFileURL(join(copy, "choose.ts")).href
  );
  return ({ family }, history): PolynomialAnswer | undefined => {
    try {
      return polynomial(family, history, { shouldStop: () => false });
    } catch {
      // A crash is as good as a wrong answer: make it one.
      return { valid: "unknown", reason: "stopped", placed: 0, algorithm: "crashed" };
    }
  };
}

function replaceOnce(text: string, { file, from, to }: PlantedBug): string {
  assert.equal(text.split(from).length, 2, `${file} should have this once: ${from}`);
  return text.replace(from, () => to);
}
