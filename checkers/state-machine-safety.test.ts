/** Equal parts of a log are equal, and nodes that have come differently far are not compared. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "#core/history.ts";
import { planOf } from "#core/plan.fixture.ts";
import { nanos, nodeId } from "#core/units.ts";
import type { Verdict } from "#core/verdict.ts";
import { stateMachineSafety } from "./state-machine-safety.ts";

/** What each node says in the end: how far it has come, and the digest of what took effect. */
function judge(...told: readonly (readonly [index: number, digest: number])[]): Verdict {
  const history = told.map(([index, digest], i): Event => {
    const node = nodeId(`n${i + 1}`);
    const event = { index: i, time: nanos(i), process: "harness", type: "info" } as const;
    return { ...event, f: "prefix", node, value: { index, digest } };
  });
  return stateMachineSafety.check(history, { plan: planOf(), shouldStop: () => false });
}

test("the same log everywhere, as far as each has come", () => {
  assert.equal(judge([7, 1], [7, 1], [6, 5]).valid, true);
});

test("two logs up to one entry are a violation, and it says who is on which side", () => {
  const verdict = judge([7, 1], [7, 2], [7, 1]);
  assert.ok(verdict.valid === false);
  const [{ name, explanation }] = verdict.anomalies;
  assert.equal(name, "logs-differ");
  assert.match(explanation, /up to entry 7 .* n1, n3 \| n2/);
});

test("who cannot be compared proves nothing", () => {
  assert.equal(judge([7, 1], [6, 2]).valid, "unknown");
  assert.equal(judge().valid, "unknown");
});
