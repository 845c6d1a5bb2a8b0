/** Makes a plan of what was typed, refusing what cannot work before anything starts. */
import { randomBytes } from "node:crypto";
import { OrdealError, unknownName } from "#core/errors.ts";
import { FAULT_KINDS, USUAL_FAULTS, type FaultKind } from "#core/fault.ts";
import type { Objectives } from "#core/objectives.ts";
import type { Plan } from "#core/plan.ts";
import type { Environment, Examination, LinkSettings, Place } from "#core/ports/environment.ts";
import type { Simulator } from "#core/ports/simulator.ts";
import type { Bug, Target } from "#core/ports/target.ts";
import { nodeId } from "#core/units.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import { concurrencyOf, decimal, durationMs, names, oneOf, wholeNumber } from "./parse.ts";
import { ENVIRONMENTS, SCENARIOS, TARGETS, WORKLOADS } from "./registry.ts";
import { VERSION } from "./version.ts";
import { zonesOf, type ZoneOptions } from "./zoning.ts";
import { runName } from "#store/runs.ts";

/** The options of `ordeal run` as commander hands them over. */
export interface RunOptions extends ZoneOptions {
  readonly bin?: string;
  readonly env?: string;
  readonly workload?: string;
  readonly nemesis?: string;
  readonly nodes: string;
  readonly concurrency: string;
  readonly rate: string;
  readonly timeLimit: string;
  readonly recoveryLimit: string;
  readonly opTimeout?: string;
  readonly startTimeout?: string;
  readonly checkTimeout: string;
  readonly interval?: string;
  readonly atOnce: string;
  readonly latency: string;
  readonly latencyDist: string;
  readonly loss: string;
  readonly duplicate: string;
  readonly minAvailability?: string;
  readonly maxRecovery?: string;
  readonly maxStaleness?: string;
  readonly seed?: string;
  readonly bug: readonly string[];
  readonly out: string;
  readonly json: boolean;
}

/** The parts that a plan names, found in the registry. */
export interface Cast {
  readonly target: Target;
  readonly environment: Environment | Simulator;
}

export function cast(targets: readonly string[], options: RunOptions): Cast {
  const target = targetOf(targets, options);
  return { target, environment: environmentOf(target, options) };
}

/** `TARGET`, or `program` where only `--bin` is given. */
function targetOf([name, ...others]: readonly string[], { bin }: RunOptions): Target {
  if (others.length > 0)
    throw new OrdealError(
      "usage",
      "two-targets",
      `Several targets were given: ${[name, ...others].join(", ")}.`,
      'A run tests one. A program\'s command line is quoted as a whole: --bin "python3 node.py".',
    );
  if (name === undefined && bin === undefined)
    throw new OrdealError(
      "usage",
      "no-target",
      "Nothing to test was named.",
      `Give a target (${Object.keys(TARGETS).join(", ")}) or --bin with a program's command line.`,
    );
  if (name !== undefined && name !== "program" && bin !== undefined)
    throw new OrdealError(
      "usage",
      "two-targets",
      `--bin and the target "${name}" were both given.`,
      "Give one of the two: --bin tests your own program.",
    );
  const target = TARGETS[name ?? "program"];
  if (target === undefined) throw unknownName("target", name ?? "", Object.keys(TARGETS));
  if (target.name === "program" && bin === undefined)
    throw new OrdealError(
      "usage",
      "no-program",
      "The target program needs a command line.",
      'Give one with --bin, for example --bin "python3 node.py".',
    );
  return target;
}

/** The one that was asked for, or the first that can host the target. */
function environmentOf(target: Target, { env }: RunOptions): Environment | Simulator {
  const hosted = target.hosts;
  const fits = Object.values(ENVIRONMENTS).filter(({ hosts }) => hosted.includes(hosts));
  const [first] = fits;
  if (env === undefined && first !== undefined) return first;
  const environment = ENVIRONMENTS[oneOf("environment", env ?? "", Object.keys(ENVIRONMENTS))];
  if (environment !== undefined && hosted.includes(environment.hosts)) return environment;
  throw new OrdealError(
    "usage",
    "wrong-environment",
    `The target ${target.name} cannot run in the environment ${env ?? ""}.`,
    `It runs in: ${fits.map((fit) => fit.name).join(", ")}.`,
  );
}

