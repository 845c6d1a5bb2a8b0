/** Latencies have the shapes that their names promise, and are whole nanoseconds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf } from "../seed.ts";
import { micros, millis, nanos } from "../units.ts";
import { draw, type Latency } from "./latency.ts";

const DRAWS = 100_000;

function sample(latency: Latency): readonly number[] {
  const dice = seedOf("latency").open();
  return Array.from({ length: DRAWS }, () => draw(latency, dice)).sort((a, b) => a - b);
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
const quantile = (values: readonly number[], q: number): number =>
  values[Math.floor(q * values.length)] ?? NaN;
const near = (actual: number, expected: number, part: number): void =>
  assert.ok(Math.abs(actual - expected) < part * expected, `${actual} is not near ${expected}`);

test("constant", () => {
  assert.deepEqual([...new Set(sample({ shape: "constant", mean: millis(5) }))], [5e6]);
});

test("uniform: both ends are possible, the middle is the mean", () => {
  const narrow = sample({ shape: "uniform", min: nanos(3), max: nanos(5) });
  assert.deepEqual([...new Set(narrow)], [3, 4, 5]);
  near(mean(sample({ shape: "uniform", min: millis(1), max: millis(3) })), 2e6, 0.01);
});

test("exponential: its mean and quantiles, from `min` on", () => {
  const values = sample({ shape: "exponential", min: millis(1), mean: millis(11) });
  assert.ok(values.every((value) => Number.isSafeInteger(value) && value >= 1e6));
  near(mean(values), 11e6, 0.01);
  near(quantile(values, 0.5), 1e6 + 10e6 * Math.LN2, 0.02);
  near(quantile(values, 0.99), 1e6 + 10e6 * 2 * Math.LN10, 0.03);
});

test("the same seed draws the same, to the nanosecond", () => {
  const dice = seedOf("fixed").open();
  const latency = { shape: "exponential", min: micros(0), mean: millis(10) } as const;
  assert.deepEqual(
    Array.from({ length: 4 }, () => draw(latency, dice)),
    EXPECTED,
  );
});

const EXPECTED = [1_039_733, 1_420_745, 50_035_858, 24_785_766];
