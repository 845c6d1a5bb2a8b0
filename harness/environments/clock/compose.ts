/** Several skews of one node as one bend: jumps add up, and so do rates. */
import type { Skew } from "#core/fault.ts";
import type { Bend } from "./bend.ts";

export interface SkewInForce {
  readonly skew: Skew;
  /** When it took hold, in milliseconds since 1970: it goes on over restarts of its node. */
  readonly sinceEpochMs: number;
  /** Whether a strobe is on its far side now. */
  readonly away: boolean;
}

/**
 * Drifts r₁(t − s₁) + r₂(t − s₂) … are one drift (r₁ + r₂ + …)(t − s) from the latest beginning s
 * on, and a jump by what the older ones had gained by then.
 */
export function composeBend(skews: readonly SkewInForce[]): Bend {
  const drifts = skews.filter(({ skew }) => skew.mode === "drift");
  const sinceEpochMs = Math.max(0, ...drifts.map((drift) => drift.sinceEpochMs));
  return {
    offsetMs: sum(skews.map((one) => offsetMs(one, sinceEpochMs))),
    ratePpm: sum(skews.map(({ skew }) => (skew.mode === "drift" ? skew.ratePpm : 0))),
    sinceEpochMs,
  };
}

function offsetMs({ skew, sinceEpochMs, away }: SkewInForce, epochMs: number): number {
  if (skew.mode === "bump") return skew.offsetMs;
  if (skew.mode === "strobe") return away ? skew.offsetMs : 0;
  return ((epochMs - sinceEpochMs) * skew.ratePpm) / 1e6;
}

/** How far a bent clock is ahead at a moment of the true one. */
export function leadMs({ offsetMs, ratePpm, sinceEpochMs }: Bend, epochMs: number): number {
  return offsetMs + ((epochMs - sinceEpochMs) * ratePpm) / 1e6;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
