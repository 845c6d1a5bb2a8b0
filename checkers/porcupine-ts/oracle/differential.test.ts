/** Polynomial algorithms against the oracle: the short form of `bench/differential.ts`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { polynomial } from "../polynomial/choose.ts";
import { CASES } from "./cases.ts";
import { compare, emptyTally } from "./differential.ts";

const HISTORIES = 4000;

/** Which part of the small histories is left to the search, at most; of all other kinds none is. */
const UNDECIDED: ReadonlyMap<string, number> = new Map([
  // Refused compare-and-sets may depend on which chain stands between others.
  ["register-refusals", 0.4],
  // Values that are written twice.
  ["register-few-values", 0.8],
  // Adds and removes that say nothing, of elements that are added again.
  ["set-again-silent", 0.1],
  // Whole reads of a set that also shrinks.
  ["set-reads-removes", 0.4],
  // Which elements did the takes without answer remove?
  ["stack", 0.05],
  ["stack-lost", 0.25],
  ["priority-queue", 0.05],
  ["priority-queue-ties", 0.05],
  // Sums of different summands are a knapsack.
  ["counter-up", 0.6],
  ["counter-both", 0.6],
]);

for (const kind of CASES)
  test(`${kind.name}: the polynomial verdict is the oracle's, and its evidence suffices`, () => {
    const tally = emptyTally();
    for (let seed = 0; seed < HISTORIES; seed++)
      compare(
        kind,
        seed,
        ({ family }, history) => polynomial(family, history, { shouldStop: () => false }),
        tally,
      );
    assert.deepEqual(tally.mismatches, []);
    assert.ok(tally.notApplicable <= (UNDECIDED.get(kind.name) ?? 0) * HISTORIES);
    assert.ok(tally.linearizable > HISTORIES / 10 && tally.linearizable < HISTORIES * 0.95);
    assert.ok(tally.withInfos > HISTORIES / 10);
  });
