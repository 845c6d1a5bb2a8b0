/** Thinning loses ink, never an outlier; quantiles are interrupted where nothing is known. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { digestOf } from "./digest.ts";
import { latencyQuantiles, latencyScatter } from "./latency.ts";
import { rateChart } from "./rate.ts";
import { specimen } from "./specimen.ts";

const digest = digestOf(specimen({ operations: 100_000 }));
const latencies = (type: string): readonly number[] =>
  digest.operations
    .filter((operation) => operation.outcome.type === type)
    .map((operation) => ((operation.completed ?? 0) - operation.invoked) / 1e6);

test("of each outcome the slowest and the fastest are drawn, within the size of a point", () => {
  const chart = latencyScatter(digest);
  for (const [i, type] of ["ok", "info", "fail"].entries()) {
    const drawn = chart.series[i]?.data.map((point) => point.y ?? 0) ?? [];
    const all = latencies(type);
    assert.ok(Math.max(...drawn) > Math.max(...all) / 1.25, type);
    assert.ok(Math.min(...drawn) < Math.min(...all) * 1.25, type);
  }
});

test("every second in which an operation ended in some outcome has a point of it", () => {
  const chart = latencyScatter(digest);
  for (const [i, type] of ["ok", "info", "fail"].entries()) {
    const own = digest.operations.filter((operation) => operation.outcome.type === type);
    const wanted = new Set(own.map((operation) => Math.floor(operation.invoked / 1e9)));
    const drawn = new Set(chart.series[i]?.data.map((point) => Math.floor(point.x)));
    assert.deepEqual(drawn, wanted, type);
  }
});

test("the picture says how many it stands for and how many it draws", () => {
  const chart = latencyScatter(digest);
  const drawn = chart.series.reduce((sum, series) => sum + series.data.length, 0);
  assert.ok(drawn < 20_000, `${drawn} points`);
  assert.match(chart.caption, /^\d\d,\d{3} completed operations, by invocation\. [\d,]+ points/);
});

test("outcomes differ in shape, lines in dashes: colour is never alone", () => {
  const shapes = latencyScatter(digest).series.map((series) => series.style["pointStyle"]);
  assert.equal(new Set(shapes).size, 3);
  for (const chart of [latencyQuantiles(digest), rateChart(digest)]) {
    const dashes = chart.series.map((series) => JSON.stringify(series.style["borderDash"]));
    assert.equal(new Set(dashes).size, chart.series.length, chart.name);
  }
});

test("a window without an ok operation interrupts every quantile", () => {
  const { series } = latencyQuantiles(digest);
  for (const { label, data } of series) {
    assert.equal(data[0]?.y, null, label);
    assert.ok(data.some((point) => point.y !== null));
  }
});

test("the rates of all outcomes add up to the operations", () => {
  const { series } = rateChart(digest);
  let sum = 0;
  for (const { data } of series) {
    for (let i = 0; i + 1 < data.length; i += 2) {
      const [from, to] = [data[i], data[i + 1]];
      sum += (from?.y ?? 0) * ((to?.x ?? 0) - (from?.x ?? 0));
    }
  }
  assert.equal(Math.round(sum), digest.operations.length);
});
