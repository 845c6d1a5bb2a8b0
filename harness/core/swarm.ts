/** Swarm testing: each seed draws its own configuration, so that no habit hides a bug for ever. */
import type { FaultKind } from "./fault.ts";
import type { Plan } from "./plan.ts";
import type { LinkSettings } from "./ports/environment.ts";
import { seedOf, type Seed } from "./seed.ts";
import { nodeId, type NodeId } from "./units.ts";
import type { VocabularyName } from "./vocabulary/vocabularies.ts";
import { dealt, type Zone } from "./zones.ts";

/** What a seed may draw from. */
export interface Choices {
  readonly kinds: readonly FaultKind[];
  /** Those of the kinds that are in only now and then, so that the others stay frequent. */
  readonly seldom: readonly FaultKind[];
  /** Tickets of a lot: a name that is there three times is drawn the more often. */
  readonly scenarios: readonly string[];
  readonly workloads: readonly [VocabularyName, ...VocabularyName[]];
  /** The target's own options that are left to chance, with what each may be. */
  readonly options: readonly OpenOption[];
}

export interface OpenOption {
  readonly name: string;
  readonly choices: readonly string[];
}

/**
 * The plan of one seed of a hunt. What is left out matters as much as what is in: a fault that is
 * always there can mask what another one alone would show (Groce et al., "Swarm Testing", ISSTA
 * 2012). The plan is complete: it plays again without the hunt.
 */
export function swarm(base: Plan, seedText: string, choices: Choices): Plan {
  const seed = seedOf(seedText).child("swarm");
  const count = seed.child("nodes").open().pick([3, 5, 5]);
  const nodes = Array.from({ length: count }, (_, i) => nodeId(`n${i + 1}`));
  const strategy = strategyOf(seed, choices);
  return {
    ...base,
    ...strategy,
    seed: seedText,
    options: { ...base.options, ...optionsOf(seed.child("options"), choices.options) },
    workload: seed.child("workload").open().pick(choices.workloads),
    nodes,
    zones: strategy.nemesis.includes("zone") ? zonesOf(seed.child("zones"), nodes) : base.zones,
    concurrency: seed
      .child("clients")
      .open()
      .pick(count === 3 ? [6, 6, 6, 12] : [5, 10, 10, 20]),
    rate: seed.child("rate").open().pick([50, 100, 200, 400]),
    nemesisIntervalMs: intervalOf(seed.child("interval"), base.timeLimitMs, strategy.nemesis),
    faultsAtOnce: seed.child("at once").open().pick([1, 1, 2, 3]),
    links: linksOf(seed.child("links")),
  };
}

/** Where whole zones can be lost, they may also be far from each other. */
function zonesOf(seed: Seed, nodes: readonly NodeId[]): readonly Zone[] {
  const dice = seed.open();
  const stepMs = dice.pick([0, 0, 0, 5, 20]);
  return dealt(nodes, dice.pick([2, 3, 3]), (from, to) => stepMs * Math.abs(from - to));
}

/** What was drawn, for people. */
export function drawn(plan: Plan): string {
  const { links, nemesisIntervalMs, faultsAtOnce } = plan;
  const every = nemesisIntervalMs === 0 ? "" : ` every ${nemesisIntervalMs} ms`;
  const together = faultsAtOnce === 1 ? "" : `, up to ${faultsAtOnce} at once`;
  const faults = [...plan.nemesis, ...plan.scenarios].join(",") || "no faults";
  const options = Object.entries(plan.options).map(([name, value]) => `${name} ${value}`);
  const latency =
    links.latencyMs === 0 ? "a quick network" : `${links.latency} latency of ${links.latencyMs} ms`;
  return [
    plan.workload,
    ...options,
    `${plan.nodes.length} nodes`,
    `${plan.concurrency} clients at ${plan.rate}/s`,
    `${faults}${every}${together}`,
    latency,
    ...distances(plan),
    `loss ${links.lossPerMille}‰, duplicates ${links.duplicatePerMille}‰`,
  ].join(", ");
}

function distances({ zones }: Plan): readonly string[] {
  const furthest = Math.max(0, ...zones.flatMap(({ latencyMs }) => latencyMs));
  return zones.length === 0 ? [] : [`${zones.length} zones up to ${furthest} ms apart`];
}

/** The default as often as all the others together. */
function optionsOf(seed: Seed, open: readonly OpenOption[]): Readonly<Record<string, string>> {
  const drawn = open.flatMap(({ name, choices }) => {
    const [usual, ...others] = choices;
    const [first, ...rest] = others;
    const dice = seed.child(name).open();
    if (usual === undefined) return [];
    return [[name, first === undefined || dice.chance(500) ? usual : dice.pick([first, ...rest])]];
  });
  return Object.fromEntries(drawn) as Readonly<Record<string, string>>;
}

/** Most seeds follow some scenarios, where there are any; the others improvise. */
function strategyOf(
  seed: Seed,
  { kinds, seldom, scenarios }: Choices,
): Pick<Plan, "nemesis" | "scenarios"> {
  const directed = kinds.length === 0 || seed.child("directed").open().chance(600);
  if (scenarios.length > 0 && directed) {
    const dice = seed.child("scenario").open();
    const drawn = new Set(dice.shuffle(scenarios));
    return { nemesis: [], scenarios: [...drawn].slice(0, dice.pick([1, 2, 3])) };
  }
  return { nemesis: someOf(seed.child("kinds"), kinds, seldom), scenarios: [] };
}

/** Each is in by the toss of a coin, or more seldom; at least one is, where there is any. */
function someOf<T>(seed: Seed, all: readonly T[], seldom: readonly T[]): readonly T[] {
  const dice = seed.open();
  const some = all.filter((one) => dice.chance(seldom.includes(one) ? 200 : 500));
  const [first, ...others] = all;
  if (some.length > 0 || first === undefined) return some;
  return [dice.pick([first, ...others])];
}

/** No slower than lets each kind have its turn, and each that was in vain another. */
function intervalOf(seed: Seed, timeLimitMs: number, kinds: readonly FaultKind[]): number {
  const longest = timeLimitMs / (4 * kinds.length + 1);
  const [usual, ...others] = INTERVALS_MS;
  return seed.open().pick([usual, ...others.filter((interval) => interval <= longest)]);
}

/** The first is the rhythm of a run for which none was asked. */
const INTERVALS_MS = [0, 100, 200, 500, 1000, 2000] as const;

function linksOf(seed: Seed): LinkSettings {
  const shapes = ["constant", "uniform", "exponential"] as const;
  const trouble = [0, 0, 0, 10, 50] as const;
  return {
    latency: seed.child("shape").open().pick(shapes),
    latencyMs: seed.child("mean").open().pick([0, 0, 1, 5, 20, 40]),
    lossPerMille: seed.child("loss").open().pick(trouble),
    duplicatePerMille: seed.child("duplicates").open().pick(trouble),
  };
}
