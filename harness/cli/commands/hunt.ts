/** `ordeal hunt`: tries seed after seed in virtual time, each with choices of its own. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { OrdealError } from "#core/errors.ts";
import { FAULT_KINDS, USUAL_FAULTS, type FaultKind } from "#core/fault.ts";
import type { Plan } from "#core/plan.ts";
import type { Target } from "#core/ports/target.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import { listen } from "#engine/interrupts.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { distribute, type HuntData } from "../hunt/pool.ts";
import { Tally } from "../hunt/tally.ts";
import { HuntProgress, huntText } from "../hunt/telling.ts";
import type { Hunted } from "../hunt/trial.ts";
import { cast, makePlan, workloadOf, type RunOptions } from "../make-plan.ts";
import { durationMs, wholeNumber } from "../parse.ts";
import { ENVIRONMENTS, SCENARIOS, TARGETS } from "../registry.ts";
import { keyOf, targetOptionsOf } from "../target-options.ts";

export interface HuntOptions {
  readonly bug: readonly string[];
  readonly nemesis?: string;
  readonly workload?: string;
  readonly seeds: string;
  readonly from: string;
  readonly for?: string;
  readonly timeLimit: string;
  readonly jobs?: string;
  readonly keep: string;
  readonly all: boolean;
  readonly out: string;
  readonly json: boolean;
}

export async function huntCommand(name: string, options: HuntOptions): Promise<ExitCode> {
  const hunted = await huntedOf(name, options);
  const limits = limitsOf(options);
  const tally = new Tally();
  const began = performance.now();
  const store = resolve(options.out);
  using progress = new HuntProgress(tally);
  using interrupts = listen(
    () => progress.say("Stopping with what there is."),
    () => process.exit(EXIT.unknown),
  );
  // With a bug switched on one proof that it shows is all that is asked for.
  const enough = options.bug.length > 0 && !options.all;
  let given = 0;
  await distribute({
    threads: Math.min(limits.jobs, limits.seeds),
    data: dataOf(hunted, store, limits.keep),
    cancel: interrupts.cancel,
    next() {
      const over = performance.now() - began >= limits.forMs || given >= limits.seeds;
      if (over || (enough && tally.found.length > 0)) return null;
      return String(limits.from + given++);
    },
    report: (report) => tally.add(report),
  });
  progress[Symbol.dispose]();
  tell(tally, { store, asked: limits.seeds, elapsedMs: performance.now() - began }, options.json);
  if (!options.json && tally.found.length > 0) process.stdout.write(caveat(hunted.base));
  return tally.exitCode(interrupts.reason() !== null);
}

/** What all seeds have in common, refused before anything starts where it cannot work. */
export async function huntedOf(name: string, options: HuntOptions): Promise<Hunted> {
  const { base, target, harmless } = await baseOf(name, options);
  const spoken = options.workload === undefined ? target.vocabularies : [base.workload];
  const workloads = spoken as readonly [VocabularyName, ...VocabularyName[]];
  const unasked = options.nemesis === undefined;
  const possible = SCENARIOS.filter(({ needs }) => needs.every((kind) => harmless.includes(kind)));
  const lot = possible.flatMap(({ name: one, tickets = 1 }) => Array<string>(tickets).fill(one));
  const scenarios = unasked ? lot : base.scenarios;
  const kinds = unasked ? harmless : base.nemesis;
  const seldom = unasked ? kinds.filter((kind) => !USUAL_FAULTS.includes(kind)) : [];
  return {
    base,
    choices: { kinds, seldom, scenarios, workloads, options: openOf(target, options) },
  };
}

/** What of the target's own options was not typed. */
function openOf(target: Target, given: object): Hunted["choices"]["options"] {
  const typed = new Set(Object.keys(given));
  return target.options
    .filter(({ name }) => !typed.has(keyOf(name)))
    .map(({ name, choices, weaker = [] }) => {
      return { name, choices: choices.filter((choice) => !weaker.includes(choice)) };
    })
    .filter(({ choices }) => choices.length > 1);
}

interface Base {
  readonly base: Plan;
  readonly target: Target;
  /** What its environment can break and the target promises to survive. */
  readonly harmless: readonly FaultKind[];
}

async function baseOf(name: string, options: HuntOptions): Promise<Base> {
  const simulators = Object.values(ENVIRONMENTS).filter((place) => "simulate" in place);
  const able = Object.values(TARGETS).filter(({ hosts }) =>
    simulators.some((place) => hosts.includes(place.hosts)),
  );
  const given = TARGETS[name];
  if (given !== undefined && !able.includes(given))
    throw new OrdealError(
      "usage",
      "not-hosted",
      `The target ${name} cannot be hunted: it does not run in virtual time.`,
      `These can: ${able.map((target) => target.name).join(", ")}.`,
    );
  const { bug, nemesis, timeLimit, out, json } = options;
  const workload = options.workload ?? given?.vocabularies[0] ?? "register";
  const run: RunOptions = { ...DEFAULTS, workload, bug, timeLimit, out, json };
  const chosen = cast([name], run);
  workloadOf(chosen.target, workload);
  const examination = await chosen.environment.examine();
  const { target } = chosen;
  const harmless = FAULT_KINDS.filter(
    (kind) => examination.faults[kind].available && target.tolerates.includes(kind),
  );
  const asked = { ...run, nemesis: nemesis ?? harmless.join(",") };
  const base = makePlan(chosen, asked, examination, targetOptionsOf(target, options), () => "");
  return { base, target, harmless };
}

/** What a seed does not draw for itself. */
const DEFAULTS = {
  env: "simulated",
  nodes: "5",
  concurrency: "2n",
  rate: "100",
  recoveryLimit: "20s",
  opTimeout: "1s",
  startTimeout: "10s",
  checkTimeout: "60s",
  latency: "0",
  latencyDist: "constant",
  loss: "0",
  duplicate: "0",
  atOnce: "1",
  seed: "",
} as const;

interface Limits {
  readonly seeds: number;
  readonly from: number;
  readonly forMs: number;
  readonly jobs: number;
  readonly keep: number;
}

const limitsOf = (options: HuntOptions): Limits => ({
  seeds: wholeNumber("--seeds", options.seeds, 1, 1e9),
  from: wholeNumber("--from", options.from, 0, 1e9),
  forMs: options.for === undefined ? Infinity : durationMs("--for", options.for),
  jobs: wholeNumber("--jobs", options.jobs ?? String(availableParallelism()), 1, 1024),
  keep: wholeNumber("--keep", options.keep, 0, 1000),
});

const dataOf = (hunted: Hunted, store: string, keepMost: number): HuntData => ({
  hunted,
  store,
  kept: new Int32Array(new SharedArrayBuffer(4)),
  keepMost,
});

/** A violation under what nobody promised to survive is no news. */
const caveat = ({ beyond, target }: Plan): string =>
  beyond.length === 0
    ? ""
    : `\n  ${beyond.join(", ")} faults were drawn, under which ${target} does not promise right answers.\n`;

interface Effort {
  readonly store: string;
  readonly asked: number;
  readonly elapsedMs: number;
}

function tell(tally: Tally, { store, asked, elapsedMs }: Effort, json: boolean): void {
  if (!json) {
    process.stdout.write(huntText(tally, store, elapsedMs, asked));
    return;
  }
  const { seeds, survived, virtualMs, found, unknown } = tally;
  const value = { asked, seeds, survived, virtualMs, elapsedMs, store, found, unknown };
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
