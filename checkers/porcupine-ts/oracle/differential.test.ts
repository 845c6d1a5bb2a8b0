/** Polynomial algorithms against the oracle: the short form of `bench/differential.ts`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CASES, SEARCH_CASES } from "./cases.ts";
import { compare, emptyTally, polynomialChecker, searchChecker } from "./differential.ts";

const HISTORIES = 2000;

/** Which part of the small histories is left to the search, at most; of all other kinds none is. */
const UNDECIDED: ReadonlyMap<string, number> = new Map([
  // Refused compare-and-sets may depend on which chain stands between others.
  ["register-refusals", 0.02],
  ["register-refusals-wide", 0.03],
  ["register-refusals-forced", 0.4],
  // Values that are written twice.
  ["register-few-values", 0.8],
  // Adds and removes that say nothing, of elements that are added again.
  ["set-again-silent", 0.1],
  // Removes that say nothing, about when the element is added; or whole reads about then.
  ["set-silent-removes", 0.03],
  ["set-again-silent-removes", 0.1],
  ["set-reads-removes", 0.005],
  ["set-reads-removes-silent", 0.04],
  // Elements that are put in again, and answers that nothing is left.
  ["bag-repeated", 0.5],
  // Which elements did the takes without answer remove?
  ["stack", 0.005],
  ["stack-lost", 0.05],
  ["stack-gone", 0.9],
  ["priority-queue-lost", 0.15],
  ["priority-queue", 0.01],
  ["priority-queue-ties", 0.01],
  // Sums of different summands are a knapsack.
  ["counter-up", 0.6],
  ["counter-both", 0.6],
]);

for (const kind of CASES)
  test(`${kind.name}: the polynomial verdict is the oracle's, and its evidence suffices`, () => {
    const tally = emptyTally();
    for (let seed = 0; seed < HISTORIES; seed++) compare(kind, seed, polynomialChecker, tally);
    assert.deepEqual(tally.mismatches, []);
    assert.ok(tally.notApplicable <= (UNDECIDED.get(kind.name) ?? 0) * HISTORIES);
    assert.ok(tally.linearizable > HISTORIES / 20 && tally.linearizable < HISTORIES * 0.97);
    assert.ok(tally.withInfos > HISTORIES / 10);
  });

for (const kind of [...CASES, ...SEARCH_CASES])
  test(`${kind.name}: the search's verdict is the oracle's`, () => {
    const tally = emptyTally();
    for (let seed = 0; seed < HISTORIES / 8; seed++) compare(kind, seed, searchChecker, tally);
    assert.deepEqual(tally.mismatches, []);
  });

for (const kind of CASES)
  test(`${kind.name}: polynomial algorithm and search agree on longer histories`, () => {
    let agreed = 0;
    for (let seed = 0; seed < HISTORIES / 80; seed++) {
      const history = kind.mediumHistory(seed);
      const quick = polynomialChecker(kind, history);
      // A search that takes long is not needed here: there are enough that do not.
      let looks = 0;
      const slow = searchChecker(kind, history, () => looks++ > 200);
      if (quick === undefined || slow.valid === "unknown") continue;
      assert.equal(quick.valid, slow.valid, `seed ${seed}`);
      agreed++;
    }
    assert.ok(agreed > 0 || kind.name === "register-few-values");
  });
