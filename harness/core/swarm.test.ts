/** A hunt's seeds differ in everything that can be drawn, and each is a complete plan. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FAULT_KINDS, USUAL_FAULTS } from "./fault.ts";
import type { Plan } from "./plan.ts";
import { drawn, swarm, type Choices } from "./swarm.ts";

const base = {
  target: "raft",
  zones: [],
  timeLimitMs: 20_000,
  bugs: ["stale-read"],
} as unknown as Plan;
const EVERYTHING: Choices = {
  kinds: FAULT_KINDS,
  seldom: FAULT_KINDS.filter((kind) => !USUAL_FAULTS.includes(kind)),
  scenarios: ["figure-8", "flapping-link"],
  workloads: ["register", "set"],
  options: [{ name: "reads", choices: ["index", "lease"] }],
};
const plans = Array.from({ length: 300 }, (_, i) => swarm(base, String(i), EVERYTHING));

test("the same seed draws the same plan", () => {
  assert.deepEqual(swarm(base, "7", EVERYTHING), swarm(base, "7", EVERYTHING));
});

test("what was asked stays as it was", () => {
  assert.ok(plans.every((plan) => plan.target === "raft" && plan.bugs[0] === "stale-read"));
});

test("every kind is sometimes in, sometimes out, and never all are out", () => {
  const improvised = plans.filter((plan) => plan.scenarios.length === 0);
  for (const kind of FAULT_KINDS) {
    const count = improvised.filter((plan) => plan.nemesis.includes(kind)).length;
    const [least, most] = USUAL_FAULTS.includes(kind) ? [35, 110] : [8, 50];
    assert.ok(count > least && count < most, `${kind} in ${count} of ${improvised.length}`);
  }
  assert.ok(improvised.every((plan) => plan.nemesis.length > 0));
  const { nemesis, scenarios } = swarm(base, "1", { ...EVERYTHING, kinds: [], scenarios: [] });
  assert.deepEqual([nemesis, scenarios], [[], []]);
});

test("most seeds follow scenarios, some improvise, and all do where nothing else was asked", () => {
  const directed = plans.filter((plan) => plan.scenarios.length > 0);
  assert.ok(directed.length > 140 && directed.length < 220, `${directed.length} of 300`);
  assert.ok(directed.every((plan) => plan.nemesis.length === 0));
  assert.deepEqual(new Set(directed.map((plan) => plan.scenarios.length)), new Set([1, 2]));
  assert.ok(swarm(base, "1", { ...EVERYTHING, kinds: [] }).scenarios.length > 0);
});

test("sizes, rates and links vary", () => {
  const distinct = (of: (plan: Plan) => unknown): number => new Set(plans.map(of)).size;
  assert.deepEqual(
    [
      distinct((plan) => plan.nodes.length),
      distinct((plan) => plan.rate),
      distinct((plan) => plan.faultsAtOnce),
      distinct((plan) => plan.options["reads"]),
      distinct((plan) => plan.links.latency),
      distinct((plan) => plan.links.latencyMs),
      distinct((plan) => plan.links.lossPerMille),
    ],
    [2, 4, 3, 2, 3, 5, 3],
  );
  assert.match(drawn(plans[0]!), /nodes, \d+ clients at \d+\/s/);
});

test("every kind that is in has the time for a turn, and another should that be in vain", () => {
  const slowest = Math.max(
    ...plans.map((plan) => plan.nemesisIntervalMs * (4 * plan.nemesis.length + 1)),
  );
  assert.ok(slowest > 0 && slowest <= base.timeLimitMs, `${slowest} ms`);
});
