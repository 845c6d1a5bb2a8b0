/** Every name there is to type, in one table a kind: adding something is a line here. */
import type { Plan } from "#core/plan.ts";
import type { Generator } from "#core/generator/generator.ts";
import type { Environment } from "#core/ports/environment.ts";
import type { Simulator } from "#core/ports/simulator.ts";
import type { Target } from "#core/ports/target.ts";
import { seedOf } from "#core/seed.ts";
import { docker } from "#environments/docker/environment.ts";
import { local } from "#environments/local/local.ts";
import { simulated } from "#environments/simulated/simulated.ts";
import { nemeses } from "#nemesis/registry.ts";
import { defaultRhythm, schedule } from "#nemesis/schedule.ts";
import { etcd } from "#targets/etcd/target.ts";
import { program } from "#targets/program/program.ts";
import { SYSTEMS } from "#targets/reference/systems.ts";
import { referenceTarget } from "#targets/shim/target.ts";
import { workloads } from "#workloads/registry.ts";

/** The first that can host a target is its default. */
export const ENVIRONMENTS: Readonly<Record<string, Environment | Simulator>> = {
  local,
  docker,
  simulated,
};

/** Those where something can be left behind. */
export const REAL_ENVIRONMENTS: readonly Environment[] = [local, docker];

export const TARGETS: Readonly<Record<string, Target>> = {
  ...Object.fromEntries(SYSTEMS.map((system) => [system.name, referenceTarget(system)])),
  etcd,
  program,
};

export { nemeses as NEMESES, workloads as WORKLOADS };

/** What the nemesis of a plan does in the fault phase. */
export function scheduleOf(plan: Plan, knowsLeaders: boolean): Generator {
  const rhythm = defaultRhythm(plan.timeLimitMs, Math.max(1, plan.nemesis.length));
  const asked = plan.nemesisIntervalMs;
  return schedule({
    seed: seedOf(plan.seed).child("nemesis"),
    nemeses: plan.nemesis.map((kind) => nemeses[kind]),
    knowsLeaders,
    timeLimitMs: plan.timeLimitMs,
    rhythm: asked === 0 ? rhythm : { holdMs: asked, intervalMs: asked },
    atOnce: 1,
  });
}
