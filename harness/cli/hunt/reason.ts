/** Why a run failed, short enough to say whether another failed for the same reason. */
import type { Verdict } from "#core/verdict.ts";

export interface Reason {
  readonly checker: string;
  /** The first anomaly's name. */
  readonly anomaly: string;
}

/** Null where nothing was violated. The judges of the data come first. */
export function reasonOf(verdicts: Readonly<Record<string, Verdict>>): Reason | null {
  for (const [checker, verdict] of Object.entries(verdicts))
    if (verdict.valid === false) return { checker, anomaly: verdict.anomalies[0].name };
  return null;
}

export const failsFor = (
  { checker, anomaly }: Reason,
  verdicts: Readonly<Record<string, Verdict>>,
): boolean => {
  const verdict = verdicts[checker];
  return verdict?.valid === false && verdict.anomalies.some(({ name }) => name === anomaly);
};

export const sayReason = ({ checker, anomaly }: Reason): string => `${checker}: ${anomaly}`;
