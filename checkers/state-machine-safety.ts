/** No two nodes let different entries of their logs take effect: State Machine Safety, in Raft's words. */
import type { Event, History } from "#core/history.ts";
import type { Checker } from "#core/ports/checker.ts";
import type { Prefix } from "#core/sim/actor.ts";
import type { NodeId } from "#core/units.ts";
import type { Anomaly } from "#core/verdict.ts";
import { count } from "./sentences.ts";

/**
 * In the end each node says how many entries took effect on it, with a digest of which and in which
 * order. It finds what answers to clients need never show: two states that differ where nobody has
 * looked yet. Nodes that have come differently far are not compared.
 */
export const stateMachineSafety: Checker = {
  name: "state-machine-safety",
  check(history) {
    const told = prefixesOf(history);
    const groups = [...Map.groupBy(told, ({ prefix }) => prefix.index)];
    const compared = groups.filter(([, some]) => some.length > 1);
    const [first, ...others] = compared.flatMap(([index, some]) => differing(index, some));
    if (first !== undefined) return { valid: false, anomalies: [first, ...others] };
    if (compared.length > 0) return { valid: true };
    const message = `No two of ${count(told.length, "node")} had come equally far in their log.`;
    return { valid: "unknown", reason: "too-little", message };
  },
};

interface Told {
  readonly node: NodeId;
  readonly prefix: Prefix;
}

const prefixesOf = (history: History): readonly Told[] => history.flatMap((event) => toldBy(event));

function toldBy({ process, f, node, value }: Event): readonly Told[] {
  if (process !== "harness" || f !== "prefix" || node === undefined) return [];
  return [{ node, prefix: value as Prefix }];
}

function differing(index: number, some: readonly Told[]): readonly Anomaly[] {
  const camps = [...Map.groupBy(some, ({ prefix }) => prefix.digest).values()];
  if (camps.length === 1) return [];
  const said = camps.map((camp) => camp.map(({ node }) => node).join(", ")).join(" | ");
  const explanation = `Of the log up to entry ${index} not the same took effect everywhere: ${said}.`;
  return [{ name: "logs-differ", explanation, operations: [], evidence: { index, nodes: some } }];
}
