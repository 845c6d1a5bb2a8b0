/** A monotonic clock drifts and never jumps; a wall clock does both. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { millis, nanos, seconds } from "../units.ts";
import { LocalClock } from "./clock.ts";

test("a right clock shows the world's time", () => {
  const clock = new LocalClock();
  assert.equal(clock.elapsed(seconds(7)), seconds(7));
  assert.equal(clock.wallMs(seconds(7)) - clock.wallMs(nanos(0)), 7000);
});

test("drift begins where the clock stands", () => {
  const clock = new LocalClock();
  clock.drift(seconds(10), 100_000);
  assert.equal(clock.elapsed(seconds(10)), seconds(10));
  assert.equal(clock.elapsed(seconds(20)), seconds(21));
  clock.drift(seconds(20), -500_000);
  assert.equal(clock.elapsed(seconds(22)), seconds(22));
});

test("a jump moves the wall clock alone, and is undone", () => {
  const clock = new LocalClock();
  const right = clock.wallMs(seconds(1));
  clock.jump(-3_600_000);
  assert.equal(clock.wallMs(seconds(1)), right - 3_600_000);
  assert.equal(clock.elapsed(seconds(1)), seconds(1));
  clock.jump(0);
  assert.equal(clock.wallMs(seconds(1)), right);
});

test("`when` is the first moment that shows a time, at any rate", () => {
  for (const ratePpm of [0, 1, -1, 333_333, -333_333, 999_999, -900_000]) {
    const clock = new LocalClock();
    clock.drift(millis(3), ratePpm);
    for (const shown of [millis(4), nanos(12_345_679), seconds(100)]) {
      const at = clock.when(shown);
      assert.ok(clock.elapsed(at) >= shown);
      assert.ok(clock.elapsed(nanos(at - 1)) < shown);
    }
  }
});
