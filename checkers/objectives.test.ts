/** Objectives are missed, met, or not to be told; none of it is a violation. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { historyOf } from "#core/history.dialect.ts";
import { missedIn, NO_OBJECTIVES, type Objectives } from "#core/objectives.ts";
import { planOf } from "#core/plan.fixture.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import type { Verdict } from "#core/verdict.ts";
import { objectives } from "./objectives.ts";

const judge = (
  text: string,
  asked: Partial<Objectives>,
  workload: VocabularyName = "register",
): Verdict =>
  objectives.check(historyOf(text), {
    plan: planOf({ workload, objectives: { ...NO_OBJECTIVES, ...asked } }),
    shouldStop: () => false,
  });

const KILLED = `
  0-10 p1@n1 read x -> 1
  100-2000 kill f1 n1 proven
  2100-2600 p3@n1 read x -> 1
`;

test("recovery within what was asked, or beyond it", () => {
  const met = judge(KILLED, { recoveryMs: 600 });
  assert.deepEqual([met.valid, missedIn(met)], [true, []]);
  const missed = judge(KILLED, { recoveryMs: 599 });
  assert.equal(missed.valid, true);
  assert.deepEqual(missedIn(missed), [
    "Recovery took too long after f1 (0.600 s); at most 0.599 s was asked.",
  ]);
});

test("what never recovered was missed if it was watched long enough, else nobody knows", () => {
  const dead = `
    100-1000 kill f1 n1 proven
    1100-2100 p1@n1 read x ?timeout
    2100-3100 p1@n1 read x ?timeout
  `;
  assert.match(missedIn(judge(dead, { recoveryMs: 500 }))[0] ?? "", /after f1 \(more than/);
  assert.equal(judge(dead, { recoveryMs: 60_000 }).valid, "unknown");
});

test("without a fault there is nothing to recover from, and that is no pass", () => {
  assert.equal(judge("0-10 p1 read x -> 1", { recoveryMs: 1000 }).valid, "unknown");
});

test("availability at least what was asked", () => {
  const half = `
    0 phase faults
    0-10 p1@n1 read x -> 1
    20-1020 p1@n1 read x ?timeout
    1100 phase heal
  `;
  assert.match(
    missedIn(judge(half, { availability: 0.9 }))[0] ?? "",
    /^Availability [\d.]+ %; at least 90 % was asked\.$/,
  );
  assert.deepEqual(missedIn(judge(half, { availability: 0 })), []);
  assert.deepEqual(judge(half, {}).details, { objectives: [] });
});

test("reads no older than what was asked, where reads can be old", () => {
  const old = `
    0-10 p1@n1 write x 1
    20-30 p1@n1 write x 2
    80-90 p2@n2 read x -> 1
  `;
  const met = judge(old, { stalenessMs: 50 }, "lww-register");
  assert.deepEqual([met.valid, missedIn(met)], [true, []]);
  assert.deepEqual(missedIn(judge(old, { stalenessMs: 49 }, "lww-register")), [
    "Reads were up to 0.050 s old; at most 0.049 s was asked.",
  ]);
  assert.equal(judge("0-10 p1 write x 1", { stalenessMs: 9 }, "lww-register").valid, "unknown");
  assert.equal(judge("0-10 p1 read x -> 3", { stalenessMs: 9 }, "g-counter").valid, "unknown");
});
