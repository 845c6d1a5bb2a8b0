/** What a plan names, found in the registry: all that an engine needs to play it. */
import { OrdealError, unknownName } from "#core/errors.ts";
import type { Generator } from "#core/generator/generator.ts";
import type { History } from "#core/history.ts";
import type { Plan } from "#core/plan.ts";
import type { Environment } from "#core/ports/environment.ts";
import type { Nemeses } from "#core/ports/nemesis.ts";
import type { Simulator } from "#core/ports/simulator.ts";
import type { Deployments } from "#core/ports/target.ts";
import type { Crossing } from "#core/sim/crossing.ts";
import type { Workload } from "#core/ports/workload.ts";
import { scriptedSchedule, scriptedWorkload, type Script } from "#core/script.ts";
import { ENVIRONMENTS, NEMESES, TARGETS, WORKLOADS, scheduleOf } from "./registry.ts";

export interface Parts {
  readonly plan: Plan;
  readonly deployments: Deployments;
  readonly workload: Workload;
  readonly nemeses: Nemeses;
  readonly schedule: (knowsLeaders: boolean) => Generator;
}

/** With a script, what the plan would draw makes way for it. */
export function partsOf(plan: Plan, script: Script | null = null): Parts {
  const { bin, bugs, options, workload: vocabulary, target } = plan;
  const system = TARGETS[target];
  if (system === undefined) throw unknownName("target", target, Object.keys(TARGETS));
  const drawn = WORKLOADS[vocabulary];
  const simulates = "simulate" in environmentNamed(plan.environment);
  return {
    plan,
    deployments: system.deploy({ vocabulary, bugs, options, bin }),
    workload: script === null ? drawn : scriptedWorkload(script, drawn),
    nemeses: NEMESES,
    schedule: (knowsLeaders) =>
      script === null ? scheduleOf(plan, knowsLeaders) : scriptedSchedule(script, !simulates),
  };
}

export function environmentNamed(name: string): Environment | Simulator {
  const environment = ENVIRONMENTS[name];
  if (environment === undefined) throw unknownName("environment", name, Object.keys(ENVIRONMENTS));
  return environment;
}

/** Plays a plan in virtual time, from its seed to its history. */
export function simulate(
  plan: Plan,
  script: Script | null = null,
  shouldStop: () => boolean = () => false,
  trace: ((crossing: Crossing) => void) | null = null,
): History {
  const environment = environmentNamed(plan.environment);
  if (!("simulate" in environment))
    throw new OrdealError(
      "usage",
      "not-simulated",
      `The environment ${plan.environment} cannot be played in virtual time.`,
      "Give --env simulated.",
    );
  return environment.simulate({ ...partsOf(plan, script), observe: () => {}, trace, shouldStop });
}
