/** One clock, several faults at once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Skew } from "#core/fault.ts";
import { composeBend, leadMs, type SkewInForce } from "./compose.ts";

const since = (sinceEpochMs: number, skew: Skew, away = true): SkewInForce => ({
  skew,
  sinceEpochMs,
  away,
});

test("jumps add up, a strobe only while it is away", () => {
  const bump = since(0, { mode: "bump", offsetMs: 5_000 });
  const strobe: Skew = { mode: "strobe", offsetMs: -200, periodMs: 100 };
  assert.equal(composeBend([bump, since(0, strobe, true)]).offsetMs, 4_800);
  assert.equal(composeBend([bump, since(0, strobe, false)]).offsetMs, 5_000);
  assert.deepEqual(composeBend([]), { offsetMs: 0, ratePpm: 0, sinceEpochMs: 0 });
});

test("two drifts lead by the sum of what each gained since it began", () => {
  const drifts = [
    since(1_000_000, { mode: "drift", ratePpm: 100_000 }),
    since(1_600_000, { mode: "drift", ratePpm: -50_000 }),
  ];
  const now = 2_000_000;
  assert.equal(leadMs(composeBend(drifts), now), 100_000 - 20_000);
});
