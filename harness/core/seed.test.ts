/** Seeds are values: the same text gives the same stream, and a new draw here moves nothing there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf } from "./seed.ts";

const rolls = (text: string, count = 5): number[] => {
  const dice = seedOf(text).open();
  return Array.from({ length: count }, () => dice.u32());
};

test("equal texts give equal streams, other texts others", () => {
  assert.deepEqual(rolls("1"), rolls("1"));
  assert.notDeepEqual(rolls("1"), rolls("2"));
});

test("the stream is pinned: a change here would silently change every recorded run", () => {
  assert.deepEqual(rolls("ordeal", 3), [3873300908, 661317556, 1757124018]);
});

test("a child does not depend on what its parent or siblings drew", () => {
  const seed = seedOf("7");
  const before = seed.child("writes").child(17).open().u32();
  seed.open().u32();
  seed.child("reads").open().u32();
  assert.equal(seed.child("writes").child(17).open().u32(), before);
  assert.notEqual(seed.child("writes").child(18).open().u32(), before);
});

test("int is uniform within three sigma", () => {
  const dice = seedOf("uniform").open();
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < 70_000; i++) counts[dice.int(7)]!++;
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 3 * 93, String(counts));
});

test("span reaches beyond 32 bits and stays below its limit", () => {
  const dice = seedOf("span").open();
  const limit = 3_600_000_000_000;
  const spans = Array.from({ length: 200 }, () => dice.span(limit));
  assert.ok(spans.every((n) => Number.isInteger(n) && n >= 0 && n < limit));
  assert.ok(spans.some((n) => n > limit / 2) && spans.some((n) => n < limit / 2));
});

test("shuffle keeps every card", () => {
  const deck = seedOf("s").open().shuffle([1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(deck.toSorted(), [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.notDeepEqual(deck, [1, 2, 3, 4, 5, 6, 7, 8]);
});
