/** Every name there is to type, in one table a kind: adding something is a line here. */
import { unknownName } from "#core/errors.ts";
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
import { plain, rounds } from "#nemesis/rounds.ts";
import type { Scenario } from "#nemesis/scenario.ts";
import { SCENARIOS as TIMED_SCENARIOS } from "#nemesis/scenarios.ts";
import { SITE_SCENARIOS } from "#nemesis/sites.ts";
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

export const SCENARIOS: readonly Scenario[] = [...TIMED_SCENARIOS, ...SITE_SCENARIOS];

export { nemeses as NEMESES, workloads as WORKLOADS };

/** What the nemesis of a plan does in the fault phase. */
export function scheduleOf(plan: Plan, knowsLeaders: boolean): Generator {
  const kinds = plan.nemesis.map((kind) => nemeses[kind]);
  const calm = defaultRhythm(plan.timeLimitMs, Math.max(1, kinds.length));
  const asked = plan.nemesisIntervalMs;
  const rhythm = asked === 0 ? calm : { holdMs: asked, intervalMs: asked };
  const seed = seedOf(plan.seed).child("nemesis");
  const { timeLimitMs, nodes, faultsAtOnce: atOnce } = plan;
  const [first, ...others] = plan.scenarios.map(scenarioNamed);
  if (first === undefined)
    return schedule({ seed, nemeses: kinds, knowsLeaders, timeLimitMs, rhythm, atOnce });
  const plainOnes = kinds.map((kind) => plain(kind, knowsLeaders, rhythm));
  return rounds({ seed, scenarios: [first, ...others, ...plainOnes], nodes, timeLimitMs });
}

function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined)
    throw unknownName(
      "nemesis",
      name,
      SCENARIOS.map((scenario) => scenario.name),
    );
  return found;
}
