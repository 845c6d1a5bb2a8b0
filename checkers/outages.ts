/** Stretches of time in which whoever asked got no answer, found by the moments of asking. */
import { latencyOf } from "#core/answered.ts";
import type { Outage } from "#core/figures.ts";
import type { Operation } from "#core/history.ts";
import type { Plan } from "#core/plan.ts";
import { nanos, toMillis, type Nanos } from "#core/units.ts";

/** W: who answers nothing for so long is unavailable. A quarter of the deadline, 50 ms at least. */
export const patienceMsOf = (plan: Plan): number =>
  Math.max(50, Math.round(plan.operationTimeoutMs / 4));

/**
 * Runs of operations, in order of invocation, that were not answered within `patience`, where no
 * attempt began that was answered for at least `patience`. One that is still going on at `end` has
 * `to` null. No attempts, no outage: an outage begins and ends with somebody asking.
 */
export function outagesOf(
  operations: readonly Operation[],
  patience: Nanos,
  end: Nanos,
): readonly Outage[] {
  const outages: Outage[] = [];
  let run: Run | null = null;
  for (const operation of operations) {
    if (isAnsweredWithin(operation, patience)) {
      if (run !== null) outages.push(outageOf(run, operation.invoked, operation.invoked));
      run = null;
    } else {
      run = continued(run, operation.invoked);
    }
  }
  if (run !== null) outages.push(outageOf(run, null, nanos(Math.max(end, run.last))));
  return outages.filter((outage) => outage.lengthMs >= toMillis(patience));
}

/** The longest; the first of equals. */
export function longestOf(outages: readonly Outage[]): Outage | null {
  return outages.reduce<Outage | null>(
    (best, outage) => (best !== null && best.lengthMs >= outage.lengthMs ? best : outage),
    null,
  );
}

export const totalMsOf = (outages: readonly Outage[]): number =>
  outages.reduce((sum, outage) => sum + outage.lengthMs, 0);

interface Run {
  readonly first: Nanos;
  readonly last: Nanos;
  readonly attempts: number;
}

const continued = (run: Run | null, last: Nanos): Run => ({
  first: run?.first ?? last,
  last,
  attempts: (run?.attempts ?? 0) + 1,
});

const outageOf = (run: Run, to: Nanos | null, until: Nanos): Outage => ({
  from: run.first,
  to,
  lengthMs: toMillis(nanos(until - run.first)),
  resolutionMs: toMillis(nanos(until - run.last)),
  attempts: run.attempts,
});

function isAnsweredWithin(operation: Operation, patience: Nanos): boolean {
  const latency = latencyOf(operation);
  return latency !== null && latency <= patience;
}