/** Everything typed, checked and completed. */
export function makePlan(
  { target, environment }: Cast,
  options: RunOptions,
  examination: Examination,
  targetOptions: Readonly<Record<string, string>>,
  command: (plan: Plan) => string,
): Plan {
  const workload = workloadOf(target, options.workload ?? target.vocabularies[0] ?? "register");
  const { nemesis, scenarios } = nemesisOf(target, environment, options.nemesis, examination);
  checkBugs(target, environment, [...nemesis, ...needsOf(scenarios)], options.bug);
  const nodes = wholeNumber("--nodes", options.nodes, 1, 99);
  const members = Array.from({ length: nodes }, (_, i) => nodeId(`n${i + 1}`));
  const salt = randomBytes(2).toString("hex");
  const plan: Plan = {
    ordeal: VERSION,
    run: runName(new Date(), [target.name, workload], salt),
    target: target.name,
    tellsLeaders: target.tellsLeaders,
    tellsPrefixes: target.tellsPrefixes === true && "simulate" in environment,
    bin: options.bin ?? "",
    options: targetOptions,
    bugs: options.bug,
    environment: environment.name,
    workload,
    nemesis,
    beyond: nemesis.filter((kind) => !target.tolerates.includes(kind)),
    scenarios,
    schedule: "drawn",
    nodes: members,
    zones: zonesOf(options, members, environment),
    concurrency: concurrencyOf(options.concurrency, nodes),
    rate: decimal("--rate", options.rate, 0, 1e6),
    timeLimitMs: durationMs("--time-limit", options.timeLimit),
    recoveryLimitMs: durationMs("--recovery-limit", options.recoveryLimit),
    operationTimeoutMs: operationTimeoutOf(environment, options.opTimeout),
    startTimeoutMs: startTimeoutOf(environment, options.startTimeout),
    checkTimeoutMs: durationMs("--check-timeout", options.checkTimeout),
    nemesisIntervalMs:
      options.interval === undefined ? 0 : durationMs("--interval", options.interval),
    faultsAtOnce: wholeNumber("--at-once", options.atOnce, 1, 9),
    links: linksOf(options),
    objectives: objectivesOf(options),
    seed: options.seed ?? String(randomBytes(4).readUInt32BE()),
    command: "",
  };
  return { ...plan, command: command(plan) };
}

/**
 * A process of this machine answers in milliseconds. Clients that wait long for one that cannot ask
 * it nothing else meanwhile, and what is not asked cannot be found wrong.
 */
const operationTimeoutOf = ({ hosts }: Place, given: string | undefined): number =>
  durationMs("--op-timeout", given ?? (hosts === "program" ? "500ms" : "1s"));

/** A process answers soon or never; a machine boots. */
const startTimeoutOf = ({ hosts }: Place, given: string | undefined): number =>
  durationMs("--start-timeout", given ?? (hosts === "machine" ? "60s" : "15s"));

const linksOf = (options: RunOptions): LinkSettings => ({
  latencyMs: decimal("--latency", options.latency, 0, 60_000),
  latency: oneOf("latency distribution", options.latencyDist, [
    "constant",
    "uniform",
    "exponential",
  ]),
  lossPerMille: decimal("--loss", options.loss, 0, 1) * 1000,
  duplicatePerMille: decimal("--duplicate", options.duplicate, 0, 1) * 1000,
});

const objectivesOf = ({ minAvailability, maxRecovery, maxStaleness }: RunOptions): Objectives => ({
  availability:
    minAvailability === undefined ? null : decimal("--min-availability", minAvailability, 0, 1),
  recoveryMs: maxRecovery === undefined ? null : durationMs("--max-recovery", maxRecovery),
  stalenessMs: maxStaleness === undefined ? null : durationMs("--max-staleness", maxStaleness),
});

