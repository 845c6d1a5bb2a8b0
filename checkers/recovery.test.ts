/** Recovery is measured from proven moments, and what was not seen is censored, not dropped. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FaultFigures, RecoveryFigures, Wait } from "#core/figures.ts";
import { historyOf } from "#core/history.dialect.ts";
import { planOf } from "#core/plan.fixture.ts";
import { recovery, recoveryOf } from "./recovery.ts";

const measure = (text: string): RecoveryFigures => recoveryOf(historyOf(text), planOf());
const only = (text: string): FaultFigures => measure(text).faults[0] ?? assert.fail("no fault");
/** `120` or, watched in vain for so long, `120+`. */
const said = (wait: Wait): string => (wait.happened ? `${wait.ms}` : `${wait.watchedMs}+`);

test("a run without faults has nothing to recover from; one without clients shows nothing", () => {
  const context = { plan: planOf(), shouldStop: () => false };
  assert.equal(recovery.check(historyOf("10-20 p1 read x -> 1"), context).valid, true);
  const silent = historyOf("100-200 kill f1 n1 proven");
  assert.equal(recovery.check(silent, context).valid, "unknown");
});

const LEADER_KILLED = `
  0-10 p1@n1 read x -> 1
  100-2000 kill f1 n1 proven
  150-160 p2@n2 read x -> 1
  200-205 p1@n1 read x !connection-refused
  300-1300 p2@n2 read x ?timeout
  400-405 p1@n1 read x !connection-refused
  1300-2300 p2@n2 read x ?timeout
  1900-1950 p3@n1 read x !connection-refused
  2100-2600 p3@n1 read x -> 1
  2300-2310 p4@n2 read x -> 1
`;

test("a fault, from its beginning: the first failure, some nodes out, all nodes out", () => {
  const fault = only(LEADER_KILLED);
  assert.equal(said(fault.firstFailure), "100");
  assert.equal(said(fault.partialOutage), "100");
  assert.equal(said(fault.fullOutage), "100");
  const { happened } = fault.firstFailure;
  assert.equal(
    happened && fault.firstFailure.resolutionMs,
    50,
    "the last attempt before was at 150",
  );
});

test("recovery: the first ok invoked after the end, to its answer, at one node and at every node", () => {
  const fault = only(LEADER_KILLED);
  assert.deepEqual([said(fault.recovery), said(fault.everyNode)], ["600", "600"]);
  assert.equal(fault.longestOutage?.lengthMs, 2100, "the answer at 2600 came too late to end it");
});

test("an ok that was invoked before the end is no recovery", () => {
  const fault = only(`
    100-1000 pause f1 n1 proven
    900-1100 p1@n1 read x -> 1
    1200-2200 p1@n1 read x ?timeout
    2200-2210 p2@n1 read x -> 1
  `);
  assert.equal(said(fault.recovery), "1210");
});

test("a fault that nobody felt has no first failure: watched in vain, as long as somebody asked", () => {
  const fault = only(`
    100-1000 partition f1 n1>n2 proven
    500-510 p1@n1 read x -> 1
    1100-1110 p1@n1 read x -> 1
    9000-9010 p1@n1 read x -> 1
  `);
  assert.deepEqual([said(fault.firstFailure), said(fault.fullOutage)], ["1000+", "1000+"]);
  assert.deepEqual([said(fault.recovery), fault.longestOutage], ["110", null]);
});

test("a failure after everybody had recovered is not the fault's doing", () => {
  const fault = only(`
    100-1000 pause f1 n1 proven
    1100-1110 p1@n1 read x -> 1
    5000-6000 p1@n1 read x ?timeout
  `);
  assert.equal(fault.firstFailure.happened, false);
  assert.equal(fault.attempts, 1);
});

test("no ok before the next fault: censored, counted, and part of the mean", () => {
  const { kinds } = measure(`
    0-500 kill f1 n1 proven
    600-610 p1@n1 read x -> 1
    1000-1500 kill f2 n1 proven
    1600-2600 p1@n1 read x ?timeout
    3000-3500 kill f3 n1 proven
    3700-3710 p2@n1 read x -> 1
  `);
  const recovery = kinds[0]?.recovery ?? assert.fail();
  assert.deepEqual([recovery.n, recovery.censored], [3, 1]);
  assert.equal(recovery.meanAtLeastMs, (110 + 100 + 210) / 3);
  assert.deepEqual([recovery.p50Ms, recovery.p90Ms], [110, 210]);
});

test("the recovery of one node is not that of all", () => {
  const fault = only(`
    100-1000 partition f1 n1>n2,n2>n1 proven
    200-1200 p1@n1 read x ?timeout
    200-210 p2@n2 read x -> 1
    1050-1060 p2@n2 read x -> 1
    1200-2200 p1@n1 read x ?timeout
    1300-1310 p2@n2 read x -> 1
  `);
  assert.deepEqual([said(fault.recovery), said(fault.everyNode)], ["60", "200+"]);
  assert.deepEqual([fault.partialOutage.happened, fault.fullOutage.happened], [true, false]);
});

test("faults that overlap are one episode and count for no kind", () => {
  const figures = measure(`
    100-500 kill f1 n1 proven
    400-900 pause f2 n2 proven
    1000-1500 kill f3 n1 applied
    2000-2500 kill f4 n1 unproven
    3000- pause f5 n1
    1600-1610 p1@n1 read x -> 1
  `);
  assert.deepEqual(
    figures.episodes.map(({ id, faults }) => [id, faults]),
    [
      ["e1", ["f1", "f2"]],
      ["e2", ["f3"]],
      ["e3", ["f4"]],
      ["e4", ["f5"]],
    ],
  );
  assert.deepEqual(
    figures.faults.map(({ id, counted, excluded }) => [id, counted, excluded]),
    [
      ["f1", false, "it shared its episode with f2"],
      ["f2", false, "it shared its episode with f1"],
      ["f3", true, null],
      ["f4", false, "its effect was not proven"],
      ["f5", false, "it was never cured"],
    ],
  );
  assert.deepEqual(
    figures.kinds.map(({ kind, injected, n }) => [kind, injected, n]),
    [
      ["kill", 3, 1],
      ["pause", 2, 0],
    ],
  );
});
