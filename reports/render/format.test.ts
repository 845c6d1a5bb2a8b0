/** Short texts neither flatter nor pretend to be exact. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { millis, nanos, seconds } from "#core/units.ts";
import { clip, count, duration, json, list, percent, plural, rate, some } from "./format.ts";

test("durations keep three digits and change their unit before they read oddly", () => {
  const written = [0, 870, 1240, 999_400, 999_600, 34e6, 999.6e6, 12.34e9, 125e9, 3_605e9].map(
    (n) => duration(nanos(n)),
  );
  assert.deepEqual(written, [
    "0 ns",
    "870 ns",
    "1.24 µs",
    "999 µs",
    "1 ms",
    "34 ms",
    "1 s",
    "12.3 s",
    "2 min 5 s",
    "60 min 5 s",
  ]);
  assert.equal(duration(seconds(-2)), "-2 s");
  assert.equal(duration(millis(0.25)), "250 µs");
});

test("only what is complete is 100 %, only what is nothing is 0 %", () => {
  assert.equal(percent(99_999, 100_000), "99.99 %");
  assert.equal(percent(1, 1), "100 %");
  assert.equal(percent(0, 7), "0.00 %");
  assert.equal(percent(1, 1_000_000), "< 0.01 %");
  assert.equal(percent(0, 0), "no data");
});

test("counts, lists and rates", () => {
  assert.equal(count(1_234_567), "1,234,567");
  assert.equal(plural(1, "fault"), "1 fault");
  assert.equal(plural(0, "fault"), "0 faults");
  assert.equal(list(["a", "b", "c"]), "a, b and c");
  assert.equal(some(["a", "b", "c"], 2), "a, b and 1 more");
  assert.equal(rate(12.3), "12.3/s");
  assert.equal(rate(40_321), "40,321/s");
});

test("what is cut says how much", () => {
  assert.equal(clip("abcdef", 4), "abcd… (2 more characters)");
  assert.equal(json({ a: [1, null] }), '{"a":[1,null]}');
  assert.equal(json(undefined), "nothing");
});
