/** Polynomial algorithms against the oracle: the short form of `bench/differential.ts`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { polynomial } from "../polynomial/choose.ts";
import { CASES } from "./cases.ts";
import { compare, emptyTally } from "./differential.ts";

const HISTORIES = 4000;

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
    assert.ok(tally.linearizable > HISTORIES / 5 && tally.linearizable < HISTORIES * 0.95);
    assert.ok(tally.withInfos > HISTORIES / 10);
  });