export function workloadOf(target: Target, given: string): VocabularyName {
  const all = Object.keys(WORKLOADS) as VocabularyName[];
  const workload = oneOf("workload", given, all);
  if (target.vocabularies.includes(workload)) return workload;
  throw new OrdealError(
    "usage",
    "wrong-workload",
    `The target ${target.name} does not speak the words of the workload ${workload}.`,
    `It speaks: ${target.vocabularies.join(", ")}.`,
  );
}

/** Asked for: refused where it cannot be. Not asked for: the target's choice among what can be. */
function nemesisOf(
  target: Target,
  environment: Place,
  given: string | undefined,
  examination: Examination,
): Pick<Plan, "nemesis" | "scenarios"> {
  if (given === "none") return { nemesis: [], scenarios: [] };
  const able = FAULT_KINDS.filter((kind) => examination.faults[kind].available);
  if (given === undefined) {
    const usual = target.defaultNemesis ?? USUAL_FAULTS;
    const nemesis = able.filter((kind) => usual.includes(kind));
    return { nemesis, scenarios: [] };
  }
  const directed = SCENARIOS.map(({ name }) => name);
  const asked = names<string>("nemesis", given, [...FAULT_KINDS, ...directed]);
  const nemesis = FAULT_KINDS.filter((kind) => asked.includes(kind));
  const scenarios = directed.filter((name) => asked.includes(name));
  for (const kind of [...nemesis, ...needsOf(scenarios)]) {
    if (kind === "membership" && !target.tolerates.includes(kind)) throw fixedMembers(target);
    const ability = examination.faults[kind];
    if (ability.available) continue;
    throw new OrdealError(
      "usage",
      "fault-not-offered",
      `The environment ${environment.name} cannot do ${kind} faults here: ${sentence(ability.why)}`,
      `It can do: ${able.join(", ") || "none"}. ${elsewhere(target)}`,
    );
  }
  return { nemesis, scenarios };
}

/** In virtual time everything can be broken. */
function elsewhere({ hosts }: Target): string {
  const worlds = Object.values(ENVIRONMENTS).filter((place) => "simulate" in place);
  const able = worlds.find((place) => hosts.includes(place.hosts));
  if (able === undefined) return "`ordeal doctor` says what each environment can.";
  return `With --env ${able.name} this target can have them all.`;
}

const fixedMembers = ({ name }: Target): OrdealError =>
  new OrdealError(
    "usage",
    "fault-not-offered",
    `The members of ${name} cannot be changed while it runs.`,
    `Leave membership out, and the scenarios that need it: ${needing("membership").join(", ")}.`,
  );

const needing = (kind: FaultKind): readonly string[] =>
  SCENARIOS.filter(({ needs }) => needs.includes(kind)).map(({ name }) => name);

/** The kinds of fault that scenarios consist of. */
export const needsOf = (scenarios: readonly string[]): readonly FaultKind[] =>
  SCENARIOS.filter(({ name }) => scenarios.includes(name)).flatMap(({ needs }) => needs);

/** A bug that could not show itself would make a pass meaningless. */
function checkBugs(
  target: Target,
  environment: Place,
  nemesis: readonly FaultKind[],
  asked: readonly string[],
): void {
  for (const name of asked) {
    const bug = target.bugs.find((other) => other.name === name);
    if (bug === undefined)
      throw unknownName(
        "bug",
        name,
        target.bugs.map((other) => other.name),
      );
    if (!bug.environments.includes(environment.name))
      throw cannotShow(bug, "environment", bug.environments);
    const needs = bug.faults.length > 0 && !bug.faults.some((kind) => nemesis.includes(kind));
    if (needs) throw cannotShow(bug, "nemesis", bug.faults);
  }
}

const cannotShow = (bug: Bug, what: string, choices: readonly string[]): OrdealError =>
  new OrdealError(
    "usage",
    "bug-cannot-show",
    `The bug ${bug.name} cannot show itself with this ${what}: a pass would mean nothing.`,
    `It shows with --${what === "environment" ? "env" : what}: ${choices.join(", ")}.`,
  );

const sentence = (text: string): string => (text.endsWith(".") ? text : `${text}.`);
