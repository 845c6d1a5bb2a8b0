/** What benches of hunts have in common: a hunt's settings, a failure made small, one core's time. */
import { huntedOf } from "#cli/commands/hunt.ts";
import { shrinkFor } from "#cli/commands/shrink.ts";
import type { Reason } from "#cli/hunt/reason.ts";
import type { Hunted } from "#cli/hunt/trial.ts";
import type { Case } from "#core/shrink/case.ts";

/** Milliseconds of one core, whatever else the machine does. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** NaN of none. */
export const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** What `ordeal hunt` would try at its defaults. */
export const hunting = async (
  system: string,
  bug: readonly string[],
  workload?: string,
): Promise<Hunted> =>
  await huntedOf(system, {
    ...(workload === undefined ? {} : { workload }),
    bug,
    seeds: "1",
    from: "1",
    timeLimit: "15s",
    keep: "0",
    all: false,
    out: "store",
    json: true,
  });

export interface Small {
  /** Null where the script alone did not show the failure again. */
  readonly small: Case | null;
  readonly cpuMs: number;
}

/** Makes it as small as so many milliseconds of one core allow. */
export function shrunkWithin(limitMs: number, whole: Case, reason: Reason): Small {
  const began = cpuMs();
  const over = (): boolean => cpuMs() - began > limitMs;
  const small = shrinkFor(whole, reason, over, () => {});
  return { small, cpuMs: cpuMs() - began };
}
