/** Ages of reads in histories of a few lines, and against every order that there could have been. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { historyOf } from "#core/history.dialect.ts";
import { operationsOf, type History, type Operation } from "#core/history.ts";
import { planOf } from "#core/plan.fixture.ts";
import { seedOf, type Dice } from "#core/seed.ts";
import type { StalenessFigures } from "#core/staleness.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import { registerAges } from "./register-ages.ts";
import { setAges } from "./set-ages.ts";
import { canAge, staleness, stalenessOf } from "./staleness.ts";

/** Of each read, in order: how old in milliseconds, and how much it had missed. */
const register = (text: string): readonly (readonly [number, number])[] =>
  registerAges(operationsOf(historyOf(text))).map(({ age, missed }) => [age / 1e6, missed]);
const set = (text: string): readonly (readonly [number, number])[] =>
  setAges(operationsOf(historyOf(text))).map(({ age, missed }) => [age / 1e6, missed]);

const TWO = "0-10 p1 write x 1 \n 20-30 p1 write x 2";

test("a register: as old as the acknowledgement of the first newer write", () => {
  assert.deepEqual(register(`${TWO} \n 80-90 p2 read x -> 2`), [[0, 0]]);
  assert.deepEqual(register(`${TWO} \n 80-90 p2 read x -> 1`), [[50, 1]]);
  assert.deepEqual(register(`${TWO} \n 80-90 p2 read x -> null`), [[70, 2]]);
});

test("a register: what was acknowledged while the read went on, it need not have seen", () => {
  assert.deepEqual(register(`${TWO} \n 25-90 p2 read x -> 1`), [[0, 0]]);
});

test("a register: writes that overlap may have come in either order", () => {
  const both = "0-25 p1 write x 1 \n 20-30 p3 write x 2";
  for (const value of [1, 2])
    assert.deepEqual(register(`${both} \n 80-90 p2 read x -> ${value}`), [[0, 0]]);
  const later = `${both} \n 40-50 p1 write x 3`;
  assert.deepEqual(register(`${later} \n 80-90 p2 read x -> 1`), [[30, 1]]);
});

test("a register: of several newer writes the first to be acknowledged, all are counted", () => {
  const three = `0-10 p1 write x 1 \n 20-60 p1 write x 2 \n 30-40 p2 write x 3 \n 45-95 p3 write x 4`;
  assert.deepEqual(register(`${three} \n 90-99 p4 read x -> 1`), [[50, 2]]);
});

test("a register: a write without an answer may come last, unless a read has seen it before", () => {
  const open = "0-10 p1 write x 1 ?timeout \n 40-50 p2 write x 2";
  assert.deepEqual(register(`${open} \n 80-90 p3 read x -> 1`), [[0, 0]]);
  const seen = `${open} \n 20-30 p3 read x -> 1 \n 80-90 p3 read x -> 1`;
  assert.deepEqual(register(seen), [
    [0, 0],
    [30, 1],
  ]);
  const never = "0-10 p1 write x 1 \n 20-30 p2 write x 2 ?timeout \n 80-90 p3 read x -> 1";
  assert.deepEqual(register(never), [[0, 0]]);
});

test("a register: compare-and-sets write too, refused writes do not", () => {
  const swapped = "0-10 p1 write x 1 \n 20-30 p1 cas x [1,2]";
  assert.deepEqual(register(`${swapped} \n 80-90 p2 read x -> 1`), [[50, 1]]);
  const refused = "0-10 p1 write x 1 \n 20-30 p1 cas x [1,2] !mismatch";
  assert.deepEqual(register(`${refused} \n 80-90 p2 read x -> 1`), [[0, 0]]);
});

test("a register: of a value that nobody wrote, or that two wrote, nothing is said", () => {
  assert.deepEqual(register(`${TWO} \n 80-90 p2 read x -> 7`), []);
  assert.deepEqual(register(`${TWO} \n 40-50 p1 write x 1 \n 80-90 p2 read x -> 1`), []);
});

const ADDS = "0-10 p1 add x 1 \n 20-30 p1 add x 2 \n 40-50 p1 add x 3 ?timeout";

