/** The gravest of what holds decides. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Results } from "#core/record.ts";
import { EXIT, exitCodeOf, gravest } from "./exit-codes.ts";

const results = (valid: Results["valid"], interrupted: string | null = null): Results => ({
  valid,
  interrupted,
  summary: "",
  verdicts: {},
  historyHash: "",
});

test("1 before 4 before 2 before 3 before 0", () => {
  const order = [1, 4, 2, 3, 0] as const;
  for (const [i, code] of order.entries())
    for (const lesser of order.slice(i)) assert.equal(gravest([lesser, code]), code);
});

test("each verdict has its own code", () => {
  assert.equal(exitCodeOf(results(true), false), EXIT.valid);
  assert.equal(exitCodeOf(results(false), false), EXIT.violation);
  assert.equal(exitCodeOf(results("unknown"), false), EXIT.unknown);
});

test("a missed objective is no violation, and no success", () => {
  const details = { objectives: [{ met: false, sentence: "Availability 50 %; at least 90 %." }] };
  const missed = (valid: Results["valid"]): Results => ({
    ...results(valid),
    verdicts: { objectives: { valid: true, details } },
  });
  assert.equal(exitCodeOf(missed(true), false), EXIT.objectiveMissed);
  assert.equal(exitCodeOf(missed("unknown"), false), EXIT.unknown);
  assert.equal(exitCodeOf(missed(false), false), EXIT.violation);
});

test("a violation stands though the environment failed; Ctrl-C is at least 2", () => {
  assert.equal(exitCodeOf(results(false), true), EXIT.violation);
  assert.equal(exitCodeOf(results(true), true), EXIT.environmentFailed);
  assert.equal(exitCodeOf(results("unknown"), true), EXIT.environmentFailed);
  assert.equal(exitCodeOf(results(true, "Ctrl-C"), false), EXIT.unknown);
  assert.equal(exitCodeOf(results(false, "Ctrl-C"), false), EXIT.violation);
});
