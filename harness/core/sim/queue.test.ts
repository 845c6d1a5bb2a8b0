/** Whatever was pushed comes out by time, and by arrival where times are equal. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf } from "../seed.ts";
import { Queue } from "./queue.ts";

test("it sorts, and keeps the order of equals", () => {
  for (let run = 0; run < 50; run++) {
    const dice = seedOf("queue").child(run).open();
    const queue = new Queue<{ readonly time: number; readonly order: number }>();
    const expected = Array.from({ length: dice.int(200) }, (_, order) => ({
      time: dice.int(20),
      order,
    }));
    for (const item of expected) queue.push(item.time, item);
    expected.sort((a, b) => a.time - b.time || a.order - b.order);
    const popped = expected.map((item) => {
      assert.equal(queue.next, item.time);
      return queue.pop();
    });
    assert.deepEqual(popped, expected);
    assert.deepEqual([queue.size, queue.next, queue.pop()], [0, null, undefined]);
  }
});

test("what is pushed between pops finds its place", () => {
  const queue = new Queue<string>();
  queue.push(5, "a");
  queue.push(1, "b");
  assert.equal(queue.pop(), "b");
  queue.push(5, "c");
  queue.push(2, "d");
  assert.deepEqual([queue.pop(), queue.pop(), queue.pop()], ["d", "a", "c"]);
});
