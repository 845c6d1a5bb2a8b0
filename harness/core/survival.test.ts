/** Samples that were cut short still count: they bound the mean and push the median up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { survivalOf, type Sample, type Survival } from "./survival.ts";

/** `"10 20 30+"`: two measured, one that had not happened after 30 ms. */
function survival(text: string): Survival {
  const samples = text.split(" ").map((word): Sample => {
    const censored = word.endsWith("+");
    return { ms: Number.parseInt(word, 10), censored, resolutionMs: 0 };
  });
  const answer = survivalOf(samples);
  assert.ok(answer);
  return answer;
}

test("nothing has no survival", () => assert.equal(survivalOf([]), null));

test("without censoring it is the plain median and mean", () => {
  const { n, censored, meanAtLeastMs, p50Ms, longestMs } = survival("10 20 60");
  assert.deepEqual([n, censored, meanAtLeastMs, p50Ms, longestMs], [3, 0, 30, 20, 60]);
});

test("a censored sample raises the median instead of vanishing", () => {
  assert.equal(survival("10 20 30").p50Ms, 20);
  assert.equal(survival("10 20 15+").p50Ms, 20);
  assert.equal(survival("10 15+ 15+").p50Ms, null);
  assert.equal(survival("5+ 6+").p50Ms, null);
});

test("the mean with censored samples is a lower bound that counts them for what they lasted", () => {
  const { meanAtLeastMs, longestMs, longestCensored, censored } = survival("10 50+");
  assert.deepEqual([meanAtLeastMs, longestMs, longestCensored, censored], [30, 50, true, 1]);
});

test("a worked example, by hand: 5/8, then 3/4 of it, then a half of that", () => {
  const steps = survival("6 6 6 6+ 7 9+ 10 10+").curve;
  assert.deepEqual(
    steps.map(({ ms, surviving }) => [ms, Math.round(surviving * 1000)]),
    [
      [6, 625],
      [7, 469],
      [10, 234],
    ],
  );
});
