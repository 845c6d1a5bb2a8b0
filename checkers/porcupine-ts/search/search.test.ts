/** How much work the search does, and when it gives up: in nodes and looks, not in seconds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { play, withContradiction, withStaleRead, type Shape } from "../bench/histories.ts";
import type { Columns } from "../columns.ts";
import { encode } from "../encode.ts";
import { historyOf } from "../history-text.laws.ts";
import { models } from "../models/models.ts";
import { DepthFirst } from "./depth-first.ts";
import { precheck } from "./precheck.ts";
import { search } from "./search.ts";
import { Timeline } from "./timeline.ts";

const MEGABYTE = 1024 * 1024;
const register = models["cas-register"]();

function nodesPerOperation(shape: Omit<Shape, "seed">, seed: number): number {
  const history = play({ ...shape, seed });
  const machine = register.compile(history, () => []);
  const effort = { pulse: () => {}, memoryBytes: 64 * MEGABYTE, seed: 1 };
  const search = new DepthFirst(history, new Timeline(history), machine, effort);
  assert.equal(search.run(0), "found");
  return search.nodes / history.count;
}

const SHAPES: readonly (readonly [what: string, nodes: number, shape: Omit<Shape, "seed">])[] = [
  [
    "unique values, 100 processes, some lost",
    1,
    { operations: 5_000, processes: 100, values: 0, casPercent: 0, infoPercent: 5 },
  ],
  [
    "unique values and compare-and-set",
    1,
    { operations: 5_000, processes: 20, values: 0, casPercent: 30, infoPercent: 3 },
  ],
  [
    "five values, refusals seen",
    3,
    { operations: 5_000, processes: 20, values: 5, casPercent: 33, infoPercent: 0 },
  ],
  [
    "five values, refusals seen, some lost",
    3,
    { operations: 5_000, processes: 20, values: 5, casPercent: 33, infoPercent: 3 },
  ],
];

for (const [what, most, shape] of SHAPES)
  test(`${what}: a valid history takes hardly more nodes than operations`, () => {
    for (const seed of [1, 2, 3]) {
      const nodes = nodesPerOperation(shape, seed);
      assert.ok(nodes <= most, `seed ${seed}: ${nodes}`);
    }
  });

const WIDE: Shape = {
  operations: 4_000,
  processes: 50,
  values: 0,
  casPercent: 0,
  infoPercent: 0,
  seed: 5,
};

/** Impossible for the order alone: what the precheck lets pass. */
function contradictory(shape: Partial<Shape>): Columns {
  const history = play({ ...WIDE, ...shape });
  const impossible = withContradiction(history, (candidate) => {
    const machine = register.compile(candidate, () => []);
    return precheck(candidate, new Timeline(candidate), machine, () => {}) === "passed";
  });
  assert.notEqual(impossible, history);
  return impossible;
}

const judge = (history: Columns, shouldStop: () => boolean): ReturnType<typeof search> =>
  search(
    history,
    register.compile(history, () => []),
    { shouldStop, memoryBytes: 16 * MEGABYTE },
  );

test("a stale read is refuted without a search", () => {
  const found = judge(withStaleRead(play(WIDE)), () => false);
  assert.ok(found.valid === false);
  assert.equal(found.algorithm, "precheck");
  assert.equal(found.rule, "stale-read");
  assert.equal(found.rows.length, 3);
});

test("the precheck objects to no history that was played", () => {
  for (let seed = 0; seed < 300; seed++) {
    const history = play({
      ...WIDE,
      operations: 60,
      processes: 6,
      values: 3,
      casPercent: 40,
      seed,
    });
    const machine = register.compile(history, () => []);
    assert.equal(
      precheck(history, new Timeline(history), machine, () => {}),
      "passed",
    );
  }
});

test("what is impossible for its order alone is exhausted, with the longest order", () => {
  const history = contradictory({ operations: 600, processes: 5 });
  const found = judge(history, () => false);
  assert.ok(found.valid === false);
  assert.equal(found.algorithm, "search");
  assert.ok(found.order.length > history.count / 3);
  assert.ok(found.rows.length > 0);
});

test("a search that is told to stop says how far it came", () => {
  // Of all the sums of some of these numbers none is the one read.
  const adds = Array.from({ length: 18 }, (_, i) => `p${i} [10,90] add ${2 * 3 ** i}`);
  const text = ["p0 [1,2] add 1", "p1 [3,4] read -> 1", ...adds, "p20 [91,92] read -> 4"];
  const counter = models.counter();
  const table = encode(historyOf(text.join("\n")), counter, "ignore", () => false);
  assert.ok(table !== "stopped");
  let looks = 0;
  const found = search(
    table.columns,
    counter.compile(table.columns, () => table.values),
    {
      shouldStop: () => ++looks > 50,
      memoryBytes: 64 * MEGABYTE,
    },
  );
  assert.ok(found.valid === "unknown");
  assert.equal(found.reason, "stopped");
  assert.equal(found.placed, 20);
});

test("all operations are in the list again after a search that found nothing", () => {
  const history = contradictory({ operations: 600, processes: 5 });
  const timeline = new Timeline(history);
  const { left } = timeline;
  const before = timeline.next.slice();
  const machine = register.compile(history, () => []);
  const effort = { pulse: () => {}, memoryBytes: 64 * MEGABYTE, seed: 1 };
  assert.equal(new DepthFirst(history, timeline, machine, effort).run(0), "exhausted");
  assert.equal(timeline.left, left);
  assert.deepEqual(timeline.next, before);
});
