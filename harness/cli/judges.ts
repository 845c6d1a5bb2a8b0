/** Who judges a plan's run: apart from the registry, since a checker's thread needs no more. */
import type { Plan } from "#core/plan.ts";
import type { Checker } from "#core/ports/checker.ts";
import { availability } from "#checkers/availability.ts";
import { electionSafety } from "#checkers/election-safety.ts";
import { everyRun } from "#checkers/every-run.ts";
import { stateMachineSafety } from "#checkers/state-machine-safety.ts";
import { objectives } from "#checkers/objectives.ts";
import { recovery } from "#checkers/recovery.ts";
import { canAge, staleness } from "#checkers/staleness.ts";
import { workloads } from "#workloads/registry.ts";

/**
 * The workload's judges of the data, those of who led and of the log where nodes tell of it, then
 * those that judge every run. What was made small is meant to be, so that it owes no minimum.
 */
export function checkersOf(plan: Plan): readonly Checker[] {
  const workload = workloads[plan.workload];
  const minimum = plan.schedule === "shrunk" ? null : workload.minimum;
  return [
    ...workload.checkers,
    ...(plan.tellsLeaders ? [electionSafety] : []),
    ...(plan.tellsPrefixes ? [stateMachineSafety] : []),
    ...everyRun(minimum),
    ...(canAge(plan) ? [staleness] : []),
    ...(asksMore(plan) ? [objectives] : []),
  ];
}

/** Those of them that can find fault: a hunt has no need of the others. */
export const faultFinders = (plan: Plan): readonly Checker[] =>
  checkersOf(plan).filter((checker) => !DESCRIBERS.includes(checker));

/** Those that only describe. */
export const describers = (plan: Plan): readonly Checker[] =>
  checkersOf(plan).filter((checker) => DESCRIBERS.includes(checker));

const DESCRIBERS: readonly Checker[] = [availability, recovery, staleness];

const asksMore = (plan: Plan): boolean =>
  Object.values(plan.objectives).some((asked) => asked !== null);
