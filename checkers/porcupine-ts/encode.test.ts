/** What becomes of operations on their way into columns, and what is said of those that make no sense. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "./check.ts";
import { OPEN, type Table } from "./columns.ts";
import { encode } from "./encode.ts";
import { BadHistory } from "./errors.ts";
import { historyOf } from "./history-text.laws.ts";
import type { Model } from "./model.ts";
import { models } from "./models/models.ts";

const register = models["cas-register"]();

function tableOf(text: string, failures: "ignore" | "observe" = "ignore"): Table {
  const table = encode(historyOf(text), register, failures, () => false);
  assert.notEqual(table, "stopped");
  return table as Table;
}

test("events are numbered without gaps, in the order of their times", () => {
  const { columns } = tableOf(`
    p0 [10,40] write 1
    p1 [20,?] write 2
    p2 [30,50] read -> 1
  `);
  assert.deepEqual([...columns.invoked], [0, 1, 2]);
  assert.deepEqual([...columns.returned], [3, OPEN, 4]);
});

test("operations may come in any order", () => {
  const { ids, columns } = tableOf(`
    p2 [30,50] read -> 1
    p0 [10,40] write 1
  `);
  assert.deepEqual([...ids], [1, 0]);
  assert.deepEqual([...columns.invoked], [0, 1]);
});

test("intervals are closed: a call at the time of a return is before it", () => {
  const { columns } = tableOf(`
    p0 [1,2] write 1
    p1 [2,3] read -> null
  `);
  assert.deepEqual([...columns.invoked], [0, 1]);
  assert.deepEqual([...columns.returned], [2, 3]);
  const touching = historyOf("p0 [1,2] write 1\np1 [2,3] read -> null");
  assert.equal(check(touching, register).valid, true);
  const apart = historyOf("p0 [1,2] write 1\np1 [3,4] read -> null");
  assert.equal(check(apart, register).valid, false);
});

test("an operation can take no time at all", () => {
  assert.equal(check(historyOf("p0 [1,1] write 1\np0 [1,1] read -> 1"), register).valid, true);
});

test("equal values have equal numbers, and the initial value has number 0", () => {
  const { columns, values } = tableOf(`
    p0 [1,2] read -> null
    p0 [3,4] write {"x": [1, 2]}
    p0 [5,6] read -> {"x": [1, 2]}
    p0 [7,8] write "1"
    p0 [9,10] write 1
  `);
  assert.deepEqual([...columns.a], [0, 1, 1, 2, 3]);
  assert.deepEqual(values, [null, { x: [1, 2] }, "1", 1]);
});

test("what says nothing is left out: reads without answer, and refusals unless they are observed", () => {
  const text = `
    p0 [1,?] read
    p1 [2,3] write 1 failed
    p1 [4,5] cas [1,2] failed
    p1 [6,7] write 3
  `;
  assert.deepEqual([...tableOf(text).ids], [3]);
  assert.deepEqual([...tableOf(text, "observe").ids], [2, 3]);
});

test("an empty history is linearizable", () => {
  assert.equal(check([], register).valid, true);
});

const cas = models["cas-register"]();
const WRONG: readonly (readonly [what: string, model: Model, history: string, message: RegExp])[] =
  [
    [
      "returns before its call",
      cas,
      "p0 [5,4] write 1",
      /operation 0: returns at 4, before its call/,
    ],
    [
      "two open operations of one process",
      cas,
      "p0 [1,5] write 1\np0 [3,8] write 2",
      /operation 1: process 0 calls at 3, but its last operation is open until 5/,
    ],
    [
      "an unknown word",
      cas,
      "p0 [1,2] increment",
      /operation 0: unknown word "increment"; this model takes read, write, cas/,
    ],
    ["a pair that is none", cas, "p0 [1,2] cas 3", /"cas" takes a pair \[from, to\], not 3/],
    ["no element", models.set(), "p0 [1,2] add", /"add" takes an element, not null/],
    ["a set that is none", models.set(), "p0 [1,2] read -> 7", /"read" answers a list of elements/],
    ["half a count", models.counter(), "p0 [1,2] add 0.5", /"add" takes an integer, not 0.5/],
    [
      "a priority that is none",
      models["priority-queue"](),
      'p0 [1,2] insert "first"',
      /"insert" takes an integer or \[priority, item\], not "first"/,
    ],
    [
      "no permits",
      models.semaphore(),
      "p0 [1,2] acquire 0",
      /takes a number of permits, from 1 up/,
    ],
    ["a fence that is none", models["fenced-lock"](), 'p0 [1,2] acquire -> "x"', /answers a fence/],
    [
      "a text that is none",
      models["append-string"](),
      "p0 [1,2] append 1",
      /takes a string, not 1/,
    ],
  ];

for (const [what, model, text, message] of WRONG)
  test(`${what}: the operation is named and what it should be`, () => {
    assert.throws(
      () => check(historyOf(text), model),
      (error) => error instanceof BadHistory && message.test(error.message),
    );
  });

test("a time that is no number", () => {
  const [operation] = historyOf("p0 [1,2] write 1");
  assert.ok(operation);
  for (const invoked of [Number.NaN, Number.NEGATIVE_INFINITY])
    assert.throws(() => check([{ ...operation, invoked }], register), /must be finite numbers/);
});

test("a process may go on after an answer that never came", () => {
  const history = historyOf("p0 [1,?] write 1\np0 [2,3] write 2\np1 [4,5] read -> 1");
  assert.equal(check(history, register).valid, true);
});

test("it can be stopped while it reads", () => {
  const history = historyOf("p0 [1,2] write 1");
  assert.equal(
    encode(history, register, "ignore", () => true),
    "stopped",
  );
});
