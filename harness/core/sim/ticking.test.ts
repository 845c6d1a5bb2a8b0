/** What is drawn in one tick is nobody else's business. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf } from "../seed.ts";
import { millis } from "../units.ts";
import { TickingDice } from "./ticking.ts";

const draws = (counts: readonly number[]): readonly (readonly number[])[] => {
  const dice = new TickingDice(seedOf("ticks"));
  return counts.map((count, tick) =>
    Array.from({ length: count }, () => dice.at(millis(10 * tick + 3)).u32()),
  );
};

test("a draw more in one tick changes no other tick", () => {
  const [first, , third] = draws([3, 1, 3]);
  const [same, , again] = draws([3, 5, 3]);
  assert.deepEqual([same, again], [first, third]);
});

test("ticks differ, and so do the draws within one", () => {
  const all = draws(Array.from({ length: 100 }, () => 10)).flat();
  assert.equal(new Set(all).size, all.length);
});

test("a tick that was passed over is as if nobody had drawn in it", () => {
  const [, , third] = draws([1, 0, 2]);
  const [, , same] = draws([0, 1, 2]);
  assert.deepEqual(third, same);
});
