/** A cause planted among hundreds of operations and faults is found, whatever it is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { planOf } from "../plan.fixture.ts";
import { lengthOf, type Script, type ScriptedFault, type ScriptedOperation } from "../script.ts";
import { seedOf, type Dice } from "../seed.ts";
import { millis, nodeId } from "../units.ts";
import { sizeOf, type Case } from "./case.ts";
import { shrink, type Failure, type ShrinkSettings } from "./shrink.ts";

const OPERATIONS = 500;
const FAULTS = 100;
const NODES = ["n1", "n2", "n3", "n4", "n5"].map(nodeId);

const script: Script = {
  operations: Array.from({ length: OPERATIONS }, (_, i): ScriptedOperation => ({
    at: millis(20 * i),
    thread: i % 10,
    f: "write",
    key: `k${i % 7}`,
    value: i,
  })),
  faults: Array.from({ length: FAULTS }, (_, i): ScriptedFault => ({
    id: `f${i}`,
    at: millis(100 * i + 5),
    until: millis(100 * i + 245),
    fault: {
      kind: "pause",
      name: `f${i}`,
      nodes: [NODES[i % 5] as never, NODES[(i + 1) % 5] as never],
    },
    card: null,
    turns: [2 * i, 2 * i + 1],
  })),
  final: ["k0"],
  lasts: millis(20 * OPERATIONS),
};
const whole: Case = { plan: planOf({ nodes: NODES, concurrency: 10 }), script };

/** Some operations in their order, the first of them while each of some faults is in force. */
interface Cause {
  readonly operations: readonly number[];
  readonly faults: readonly string[];
}

function planted(dice: Dice): Cause {
  const first = dice.int(OPERATIONS - 20) + 5;
  const others = Array.from({ length: dice.int(3) }, () => first + 1 + dice.int(14));
  const inForce = script.faults.filter(
    ({ at, until }) => at <= 20e6 * first && until > 20e6 * first,
  );
  return {
    operations: [...new Set([first, ...others])].toSorted((a, b) => a - b),
    faults: inForce.filter(() => dice.chance(600)).map(({ id }) => id),
  };
}

/** How often it was asked, besides the answer. */
function judgeOf({ operations, faults }: Cause): { asked: number } & ShrinkSettings {
  const judge = {
    asked: 0,
    shouldStop: () => false,
    progress: () => {},
    fails: ({ script: some }: Case): Failure | null => {
      judge.asked++;
      const places = operations.map((value) =>
        some.operations.findIndex((op) => op.value === value),
      );
      const found = places.map((at) => some.operations[at]);
      const [first] = found;
      const inOrder = found.every((op, i) => op !== undefined && op.at >= (found[i - 1]?.at ?? 0));
      if (first === undefined || !inOrder) return null;
      const holds = faults.every((id) =>
        some.faults.some((one) => one.id === id && one.at <= first.at && one.until > first.at),
      );
      if (!holds) return null;
      return { key: null, shownBy: found.at(-1)?.at ?? null, culprits: places };
    },
  };
  return judge;
}

test("what was planted is left, and nothing else", () => {
  for (let round = 0; round < 12; round++) {
    const cause = planted(seedOf(`planted ${round}`).open());
    const judge = judgeOf(cause);
    const small = shrink(whole, judge);
    assert.ok(small !== null);
    const values = small.script.operations.map(({ value }) => value);
    assert.deepEqual(values, cause.operations, `round ${round}`);
    assert.deepEqual(
      small.script.faults.map(({ id }) => id),
      cause.faults,
      `round ${round}`,
    );
    assert.ok(sizeOf(small).lengthMs <= 1500, `${sizeOf(small).lengthMs} ms`);
    assert.ok(judge.asked < 1000, `asked ${judge.asked} times`);
  }
});

/** Fails by luck, the more so the more there is of it, as where many must come together. */
const lucky = ({ plan, script: some }: Case): Failure | null => {
  const chance = 40 + 2 * some.operations.length + 10 * some.faults.length;
  const dice = seedOf(JSON.stringify([plan.seed, some])).open();
  const fails = some.operations.length >= 4 && some.faults.length >= 2 && dice.chance(chance);
  return fails ? { key: null, shownBy: lengthOf(some), culprits: [] } : null;
};

test("what is handed back fails, the same each time, however much was luck", () => {
  for (const seed of ["1", "2", "3"]) {
    const unlucky: Case = { plan: { ...whole.plan, seed }, script };
    const settings = { fails: lucky, shouldStop: () => false, progress: () => {} };
    const small = shrink(unlucky, settings);
    assert.ok(small !== null);
    assert.ok(lucky(small) !== null);
    assert.deepEqual(shrink(unlucky, settings), small);
    const { faults, operations } = sizeOf(small);
    assert.ok(faults <= 3 && operations <= 12, `${faults} faults, ${operations} operations`);
  }
});
