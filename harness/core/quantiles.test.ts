/** A quantile is a measured value: the smallest that enough of the others do not exceed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { distributionOf, quantile } from "./quantiles.ts";
import { seedOf } from "./seed.ts";

test("nothing has no distribution", () => assert.equal(distributionOf([]), null));

test("one value is all of them", () => {
  const only = distributionOf([7]);
  assert.deepEqual(
    [only?.n, only?.mean, only?.min, only?.p50, only?.p99, only?.max],
    [1, 7, 7, 7, 7, 7],
  );
});

test("a hundred values: the p-th percentile is the p-th value", () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  for (let percent = 1; percent <= 100; percent++)
    assert.equal(quantile(hundred, percent), percent);
});

test("agrees with the definition, counted out, on random values with ties", () => {
  for (let round = 0; round < 200; round++) {
    const dice = seedOf("quantiles").child(round).open();
    const values = Array.from({ length: 1 + dice.int(30) }, () => dice.int(10)).sort(
      (a, b) => a - b,
    );
    for (const percent of [5, 25, 50, 75, 95, 99]) {
      const enough = (value: number): boolean =>
        values.filter((v) => v <= value).length * 100 >= percent * values.length;
      assert.equal(quantile(values, percent), values.find(enough));
    }
  }
});
