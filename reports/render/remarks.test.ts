/** What is remarkable is said once, in bounded words, whatever a node wrote. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "#core/history.ts";
import { nanos, nodeId } from "#core/units.ts";
import { remarksOf } from "./remarks.ts";

const note = (f: string, value: unknown, node = "n2"): Event => ({
  index: 0,
  time: nanos(1_500_000_000),
  process: "harness",
  type: "info",
  f,
  node: nodeId(node),
  value,
});

test("a death with its last words, however the environment tells it", () => {
  const death = { exitCode: 1, signal: null, lastWords: ["Error: out of range", "  at main"] };
  assert.deepEqual(remarksOf([note("died", death)]), [
    "n2 died by itself (exit code 1), its last words: Error: out of range |   at main, at 1.500 s.",
  ]);
  assert.deepEqual(remarksOf([note("died", "its server ended")]), [
    "n2 died by itself: its server ended, at 1.500 s.",
  ]);
  assert.deepEqual(remarksOf([note("died", null)]), ["n2 died by itself, at 1.500 s."]);
  assert.equal(remarksOf(Array.from({ length: 9 }, () => note("died", "x"))).length, 6);
});

test("garbage is counted by node and quoted once", () => {
  const wrote = (count: number, node?: string): Event =>
    note("garbage", { complaint: "not JSON", line: "\u001b[2J#", count }, node);
  assert.deepEqual(remarksOf([wrote(1), wrote(2), wrote(20, "n1")]), [
    String.raw`Lines that are not one message each: n2 2 and n1 20 or more; the first was "\u001b[2J#" (not JSON).`,
  ]);
});

test("notes are repeated, and most runs have nothing to remark", () => {
  assert.deepEqual(remarksOf([note("note", "the logs were lost")]), ["the logs were lost."]);
  assert.deepEqual(remarksOf([note("phase", "done")]), []);
});
