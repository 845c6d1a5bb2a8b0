/** The final reads of data types that need time: repeated until all nodes agree. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { timeLimit } from "#core/generator/pace.ts";
import { clients } from "#core/generator/route.ts";
import { operationsOf, type Operation } from "#core/history.ts";
import type { Dispatch } from "#core/interpreter/interpreter.ts";
import { pretend } from "#core/interpreter/virtual.ts";
import { millis } from "#core/units.ts";
import { settledReads } from "./settled-reads.ts";

const read = (
  keys: readonly string[],
  answer: (dispatch: Dispatch) => unknown,
): readonly Operation[] =>
  operationsOf(
    pretend(clients(timeLimit(millis(20_000), settledReads(keys))), {
      concurrency: 3,
      nodes: 3,
      answer: (dispatch) => ({
        after: millis(10),
        outcome: { type: "ok", value: answer(dispatch) },
      }),
    }),
  );

test("replicas that agree are asked once, after a time of quiet", () => {
  const reads = read(["a", "b"], () => [1, 2]);
  assert.equal(
    reads
      .map(({ key, node }) => `${key} ${node}`)
      .toSorted()
      .join(", "),
    "a n1, a n2, a n3, b n1, b n2, b n3",
  );
  assert.equal(Math.min(...reads.map(({ invoked }) => invoked)), millis(2000));
});

test("a set has no order", () => {
  assert.equal(read(["a"], ({ node }) => (node === "n1" ? [1, 2] : [2, 1])).length, 3);
});

test("a key on which they differ is read again by all, until they agree", () => {
  let asked = 0;
  const reads = read(["a", "b"], ({ op, node }) =>
    op.key === "b" && node === "n2" && ++asked <= 3 ? [1] : [1, 2],
  );
  const of = (key: string): readonly Operation[] => reads.filter((one) => one.key === key);
  assert.deepEqual([of("a").length, of("b").length], [3, 12]);
});

test("replicas that never agree are read until time is up", () => {
  const reads = read(["a"], ({ node }) => [node]);
  assert.ok(reads.length > 60 && reads.length < 200, `${reads.length} reads`);
  assert.ok((reads.at(-1)?.invoked ?? 0) > millis(19_000));
});

test("without keys they are over at once", () =>
  assert.deepEqual(
    read([], () => null),
    [],
  ));
