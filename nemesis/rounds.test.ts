/** Scenarios are played round by round, and whatever they break they mend. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, type Fault } from "#core/fault.ts";
import { nemesis } from "#core/generator/route.ts";
import { timeLimit } from "#core/generator/pace.ts";
import type { History } from "#core/history.ts";
import { pretend } from "#core/interpreter/virtual.ts";
import type { Outcome } from "#core/operation.ts";
import type { CureRequest, InjectRequest } from "#core/ports/nemesis.ts";
import { seedOf } from "#core/seed.ts";
import { millis, nanos, nodeId } from "#core/units.ts";
import { nemeses } from "./registry.ts";
import { plain, rounds } from "./rounds.ts";
import type { Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios.ts";
import { SITE_SCENARIOS } from "./sites.ts";

const NODES = ["n1", "n2", "n3", "n4", "n5"].map(nodeId);
const LIMIT_MS = 20_000;

/** A world in which all faults take hold at once, but for those whose turn it is to fail. */
function play(scenario: Scenario, seed: string, failing: ReadonlySet<string> = new Set()): History {
  const leaders = [nodeId("n2")];
  const faultOf = (request: InjectRequest): Fault =>
    "fault" in request
      ? request.fault
      : nemeses[request.card.kind].aim(request.card, { nodes: NODES, zones: [], leaders });
  const outcomeOf = (f: string, value: unknown, now: number): Outcome => {
    const { id } = value as CureRequest;
    if (failing.has(id)) return { type: "info", error: { code: "inject-failed", message: "" } };
    const proof = { effect: "proven", evidence: "", ended: nanos(now) };
    if (f === "cure") return { type: "ok", value: { id, ...proof } };
    return { type: "ok", value: { id, fault: faultOf(value as InjectRequest), began: nanos(now) } };
  };
  const all = { seed: seedOf(seed), scenarios: [scenario] as const, nodes: NODES };
  const generator = nemesis(timeLimit(millis(LIMIT_MS), rounds({ ...all, timeLimitMs: LIMIT_MS })));
  return pretend(generator, {
    concurrency: 1,
    answer: ({ op }) => ({ after: millis(1), outcome: outcomeOf(op.f, op.value, 0) }),
  });
}

for (const scenario of [...SCENARIOS, ...SITE_SCENARIOS])
  test(`${scenario.name}: every fault is over at the end, of the kinds that it needs, in many rounds`, () => {
    const history = play(scenario, "1");
    const faults = faultsOf(history);
    assert.ok(faults.length >= 3, `${faults.length} faults`);
    assert.ok(faults.every(({ ended }) => ended !== null));
    assert.deepEqual(
      [...new Set(faults.map(({ fault }) => fault.kind))].toSorted(),
      [...scenario.needs].toSorted(),
    );
    assert.ok((history.at(-1)?.time ?? 0) <= millis(LIMIT_MS));
    assert.deepEqual(play(scenario, "1"), history, "the same seed is the same scenario");
    assert.notDeepEqual(play(scenario, "2"), history);
  });

test("what never took hold is not cured, and the rest goes on", () => {
  const scenario = SCENARIOS.find(({ name }) => name === "rolling-restarts");
  assert.ok(scenario !== undefined);
  const history = play(scenario, "1", new Set(["f2"]));
  const cures = history.filter(({ f, type }) => f === "cure" && type === "invoke");
  const cured = cures.map(({ value }) => (value as CureRequest).id);
  assert.deepEqual(cured.slice(0, 3), ["f1", "f3", "f4"]);
});

test("what a card has become is done again to the same nodes, if it ever took hold", () => {
  const aimed = { kind: "kill", shape: "kill", chooser: "one", seed: "s" } as const;
  const twice: Scenario = {
    name: "twice",
    description: "The same again.",
    needs: ["kill"],
    round: () => [
      { afterMs: 100, inject: aimed, name: "once" },
      { afterMs: 100, cure: "once" },
      { afterMs: 100, afterElectionMs: 7, again: "once", name: "again" },
      { afterMs: 100, cure: "again" },
    ],
  };
  const history = play(twice, "1");
  const [first, second] = faultsOf(history);
  assert.deepEqual(second?.fault, first?.fault);
  const asked = history.filter(({ f, type }) => f === "inject" && type === "invoke");
  const waits = asked.map(({ value }) => (value as InjectRequest).afterElectionMs);
  assert.deepEqual(waits.slice(0, 2), [undefined, 7]);
  const failed = play(twice, "1", new Set(["f1"]));
  const ids = failed
    .filter(({ type }) => type === "invoke")
    .map(({ value }) => (value as CureRequest).id);
  assert.deepEqual(ids.slice(0, 2), ["f1", "f3"]);
});

test("a plain kind is a round of its own: struck, held, cured", () => {
  const rhythm = { holdMs: 300, intervalMs: 700 };
  const history = play(plain(nemeses.kill, true, rhythm), "1");
  const times = history.filter(({ type }) => type === "invoke").map(({ time }) => time / 1e6);
  assert.deepEqual(times.slice(0, 4), [700, 1001, 1702, 2003]);
});

test("a hub, a chain, a link, one follower: who still hears whom", () => {
  const aim = (shape: string): Fault =>
    nemeses.partition.aim(
      { kind: "partition", shape, chooser: "leader", seed: "s" },
      { nodes: NODES, zones: [], leaders: [nodeId("n2")] },
    );
  const cutsOf = (fault: Fault): number => (fault.kind === "partition" ? fault.cuts.length : 0);
  assert.deepEqual(["hub", "chain", "all-but-one", "link"].map(aim).map(cutsOf), [12, 12, 6, 2]);
  const chain = aim("chain");
  assert.match(chain.name, /^a chain: n2 - n\d - n\d - n\d - n\d$/);
  assert.doesNotMatch(aim("hub").name, /n2/);
});
