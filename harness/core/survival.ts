/** Times to an event of which some were cut short: Kaplan and Meier's estimate, nothing dropped. */

/** A time that was measured, or (`censored`) one of which only the lower bound is known. */
export interface Sample {
  readonly ms: number;
  readonly censored: boolean;
  /** How much sooner it may have been; 0 for one that was censored. */
  readonly resolutionMs: number;
}

export interface Survival {
  readonly n: number;
  readonly censored: number;
  /** Exact if nothing was censored, else a lower bound: the censored count for what they lasted. */
  readonly meanAtLeastMs: number;
  /** Kaplan and Meier's; null where too many were censored to reach it. */
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  /** The longest of all; a lower bound if `longestCensored`. */
  readonly longestMs: number;
  readonly longestCensored: boolean;
  /** The coarsest resolution among those measured. */
  readonly resolutionMs: number;
  /** The estimate as steps: after `ms`, this share has not seen the event yet. */
  readonly curve: readonly { readonly ms: number; readonly surviving: number }[];
}

/** Null for no samples. */
export function survivalOf(samples: readonly Sample[]): Survival | null {
  const curve = curveOf(samples);
  const longest = samples.toSorted(
    (a, b) => b.ms - a.ms || Number(b.censored) - Number(a.censored),
  );
  const first = longest[0];
  if (first === undefined) return null;
  return {
    n: samples.length,
    censored: samples.filter((sample) => sample.censored).length,
    meanAtLeastMs: samples.reduce((sum, sample) => sum + sample.ms, 0) / samples.length,
    p50Ms: curve.find((step) => step.surviving <= 0.5 + EPSILON)?.ms ?? null,
    p90Ms: curve.find((step) => step.surviving <= 0.1 + EPSILON)?.ms ?? null,
    longestMs: first.ms,
    longestCensored: first.censored,
    resolutionMs: Math.max(...samples.map((sample) => sample.resolutionMs)),
    curve,
  };
}

/** The product of fractions may miss a half by a rounding error, which must not cost a step. */
const EPSILON = 1e-9;

/**
 * At each time with d events among the r samples not yet over, the survivors shrink by (r - d) / r.
 * A sample censored at that very time still counts among the r: it was watched until then.
 */
function curveOf(samples: readonly Sample[]): Survival["curve"] {
  const sorted = samples.toSorted((a, b) => a.ms - b.ms || Number(a.censored) - Number(b.censored));
  const curve: { ms: number; surviving: number }[] = [];
  let surviving = 1;
  for (let i = 0; i < sorted.length;) {
    const ms = sorted[i]?.ms ?? 0;
    let next = i;
    while (sorted[next]?.ms === ms) next++;
    const events = sorted.slice(i, next).filter((sample) => !sample.censored).length;
    if (events > 0) {
      surviving *= (sorted.length - i - events) / (sorted.length - i);
      curve.push({ ms, surviving });
    }
    i = next;
  }
  return curve;
}