test("a set: as old as the oldest acknowledged add that is missing", () => {
  assert.deepEqual(set(`${ADDS} \n 80-90 p2 read x -> [1,2]`), [[0, 0]]);
  assert.deepEqual(set(`${ADDS} \n 80-90 p2 read x -> [1]`), [[50, 1]]);
  assert.deepEqual(set(`${ADDS} \n 80-90 p2 read x -> []`), [[70, 2]]);
  assert.deepEqual(set(`${ADDS} \n 25-90 p2 read x -> [1]`), [[0, 0]]);
});

test("a set: what a removal may have taken away is not missing, what came after it is", () => {
  const removed = `${ADDS} \n 60-70 p2 remove x 1`;
  assert.deepEqual(set(`${removed} \n 80-90 p2 read x -> [2]`), [[0, 0]]);
  const during = `${ADDS} \n 85-95 p2 remove x 1`;
  assert.deepEqual(set(`${during} \n 80-90 p3 read x -> [2]`), [[0, 0]]);
  assert.deepEqual(set(`${ADDS} \n 91-95 p2 remove x 1 \n 80-90 p3 read x -> [2]`), [[70, 1]]);
  const back = `${removed} \n 72-74 p1 add x 1`;
  assert.deepEqual(set(`${back} \n 80-90 p2 read x -> [2]`), [[6, 1]]);
  const doubtful = `${ADDS} \n 60-70 p2 remove x 1 ?timeout \n 72-74 p1 add x 1`;
  assert.deepEqual(set(`${doubtful} \n 80-90 p2 read x -> [2]`), [[0, 0]]);
});

const figures = (text: string, workload: VocabularyName): StalenessFigures =>
  stalenessOf(historyOf(text), planOf({ workload }));

test("figures: the fault phase's reads, by node, the oldest with what they missed", () => {
  const text = `
    0 phase faults
    ${TWO}
    70-75 p2@n2 read x -> 1
    80-90 p2@n2 read x -> null
    81-91 p3@n3 read x -> 2
    82-92 p4@n1 read x -> 7
    100 phase recovery
    110-120 p3@n3 read x -> null`;
  const { total, nodes, unmeasured, oldest } = figures(text, "lww-register");
  assert.deepEqual([total.reads, total.stale, unmeasured], [3, 2, 1]);
  assert.deepEqual([total.ageMs?.max, total.missed?.max], [70, 2]);
  assert.deepEqual(
    nodes.map(({ node, reads, stale }) => [node, reads, stale]),
    [
      ["n1", 0, 0],
      ["n2", 2, 2],
      ["n3", 1, 0],
    ],
  );
  assert.deepEqual(
    oldest.map(({ ageMs, missed, first }) => [ageMs, missed, historyOf(text)[first ?? -1]?.value]),
    [
      [70, 2, 1],
      [40, 1, 2],
    ],
  );
});

test("old reads are no violation, and counters have no age", () => {
  const context = { plan: planOf({ workload: "rw-register" }), shouldStop: () => false };
  const old = historyOf(`${TWO} \n 80-90 p2 read x -> null`);
  assert.equal(staleness.check(old, context).valid, true);
  assert.deepEqual(
    (["register", "or-set", "g-counter"] as const).map((workload) => canAge(planOf({ workload }))),
    [true, true, false],
  );
});

/** A few operations on one register, with answers that may be anything. */
function randomHistory(dice: Dice): History {
  const lines = Array.from({ length: 8 }, (_, i) => {
    const from = dice.int(60);
    const times = `${from}-${from + 1 + dice.int(40)}`;
    if (i < 4) return `${times} p${i} write x ${i + 1}${dice.chance(250) ? " ?timeout" : ""}`;
    return `${times} p${i} read x -> ${dice.pick(["null", "1", "2", "3", "4"])}`;
  });
  return historyOf(lines.join("\n"));
}

test("registers: no order of the writes that the record allows makes a read younger, and one is it", () => {
  let old = 0;
  for (let seed = 0; seed < 1200; seed++) {
    const operations = operationsOf(randomHistory(seedOf(`${seed}`).open()));
    if (seesTheFuture(operations)) continue;
    for (const { read, age, missed } of registerAges(operations)) {
      assert.deepEqual([age, missed], youngest(operations, read), `seed ${seed}`);
      if (missed > 0) old++;
    }
  }
  assert.ok(old > 200, `${old} old reads`);
});

