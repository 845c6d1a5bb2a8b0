/** Which final reads a history has: after everything was healed, at each node. */
import type { FinalRead } from "#core/evidence.ts";
import type { History, Operation } from "#core/history.ts";
import type { Plan } from "#core/plan.ts";
import { nanos, type Nanos, type NodeId } from "#core/units.ts";
import { byNode, phaseSpan } from "./spans.ts";

/**
 * When the final reads of a key begin, given its operations: with the recovery phase; in a history
 * without phases, such as a foreign one, after the key's last operation that is not a read. Null if
 * the run did not get there.
 */
export function finalPhases(history: History): (operations: readonly Operation[]) => Nanos | null {
  const recovery = phaseSpan(history, "recovery");
  const cutOff = recovery === null && phaseSpan(history, "faults") !== null;
  if (cutOff) return () => null;
  return recovery === null ? lastChange : () => recovery.from;
}

function lastChange(operations: readonly Operation[]): Nanos {
  const changes = operations.filter(({ f }) => f !== "read");
  const ends = changes.map(({ invoked, completed }) => completed ?? invoked);
  return nanos(ends.reduce((last, end) => Math.max(last, end), 0));
}

/** Those that a run was to ask, or, where nobody said, those that were asked. */
export function nodesOf(plan: Plan, operations: readonly Operation[]): readonly NodeId[] {
  return plan.nodes.length > 0 ? plan.nodes : [...byNode(operations).keys()];
}

/** The last `ok` read of each node, of the operations of one key. */
export function finalReads(
  operations: readonly Operation[],
  nodes: readonly NodeId[],
  since: Nanos | null,
): readonly FinalRead[] {
  const reads = operations.filter(
    ({ f, outcome, invoked }) =>
      f === "read" && outcome.type === "ok" && since !== null && invoked >= since,
  );
  const mine = byNode(reads);
  return nodes.map((node) => {
    const last = mine.get(node)?.at(-1);
    return {
      node,
      read: last === undefined ? null : { index: last.index, elements: sizeOf(last) },
    };
  });
}

function sizeOf({ outcome }: Operation): number {
  return outcome.type === "ok" && Array.isArray(outcome.value) ? outcome.value.length : 1;
}
