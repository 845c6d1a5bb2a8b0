/** Availability counts what was asked, when it was asked, and never takes silence for success. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AvailabilityFigures } from "#core/figures.ts";
import { historyOf } from "#core/history.dialect.ts";
import type { Plan } from "#core/plan.ts";
import { planOf } from "#core/plan.fixture.ts";
import { availability, availabilityOf, windowMsOf } from "./availability.ts";

const measure = (text: string, special: Partial<Plan> = {}): AvailabilityFigures =>
  availabilityOf(historyOf(text), planOf(special));
const shares = (figures: AvailabilityFigures): readonly (number | null)[] =>
  figures.total.windows.map((window) => window.success);

test("nothing asked: unknown, not 100%", () => {
  const verdict = availability.check(historyOf("0 phase faults"), {
    plan: planOf(),
    shouldStop: () => false,
  });
  assert.equal(verdict.valid, "unknown");
});

test("a window in which nobody asked is no data, and no part of the mean", () => {
  const figures = measure(`
    0 phase faults
    100-110 p1 read x -> 1
    2100-2110 p1 read x ?timeout
    3000 phase heal
  `);
  assert.deepEqual(shares(figures), [1, null, 0]);
  assert.equal(figures.total.windowsWithoutData, 1);
  assert.equal(figures.total.successByTime, 0.5);
});

test("an operation counts where it was invoked, however late its answer comes", () => {
  const figures = measure(`
    0 phase faults
    900-1900 p1 read x -> 1
    1500-2500 p2 read x ?timeout
    2000 phase heal
  `);
  assert.deepEqual(shares(figures), [1, 0]);
});

test("clients that wait ask less in an outage: time is the measure, not operations", () => {
  const healthy = Array.from({ length: 90 }, (_, i) => `${i * 10}-${i * 10 + 5} p1 read x -> 1`);
  const figures = measure(`
    0 phase faults
    ${healthy.join("\n")}
    1000-2000 p1 read x ?timeout
    2000 phase heal
  `);
  assert.ok((figures.total.successByOperation ?? 0) > 0.98);
  assert.equal(figures.total.successByTime, 0.5);
});

test("a compare that said no is an answer but no goodput; a refused connection is neither", () => {
  const { total } = measure(`
    0 phase faults
    100-110 p1 cas x [1,2] !precondition-failed
    200-210 p2 cas x [1,2] !connection-refused
    300-310 p3 cas x [1,2]
    1000 phase heal
  `);
  assert.deepEqual([total.attempts, total.answered, total.ok], [3, 2, 1]);
  assert.equal(total.windows[0]?.goodputPerSecond, 1);
});

test("what happened before the faults and after the heal is left out", () => {
  const { total } = measure(`
    0-10 p1 read x -> 1
    1000 phase faults
    1100-1110 p1 read x ?timeout
    2000 phase heal
    2100 phase recovery
    2200-2210 p2 read x -> 1
    2300 phase done
  `);
  assert.deepEqual([total.attempts, total.ok], [1, 0]);
});

test("the longest outage: from the first attempt in vain to the first that was not", () => {
  const { total } = measure(`
    0 phase faults
    100-110 p1 read x -> 1
    200-1200 p1 read x ?timeout
    700-1700 p2 read x ?timeout
    1700-1710 p2 read x -> 1
    4000 phase heal
  `);
  const { from, to, lengthMs, resolutionMs, attempts } = total.longestOutage ?? assert.fail();
  assert.deepEqual([from / 1e6, (to ?? 0) / 1e6, lengthMs, attempts], [200, 1700, 1500, 2]);
  assert.equal(resolutionMs, 1000, "nobody asked between 700 and 1700");
});

test("one attempt in vain amid answers is no outage; an answer that comes too late is none", () => {
  const amid = measure(`
    0 phase faults
    100-1100 p1 read x ?timeout
    200-210 p2 read x -> 1
    2000 phase heal
  `);
  assert.deepEqual(amid.total.outages, []);
  const slow = measure(`
    0 phase faults
    100-800 p1 read x -> 1
    900-910 p1 read x -> 1
    2000 phase heal
  `);
  assert.deepEqual(
    slow.total.outages.map((outage) => outage.lengthMs),
    [800],
  );
});

test("an outage that is still going on at the end is at least so long", () => {
  const { longestOutage } = measure(`
    0 phase faults
    100-1100 p1 read x ?timeout
    1100-2100 p2 read x ?timeout
    3100 phase heal
  `).total;
  assert.deepEqual([longestOutage?.to, longestOutage?.lengthMs], [null, 3000]);
});

test("node by node, those that nobody asked included", () => {
  const figures = measure(`
    0 phase faults
    100-110 p1@n1 read x -> 1
    100-1100 p2@n2 read x ?timeout
    2000 phase heal
  `);
  assert.deepEqual(
    figures.nodes.map(({ node, successByTime }) => [node, successByTime]),
    [
      ["n1", 1],
      ["n2", 0],
      ["n3", null],
    ],
  );
});

test("falling behind the asked rate is said; keeping up is not", () => {
  const text = `
    0 phase faults
    100-110 p1 read x -> 1
    500-510 p1 read x -> 1 late:300
    1000 phase heal
  `;
  assert.match(measure(text, { rate: 100 }).pace.warning ?? "", /2\.0 of 100 .* 0\.3 s late/);
  assert.equal(measure(text, { rate: 0 }).pace.warning, null);
  const keeping = text.replace(" late:300", "");
  assert.equal(measure(keeping, { rate: 2 }).pace.warning, null);
});

test("windows are never shorter than the deadline nor too many", () => {
  assert.equal(windowMsOf(30_000, planOf({ operationTimeoutMs: 1000 })), 1000);
  assert.equal(windowMsOf(10_000, planOf({ operationTimeoutMs: 150 })), 200);
  assert.equal(windowMsOf(3_600_000, planOf()), 30_000);
  assert.equal(windowMsOf(100 * 3_600_000, planOf()), 1_200_000);
});
