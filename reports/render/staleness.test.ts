/** Old reads are told and drawn where there were any, and nothing is said where there were none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { distributionOf } from "#core/quantiles.ts";
import type { Staleness, StalenessFigures } from "#core/staleness.ts";
import { nanos, nodeId } from "#core/units.ts";
import { digestOf, type Digest } from "./digest.ts";
import { page } from "./page.ts";
import { specimen } from "./specimen.ts";
import { stalenessChart } from "./staleness.ts";
import { summary } from "./summary.ts";
import { verdictText } from "./terminal.ts";

const record = specimen({});
const reads = digestOf(record).operations.filter(({ f }) => f === "read");

/** A run in which the first reads were as old as this, and the others not. */
function aged(...agesMs: readonly number[]): Digest {
  const ages = reads.map((_, i) => agesMs[i] ?? 0);
  const total: Staleness = {
    reads: reads.length,
    stale: agesMs.length,
    ageMs: distributionOf(ages),
    missed: distributionOf(ages.map((age) => (age > 0 ? 2 : 0))),
  };
  const details: StalenessFigures = {
    from: nanos(0),
    to: nanos(1e10),
    total,
    nodes: [{ node: nodeId("n1"), ...total }],
    unmeasured: 3,
    oldest: agesMs.map((ageMs, i) => ({
      index: reads[i]?.index ?? -1,
      ageMs,
      missed: 2,
      first: null,
    })),
  };
  const verdicts = { ...record.results.verdicts, staleness: { valid: true, details } as const };
  return digestOf({ ...record, results: { ...record.results, verdicts } });
}

const terminal = (digest: Digest): string => verdictText(digest, { color: false });

test("old reads: a point each, a line in the terminal, a table on the page", () => {
  const digest = aged(80, 1500);
  const chart = stalenessChart(digest);
  assert.deepEqual(
    chart?.series.map(({ data }) => data.map(({ y }) => y)),
    [[80, 1500]],
  );
  assert.match(chart?.caption ?? "", /^2 of [\d,]+ reads/);
  assert.match(terminal(digest), /\n {2}Staleness: 2 of .* the oldest 1\.5 s\n/);
  assert.match(summary(digest, []), /Staleness: 2 of/);
  const text = page(digest, new Map(), []);
  assert.match(text, /<h2>Staleness<\/h2>[^]*Nothing is known of 3 more reads/);
});

test("none: no picture and no line, and the page says so", () => {
  const digest = aged();
  assert.equal(stalenessChart(digest), null);
  assert.doesNotMatch(terminal(digest), /Staleness/);
  assert.match(page(digest, new Map(), []), /None of [\d,]+ reads missed anything/);
});

test("not measured: nothing at all", () => {
  const digest = digestOf(record);
  assert.equal(stalenessChart(digest), null);
  assert.doesNotMatch(page(digest, new Map(), []), /Staleness/);
});
