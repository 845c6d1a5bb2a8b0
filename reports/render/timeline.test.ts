/** Around a violation: the right operations, in the right order, bounded. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nanos } from "#core/units.ts";
import type { Anomaly } from "#core/verdict.ts";
import { digestOf } from "./digest.ts";
import { foldTime } from "./folded-time.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { specimen } from "./specimen.ts";
import { timelineOf } from "./timeline.ts";

const digest = digestOf(specimen({ kind: "violated" }));
const verdict = digest.results.verdicts["linearizable"];
assert.ok(verdict?.valid === false);
const [anomaly] = verdict.anomalies;

test("shown are the operations of the violation and their neighbours on the same key", () => {
  const scene = neighbourhood(digest.operations, anomaly);
  assert.ok(scene !== null);
  assert.deepEqual(scene.culprits, new Set(anomaly.operations));
  assert.deepEqual([...scene.numbers.keys()], anomaly.operations);
  assert.equal(new Set(scene.operations.map((operation) => operation.key)).size, 1);
});

test("a violation over the whole run shows at most two dozen operations, the nearest", () => {
  const busy = digestOf(specimen({ kind: "violated", operations: 50_000 }));
  const all = busy.operations.filter((operation) => operation.key === "k3");
  const ends = [all[0], all.at(-1)].flatMap((operation) => operation?.index ?? []);
  const scene = neighbourhood(busy.operations, { ...anomaly, operations: ends });
  assert.equal(scene?.operations.length, 24);
  assert.equal(scene?.nearby, all.length);
});

test("an anomaly that names nothing, or nothing known, has no timeline", () => {
  const none: Anomaly = { ...anomaly, operations: [] };
  assert.equal(timelineOf(digest, none, "v"), null);
  assert.equal(timelineOf(digest, { ...anomaly, operations: [999_999_999] }, "v"), null);
});

test("folded time keeps the order and gives every label its room", () => {
  const shown = digest.operations.slice(100, 160);
  const time = foldTime(shown, digest.end, () => 90);
  const pixels = time.moments.map((at) => time.pixel(at));
  assert.ok(pixels.every((x, i) => i === 0 || x > (pixels[i - 1] ?? 0)));
  for (const { invoked, completed } of shown) {
    if (completed !== null) assert.ok(time.pixel(completed) - time.pixel(invoked) >= 89.9);
  }
  assert.equal(time.pixel(nanos(0)), 0);
  assert.equal(time.pixel(digest.end), time.widthPx);
});

test("the picture numbers the accused and shades the fault they happened in", () => {
  const timeline = timelineOf(digest, anomaly, "v0");
  const svg = timeline?.svg.text ?? "";
  assert.equal(svg.match(/class="badge"/g)?.length, anomaly.operations.length);
  assert.match(svg, /fill="url\(#v0-clock\)"/);
  assert.match(timeline?.caption ?? "", /^3 operations of the violation/);
});
