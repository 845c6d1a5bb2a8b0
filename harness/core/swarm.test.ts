/** A hunt's seeds differ in everything that can be drawn, and each is a complete plan. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FAULT_KINDS } from "./fault.ts";
import type { Plan } from "./plan.ts";
import { drawn, swarm } from "./swarm.ts";

const base = { target: "raft", timeLimitMs: 20_000, bugs: ["stale-read"] } as unknown as Plan;
const plans = Array.from({ length: 300 }, (_, i) => swarm(base, String(i), FAULT_KINDS));

test("the same seed draws the same plan", () => {
  assert.deepEqual(swarm(base, "7", FAULT_KINDS), swarm(base, "7", FAULT_KINDS));
});

test("what was asked stays as it was", () => {
  assert.ok(plans.every((plan) => plan.target === "raft" && plan.bugs[0] === "stale-read"));
});

test("every kind is sometimes in, sometimes out, and never all are out", () => {
  for (const kind of FAULT_KINDS) {
    const count = plans.filter((plan) => plan.nemesis.includes(kind)).length;
    assert.ok(count > 90 && count < 240, `${kind} in ${count} of 300`);
  }
  assert.ok(plans.every((plan) => plan.nemesis.length > 0));
  assert.deepEqual(swarm(base, "1", []).nemesis, []);
});

test("sizes, rates and links vary", () => {
  const distinct = (of: (plan: Plan) => unknown): number => new Set(plans.map(of)).size;
  assert.deepEqual(
    [
      distinct((plan) => plan.nodes.length),
      distinct((plan) => plan.rate),
      distinct((plan) => plan.links.latency),
      distinct((plan) => plan.links.latencyMs),
      distinct((plan) => plan.links.lossPerMille),
    ],
    [2, 4, 3, 4, 3],
  );
  assert.match(drawn(plans[0]!), /nodes, \d+ clients at \d+\/s/);
});
