/** What has an order keeps one: under every cut, every permitted drop and every weakening. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../check.ts";
import { encode } from "../encode.ts";
import { type ModelName, models } from "../models/models.ts";
import type { Operation } from "../operation.ts";
import { partition } from "../partition.ts";
import { droppingOf } from "./dropping.ts";
import { type Dice, diceOf, validHistory } from "./histories.laws.ts";
import { restrict, tableOf } from "./sub-history.ts";

const NAMES: readonly ModelName[] = [
  "register",
  "cas-register",
  "set",
  "queue",
  "unordered-queue",
  "stack",
  "priority-queue",
  "counter",
  "mutex",
  "append-string",
  "append-list",
];
const ROUNDS = 60;

for (const name of NAMES)
  for (const failures of ["ignore", "observe"] as const)
    test(`${name}, failures ${failures}`, () => {
      let dropped = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const dice = diceOf(`${name} ${failures} ${round}`);
        dropped += tryAll(validHistory(name, dice, 9), name, failures, dice);
      }
      // A lock has no observers but refusals: nothing of it may be dropped when they are ignored.
      if (name !== "mutex")
        assert.ok(dropped > ROUNDS, "something was dropped, so something was tried");
    });

function tryAll(
  operations: readonly Operation[],
  name: ModelName,
  failures: "ignore" | "observe",
  dice: Dice,
): number {
  const model = models[name]();
  const whole = encode(operations, model, failures, () => false);
  assert.ok(whole !== "stopped");
  const [part] = partition(whole, model);
  if (part === undefined) return 0;
  const table = tableOf(part, whole.ids);
  const { count } = table.columns;
  const expectValid = (smaller: typeof table, what: string): void => {
    const answer = check(smaller, model, { failures });
    assert.equal(answer.valid, true, `${what}\n${JSON.stringify(operations)}`);
  };
  expectValid(table, "the history itself");
  for (let before = 0; before <= 2 * count; before++)
    expectValid(restrict(table, model, { roleOf: () => "kept", before }), `cut at ${before}`);
  const dropping = droppingOf(table, model);
  let dropped = 0;
  for (let i = 0; i < 12; i++) {
    const rows = [...table.ids.keys()].filter(() => dice.int(3) === 0);
    const possible = new Set(rows);
    expectValid(
      restrict(table, model, { roleOf: (row) => (possible.has(row) ? "possible" : "kept") }),
      `${rows.join()} weakened`,
    );
    for (const chosen of [rows, rows.slice(0, 1)]) {
      const gone = dropping.with(chosen);
      if (gone === undefined) continue;
      dropped += gone.size;
      const rest = restrict(table, model, {
        roleOf: (row) => (gone.has(row) ? "dropped" : "kept"),
        forgotten: dropping.forgotten(gone),
      });
      expectValid(rest, `${[...gone].join()} dropped`);
    }
  }
  return dropped;
}
