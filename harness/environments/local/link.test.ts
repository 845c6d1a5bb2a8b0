/** Links lose, double and delay as they are told, and the same way again from the same seed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { LinkSettings } from "#core/ports/environment.ts";
import { seedOf } from "#core/seed.ts";
import { makeLink } from "./link.ts";

const plain: LinkSettings = {
  latencyMs: 10,
  latency: "constant",
  lossPerMille: 0,
  duplicatePerMille: 0,
};

function sample(settings: Partial<LinkSettings>, seed = "1"): readonly (readonly number[])[] {
  const link = makeLink({ ...plain, ...settings }, seedOf(seed));
  return Array.from({ length: 20_000 }, () => link().map((delay) => delay / 1e6));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const near = (actual: number, expected: number): void =>
  assert(Math.abs(actual - expected) < 0.05 * expected, `${actual} is not near ${expected}`);

test("a plain link delivers once, after its latency", () => {
  assert(sample({}).every((delays) => delays.length === 1 && delays[0] === 10));
  assert(sample({ latencyMs: 0 }).every((delays) => delays[0] === 0));
});

test("a uniform latency spreads from nothing to twice the mean", () => {
  const delays = sample({ latency: "uniform" }).flat();
  near(mean(delays), 10);
  assert(delays.every((delay) => delay >= 0 && delay <= 20));
  near(delays.filter((delay) => delay < 5).length, delays.length / 4);
});

test("an exponential latency has the quantiles of its law", () => {
  const delays = sample({ latency: "exponential" }).flat();
  near(mean(delays), 10);
  for (const q of [0.1, 0.5, 0.9]) {
    const quantile = -10 * Math.log(1 - q);
    near(delays.filter((delay) => delay < quantile).length, q * delays.length);
  }
});

test("loss and duplication come as often as they are asked for", () => {
  const counts = sample({ lossPerMille: 100, duplicatePerMille: 200 }).map((d) => d.length);
  near(counts.filter((count) => count === 0).length, 2000);
  near(counts.filter((count) => count === 2).length, 3600);
});

test("one seed gives one sequence, another gives another", () => {
  const random = { latency: "uniform", lossPerMille: 50 } as const;
  assert.deepEqual(sample(random), sample(random));
  assert.notDeepEqual(sample(random), sample(random, "2"));
});
