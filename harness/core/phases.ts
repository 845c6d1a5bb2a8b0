/** What is asked in each phase of a run, the same in real and in virtual time. */
import { once } from "./generator/basic.ts";
import { any, sequence } from "./generator/combine.ts";
import type { Generator } from "./generator/generator.ts";
import { stagger, timeLimit } from "./generator/pace.ts";
import { clients, nemesis } from "./generator/route.ts";
import type { Plan } from "./plan.ts";
import type { Workload } from "./ports/workload.ts";
import { seedOf } from "./seed.ts";
import { millis, nanos } from "./units.ts";

/** Clients work at the plan's pace while the nemesis follows its schedule, both until time is up. */
export function faultPhase(plan: Plan, workload: Workload, schedule: Generator): Generator {
  const seed = seedOf(plan.seed);
  const limit = millis(plan.timeLimitMs);
  const asked = workload.generator(seed.child("workload"), { threads: plan.concurrency });
  const interval = nanos(plan.rate === 0 ? 0 : Math.round(1e9 / plan.rate));
  const paced = plan.rate === 0 ? asked : stagger(seed.child("pace"), interval, asked);
  return any([clients(timeLimit(limit, paced)), nemesis(timeLimit(limit, schedule))]);
}

/** The nemesis cures what is in force, one after the other. */
export const healPhase = (faults: readonly string[]): Generator =>
  nemesis(sequence(...faults.map((id) => once({ f: "cure", key: "", value: { id } }))));

/** One client a node reads every key until it is answered, or until time is up. */
export const recoveryPhase = (plan: Plan, workload: Workload, keys: readonly string[]): Generator =>
  timeLimit(millis(plan.recoveryLimitMs), clients(workload.final(keys)));
