/** How old each read was: figures, and never a judgement. */
import { operationsOf, type History, type Operation } from "#core/history.ts";
import type { NodeStaleness, Staleness, StalenessFigures } from "#core/staleness.ts";
import type { Plan } from "#core/plan.ts";
import type { Checker } from "#core/ports/checker.ts";
import { distributionOf } from "#core/quantiles.ts";
import { nanos, toMillis, type NodeId } from "#core/units.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import type { Age, AgesOf } from "./ages.ts";
import { registerAges } from "./register-ages.ts";
import { setAges } from "./set-ages.ts";
import { byKey, endOf, invokedIn, phaseSpan } from "./spans.ts";

/** How the reads of a workload age; a counter's say nothing about when. */
const AGES: Partial<Readonly<Record<VocabularyName, AgesOf>>> = {
  register: registerAges,
  "rw-register": registerAges,
  "lww-register": registerAges,
  set: setAges,
  "g-set": setAges,
  "or-set": setAges,
};

export const canAge = ({ workload }: Plan): boolean => AGES[workload] !== undefined;

/** Old reads are what an eventually consistent system promises: only an objective asks for less. */
export const staleness: Checker = {
  name: "staleness",
  check(history, { plan, shouldStop }) {
    const details = stalenessOf(history, plan, shouldStop);
    if (!shouldStop()) return { valid: true, details };
    const message = "The time was up before every read was looked at.";
    return { valid: "unknown", reason: "out-of-time", message, details };
  },
};

/**
 * Reads count that began while faults could happen; those of the recovery phase wait until all is
 * quiet. A history without phases, such as a foreign one, is all fault phase.
 */
export function stalenessOf(
  history: History,
  plan: Plan,
  shouldStop: () => boolean = () => false,
): StalenessFigures {
  const all = operationsOf(history);
  const span = phaseSpan(history, "faults") ?? { from: nanos(0), to: endOf(history) };
  const agesOf = AGES[plan.workload] ?? (() => []);
  const keys = [...byKey(all).values()];
  const ages = keys
    .flatMap((operations) => (shouldStop() ? [] : agesOf(operations)))
    .filter(({ read }) => read.invoked >= span.from && read.invoked < span.to);
  const reads = invokedIn(all, span).filter(isAnsweredRead).length;
  const nodes = Map.groupBy(ages, ({ read }) => read.node);
  const names = [...new Set([...plan.nodes, ...nodes.keys()])].filter((node) => node !== null);
  const old = ages.filter(isStale).toSorted((a, b) => b.age - a.age || a.read.index - b.read.index);
  return {
    ...span,
    total: measured(ages),
    nodes: names.map((node): NodeStaleness => nodeOf(node, nodes.get(node) ?? [])),
    unmeasured: reads - ages.length,
    oldest: old.slice(0, OLDEST_MOST).map((one) => ({
      index: one.read.index,
      ageMs: toMillis(one.age),
      missed: one.missed,
      first: one.first?.index ?? null,
    })),
  };
}

/** Enough for a picture. */
const OLDEST_MOST = 1000;

const nodeOf = (node: NodeId, ages: readonly Age[]): NodeStaleness =>
  Object.assign({ node }, measured(ages));

const measured = (ages: readonly Age[]): Staleness => ({
  reads: ages.length,
  stale: ages.filter(isStale).length,
  ageMs: distributionOf(ages.map(({ age }) => toMillis(age))),
  missed: distributionOf(ages.map(({ missed }) => missed)),
});

/** An age of nothing may be a write that was acknowledged in the moment in which the read began. */
const isStale = ({ missed }: Age): boolean => missed > 0;

const isAnsweredRead = ({ f, outcome }: Operation): boolean =>
  f === "read" && outcome.type === "ok";
