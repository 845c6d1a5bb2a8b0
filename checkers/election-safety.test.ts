/** Who may lead when: one node a term, and as many terms as they like. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { historyOf } from "#core/history.dialect.ts";
import { planOf } from "#core/plan.fixture.ts";
import type { Verdict } from "#core/verdict.ts";
import { electionSafety } from "./election-safety.ts";

const judge = (text: string, shouldStop = false): Verdict =>
  electionSafety.check(historyOf(text), { plan: planOf(), shouldStop: () => shouldStop });

test("two leaders of one term are one too many, however long ago the first stopped", () => {
  const verdict = judge("10 leads n1=1 \n 20 leads n2=2 \n 30 died n2 \n 900 leads n3=2");
  assert.ok(verdict.valid === false);
  const [anomaly, ...others] = verdict.anomalies;
  assert.deepEqual(others, []);
  assert.equal(anomaly.name, "two-leaders");
  assert.match(anomaly.explanation, /Term 2 has 2 leaders: n2 at 0\.020 s, n3 at 0\.900 s/);
  assert.deepEqual(anomaly.notes, [1, 3]);
  assert.deepEqual(anomaly.evidence, {
    term: 2,
    claims: [
      { node: "n2", index: 1, time: 20e6 },
      { node: "n3", index: 3, time: 900e6 },
    ],
  });
});

test("each such term is told, the first of them first", () => {
  const verdict = judge("1 leads n1=9 \n 2 leads n2=9 \n 3 leads n1=4 \n 4 leads n2=4");
  assert.ok(verdict.valid === false);
  const terms = verdict.anomalies.map(({ evidence }) => (evidence as { term: number }).term);
  assert.deepEqual(terms, [4, 9]);
});

test("leaders of different terms may overlap, in any order", () => {
  const verdict = judge("10 leads n1=3 \n 20 leads n2=5 \n 30 leads n3=4 \n 40 leads n1=6");
  assert.deepEqual(verdict, { valid: true, details: { terms: 4 } });
});

test("a node that comes to lead its own term again is no rival of itself", () => {
  const verdict = judge("10 leads n1=1 \n 20 died n1 \n 30 leads n1=1");
  assert.deepEqual(verdict, { valid: true, details: { terms: 1 } });
});

test("where nobody said that it leads, nobody knows", () => {
  const verdict = judge("0 phase faults \n 10-20 p1@n1 write x 1 \n 30 died n1");
  assert.ok(verdict.valid === "unknown");
  assert.equal(verdict.reason, "too-little");
});

test("out of time it passes nobody, but what it has seen is wrong all the same", () => {
  assert.equal(judge("10 leads n1=1", true).valid, "unknown");
  assert.equal(judge("10 leads n1=1 \n 20 leads n2=1", true).valid, false);
});
