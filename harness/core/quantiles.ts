/** Quantiles by nearest rank: every figure is one that was measured, never an interpolation. */

export interface Distribution {
  readonly n: number;
  readonly mean: number;
  readonly min: number;
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Null for no values: there is no such thing as the median of nothing. */
export function distributionOf(values: Iterable<number>): Distribution | null {
  const sorted = Float64Array.from(values).toSorted();
  if (sorted.length === 0) return null;
  const p = (percent: number): number => quantile(sorted, percent);
  return {
    n: sorted.length,
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    min: p(0),
    p5: p(5),
    p25: p(25),
    p50: p(50),
    p75: p(75),
    p95: p(95),
    p99: p(99),
    max: p(100),
  };
}

/**
 * The smallest of the sorted values that at least `percent` of them do not exceed. `percent` may
 * have decimals: 99.9 is fine.
 */
export function quantile(sorted: ArrayLike<number>, percent: number): number {
  // The product comes first: 0.07 * 100 is more than 7 in floating point and would be a rank off.
  const rank = Math.ceil((sorted.length * percent) / 100);
  const at = Math.min(Math.max(rank, 1), sorted.length) - 1;
  return sorted[at] ?? Number.NaN;
}
