/** Nothing known is drawn as nothing known; censored times are drawn and told apart. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FAULT_KINDS } from "#core/fault.ts";
import { availabilityChart, goodputChart } from "./availability.ts";
import type { Gap } from "./chart.ts";
import { digestOf, type Digest } from "./digest.ts";
import { FAULT_STYLES } from "./palette.ts";
import { recoveryChart } from "./recovery.ts";
import { specimen } from "./specimen.ts";

const record = specimen({});
const digest = digestOf(record);

function without(checker: string): Digest {
  const { [checker]: _, ...verdicts } = record.results.verdicts;
  return digestOf({ ...record, results: { ...record.results, verdicts } });
}

test("windows without attempts interrupt the line and are hatched, in total and for each node", () => {
  const chart = availabilityChart(digest);
  assert.ok(chart !== null);
  assert.equal(chart.series.length, 6);
  for (const { data, yAxisID } of chart.series) {
    const silent = data.filter((point) => point.x >= 20 && point.x < 22 && point.y !== null);
    const hatched: readonly Gap[] = chart.gaps.filter((gap) => gap.axis === yAxisID);
    // The line ends at the edge of the gap, it never enters.
    assert.deepEqual(
      silent.map((point) => point.x),
      [20],
    );
    assert.deepEqual(
      hatched.map((gap) => [gap.from, gap.to]),
      [
        [20, 21],
        [21, 22],
      ],
    );
  }
});

test("outages have their own lane above those of the faults", () => {
  const chart = availabilityChart(digest);
  assert.deepEqual(chart?.axes["lanes"]?.labels, {
    words: ["outage", "partition", "kill", "pause", "clock"],
  });
  assert.deepEqual(
    chart?.bands.map((band) => band.lane).toSorted((a, b) => a - b),
    [0, 1, 1, 2, 2, 3, 3, 4, 4],
  );
});

test("kinds of faults differ in hatching", () => {
  const hatches = new Set(goodputChart(digest)?.bands.map((band) => band.hatch));
  assert.equal(hatches.size, 5);
  const styles = FAULT_KINDS.map((kind) => FAULT_STYLES[kind]);
  assert.equal(new Set(styles.map(({ hatch }) => hatch)).size, FAULT_KINDS.length);
  assert.equal(new Set(styles.map(({ color }) => color)).size, FAULT_KINDS.length);
});

test("recovery: measured, censored and uncounted times are three shapes, none is left out", () => {
  const chart = recoveryChart(digest);
  const [measured, censored, uncounted] = chart?.series ?? [];
  const points = [measured, censored, uncounted].map((series) => series?.data.length);
  assert.deepEqual(points, [10, 4, 2], "8 faults, two waits each");
  assert.equal(new Set([measured, censored, uncounted].map((s) => s?.style["pointStyle"])).size, 3);
});

test("what was not measured is not drawn", () => {
  assert.equal(availabilityChart(without("availability")), null);
  assert.equal(goodputChart(without("availability")), null);
  assert.equal(recoveryChart(without("recovery")), null);
});