/** One element that comes and goes, with reads that show it or not. */
function randomSet(dice: Dice): History {
  const lines = Array.from({ length: 7 }, (_, i) => {
    const from = dice.int(60);
    const times = `${from}-${from + 1 + dice.int(30)}`;
    const answer = dice.chance(250) ? " ?timeout" : "";
    if (i < 4) return `${times} p${i} ${dice.pick(["add", "add", "remove"])} x 1${answer}`;
    return `${times} p${i} read x -> ${dice.pick(["[]", "[]", "[1]"])}`;
  });
  return historyOf(lines.join("\n"));
}

test("sets: no order of adds and removals makes a read that lacks an element younger", () => {
  let old = 0;
  for (let seed = 0; seed < 1200; seed++) {
    const operations = operationsOf(randomSet(seedOf(`${seed}`).open()));
    for (const { read, age, missed } of setAges(operations)) {
      assert.deepEqual([age, missed], leastMissed(operations, read), `seed ${seed}`);
      if (missed > 0) old++;
    }
  }
  assert.ok(old > 200, `${old} old reads`);
});

/** In each order the element is there since the first add after the last removal. */
function leastMissed(operations: readonly Operation[], read: Operation): readonly [number, number] {
  if ((valueOf(read) as readonly unknown[]).length > 0) return [0, 0];
  const begun = operations.filter(
    ({ f, index }) => f !== "read" && index < (read.completion ?? Infinity),
  );
  const ages = orders(begun)
    .filter((order) => isAllowed(order, []))
    .map((order): readonly [number, number] => {
      const last = order.findLastIndex(({ f }) => f === "remove");
      const adds = order.slice(last + 1).filter((add) => isOver(add, read));
      const since = Math.min(read.invoked, ...adds.map(({ completed }) => completed ?? Infinity));
      return [read.invoked - since, Math.min(1, adds.length)];
    });
  return [Math.min(...ages.map(([age]) => age)), Math.min(...ages.map(([, missed]) => missed))];
}

const valueOf = ({ outcome }: Operation): unknown => (outcome.type === "ok" ? outcome.value : null);
const isWrite = ({ f }: Operation): boolean => f === "write";
const isOver = (one: Operation, before: Operation): boolean =>
  one.outcome.type === "ok" && (one.completion ?? Infinity) < before.index;

/** A read was over before what it answers began to be written: no order explains that. */
const seesTheFuture = (operations: readonly Operation[]): boolean =>
  operations.some((read) =>
    operations.some((one) => isWrite(one) && one.value === valueOf(read) && isOver(read, one)),
  );

/** Tries every order of all writes that real time and what reads saw allow. */
function youngest(operations: readonly Operation[], read: Operation): readonly [number, number] {
  const writes = operations.filter(isWrite);
  const ages = orders(writes)
    .filter((order) => isAllowed(order, operations))
    .map((order): readonly [number, number] => {
      const at = order.findIndex(({ value }) => value === valueOf(read));
      const missed = order.slice(at + 1).filter((write) => isOver(write, read));
      const since = Math.min(read.invoked, ...missed.map(({ completed }) => completed ?? Infinity));
      return [read.invoked - since, missed.length];
    });
  assert.ok(ages.length > 0);
  return [Math.min(...ages.map(([age]) => age)), Math.min(...ages.map(([, missed]) => missed))];
}

function isAllowed(order: readonly Operation[], operations: readonly Operation[]): boolean {
  const seen = (write: Operation): readonly Operation[] =>
    operations.filter((one) => one.f === "read" && valueOf(one) === write.value);
  return order.every((write, i) =>
    order.slice(0, i).every(
      // What comes before must not have begun when this one was over, or had been read.
      (earlier) => ![write, ...seen(write)].some((proof) => isOver(proof, earlier)),
    ),
  );
}

const orders = (items: readonly Operation[]): readonly (readonly Operation[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );
