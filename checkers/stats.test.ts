/** Counts by word and outcome; a word that never succeeded was not tested. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { historyOf } from "#core/history.dialect.ts";
import { operationsOf } from "#core/history.ts";
import { planOf } from "#core/plan.fixture.ts";
import type { Verdict } from "#core/verdict.ts";
import { stats, statsOf } from "./stats.ts";

const judge = (text: string): Verdict =>
  stats.check(historyOf(text), { plan: planOf(), shouldStop: () => false });

test("each word counted, errors by code, the most frequent first", () => {
  const text = `
    0-10 p1 write x 1
    10-20 p1 write x 2 ?timeout
    20-30 p2 write x 3 !refused
    30-40 p2 write x 4 !refused
    40-50 p2 read x -> 1
    60- p2 read x
  `;
  const { words, total } = statsOf(operationsOf(historyOf(text)));
  assert.deepEqual(words["write"], {
    attempts: 4,
    ok: 1,
    fail: 2,
    info: 1,
    errors: { refused: 2, timeout: 1 },
  });
  assert.deepEqual(Object.keys(words["write"]?.errors ?? {}), ["refused", "timeout"]);
  assert.deepEqual(words["read"]?.errors, { unanswered: 1 });
  assert.deepEqual([total.attempts, total.ok, total.fail, total.info], [6, 2, 2, 2]);
  assert.equal(judge(text).valid, true);
});

test("a word that never succeeded makes it unknown, and says why", () => {
  const verdict = judge("0-10 p1 read x -> 1 \n 20-30 p1 write x 1 ?timeout");
  assert.ok(verdict.valid === "unknown");
  assert.equal(verdict.message, "None of 1 write succeeded, mostly with timeout.");
});

test("nothing asked is unknown", () => assert.equal(judge("0 phase faults").valid, "unknown"));
