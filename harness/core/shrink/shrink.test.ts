/** What has nothing to do with a failure goes; what is needed stays. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fault } from "../fault.ts";
import { planOf } from "../plan.fixture.ts";
import { lengthOf, type Script, type ScriptedFault, type ScriptedOperation } from "../script.ts";
import { seedOf } from "../seed.ts";
import { millis, nodeId } from "../units.ts";
import { caseOf, hastened, sizeOf, until, withoutNode, type Case } from "./case.ts";
import { fewer } from "./fewer.ts";
import { glimpse, merged } from "./several.ts";
import { shrink, type Failure } from "./shrink.ts";

const [n1, n2, n3] = ["n1", "n2", "n3"].map(nodeId) as [never, never, never];

test("of any items those that are needed are left, whichever they are", () => {
  const items = Array.from({ length: 60 }, (_, i) => i);
  for (let round = 0; round < 50; round++) {
    const dice = seedOf(`fewer ${round}`).open();
    const needed = items.filter(() => dice.chance(60));
    const left = fewer(items, (some) => needed.every((item) => some.includes(item)));
    assert.deepEqual(left, needed);
  }
});

test("where any of several will do, one is left", () => {
  const items = Array.from({ length: 33 }, (_, i) => i);
  assert.equal(fewer(items, (some) => some.some((item) => item % 5 === 0)).length, 1);
});

const operation = (i: number, change: Partial<ScriptedOperation> = {}): ScriptedOperation => ({
  at: millis(100 * i),
  thread: i % 6,
  f: "write",
  key: `k${i % 3}`,
  value: i,
  ...change,
});
const pause = (id: string, nodes: readonly string[]): Fault => ({
  kind: "pause",
  name: `${id} paused`,
  nodes: nodes.map(nodeId),
});
const fault = (i: number): ScriptedFault => ({
  id: `f${i}`,
  at: millis(1000 * i),
  until: millis(1000 * i + 500),
  fault: pause(`f${i}`, ["n1", "n3"]),
  card: null,
  turns: [2 * i, 2 * i + 1],
});
const script: Script = {
  operations: Array.from({ length: 50 }, (_, i) => operation(i)),
  faults: [fault(1), fault(2), fault(3)],
  final: ["k0", "k1", "k2"],
  lasts: millis(5000),
};
const whole: Case = { plan: planOf({ concurrency: 6 }), script };

test("a search finds what a failure needs: its operations, its fault, its node, its order in time", () => {
  const fails = ({ plan, script: { operations, faults } }: Case): Failure | null => {
    const at = (value: number): number => operations.findIndex((op) => op.value === value);
    const second = faults.find(({ id }) => id === "f2");
    const hurts =
      second !== undefined && "nodes" in second.fault && second.fault.nodes.includes(n3);
    const inOrder =
      at(16) >= 0 && at(31) >= 0 && (operations[at(16)]?.at ?? 0) <= (second?.at ?? 0);
    if (!hurts || !inOrder || !plan.nodes.includes(n3)) return null;
    return { key: "k1", shownBy: operations[at(31)]?.at ?? null, culprits: [] };
  };
  const small = shrink(whole, { fails, shouldStop: () => false, progress: () => {} });
  assert.ok(small !== null);
  assert.deepEqual(
    small.script.operations.map(({ value }) => value),
    [16, 31],
  );
  assert.deepEqual(
    small.script.faults.map((one) => [one.id, one.fault.kind === "pause" && one.fault.nodes]),
    [["f2", [n3]]],
  );
  assert.ok(sizeOf(small).lengthMs <= 200, `${sizeOf(small).lengthMs} ms`);
  assert.ok(small.plan.nodes.length <= 2);
});

test("what fails only with luck is tried with other seeds, and keeps the seed that showed it", () => {
  const fails = ({ plan }: Case): Failure | null =>
    plan.seed.endsWith("~3") ? { key: null, shownBy: null, culprits: [] } : null;
  const small = shrink(whole, { fails, shouldStop: () => false, progress: () => {} });
  assert.equal(small?.plan.seed, "1~3");
  assert.deepEqual(small?.script.operations, []);
});

test("what can only be left out two at a time is left out two at a time", () => {
  const fails = ({ script: { operations } }: Case): Failure | null => {
    const values = new Set(operations.map(({ value }) => value));
    const pairs = Array.from({ length: 25 }, (_, i) => [values.has(i), values.has(i + 25)]);
    if (!values.has(16) || pairs.some(([a, b]) => a !== b)) return null;
    return { key: null, shownBy: lengthOf(whole.script), culprits: [] };
  };
  const small = shrink(whole, { fails, shouldStop: () => false, progress: () => {} });
  assert.ok(small !== null && fails(small) !== null);
  assert.ok(sizeOf(small).operations <= 12, `${sizeOf(small).operations} operations`);
});

test("a fault that lasts longer makes up for another", () => {
  const [joined] = [...merged(whole)];
  assert.deepEqual(
    joined?.script.faults.map(({ id, at, until: end }) => [id, at, end]),
    [
      ["f1", millis(1000), millis(2500)],
      ["f3", millis(3000), millis(3500)],
    ],
  );
});

test("a glimpse is a piece of the whole, begun at once, and the same for the same dice", () => {
  for (let i = 0; i < 40; i++) {
    const piece = glimpse(whole, seedOf(`${i}`).open());
    const { operations, faults, keys } = sizeOf(piece);
    assert.ok(operations <= 12 && faults <= 3 && keys <= 3);
    const asked = new Set(script.operations.map(({ value }) => value));
    assert.ok(piece.script.operations.every(({ value }) => asked.has(value)));
    assert.deepEqual(glimpse(whole, seedOf(`${i}`).open()), piece);
  }
});

test("what does not fail is not made small; what runs out of time is as small as it got", () => {
  const never = { fails: () => null, shouldStop: () => false, progress: () => {} };
  assert.equal(shrink(whole, never), null);
  let asked = 0;
  const late = {
    fails: () => ({ key: null, shownBy: null, culprits: [] }),
    shouldStop: () => ++asked > 1,
    progress: () => {},
  };
  assert.equal(shrink(whole, late)?.script.operations.length, 50);
});

test("time without pauses: nothing changes its place, nothing is further apart than asked", () => {
  const quick = hastened(whole, millis(30));
  const order = ({ script: { operations, faults } }: Case): readonly string[] =>
    [
      ...operations.map(({ at, value }) => ({ at, name: String(value) })),
      ...faults.flatMap((f) => [
        { at: f.at, name: f.id },
        { at: f.until, name: `${f.id} over` },
      ]),
    ]
      .toSorted((a, b) => a.at - b.at)
      .map(({ name }) => name);
  assert.deepEqual(order(quick), order(whole));
  assert.ok(lengthOf(quick.script) <= millis(30 * 51));
});

test("an end cut off cures what is in force, and nobody asks later", () => {
  const { script: cut } = until(whole, millis(2200));
  assert.equal(lengthOf(cut), millis(2200));
  assert.deepEqual(
    cut.faults.map(({ id }) => id),
    ["f1", "f2"],
  );
  assert.deepEqual(cut.final, []);
});

test("without a node everybody else keeps the node that they spoke to", () => {
  const without = withoutNode(whole, n2);
  assert.ok(without !== null);
  const asks = ({ plan, script: { operations } }: Case): readonly string[] =>
    operations.map(({ thread, value }) => `${value} on ${plan.nodes[thread % plan.nodes.length]}`);
  const others = asks(whole).filter((line) => !line.endsWith("n2"));
  assert.deepEqual(asks(without), others);
  assert.equal(withoutNode(caseOf({ ...whole.plan, nodes: [n1] }, script), n1), null);
});
