/** Operations by when they were invoked, and by the node that was asked. */
import { phasesOf, type History, type Operation, type Phase } from "#core/history.ts";
import { nanos, type Nanos, type NodeId } from "#core/units.ts";

export interface Span {
  readonly from: Nanos;
  readonly to: Nanos;
}

/** When a phase lasted; the last one of a history that was cut off lasts as long as the history. */
export function phaseSpan(history: History, phase: Phase): Span | null {
  const span = phasesOf(history).find((mark) => mark.phase === phase);
  return span === undefined ? null : { from: span.began, to: span.ended ?? endOf(history) };
}

/** One nanosecond after the last event, so that a half-open span up to it holds everything. */
export const endOf = (history: History): Nanos => nanos((history.at(-1)?.time ?? -1) + 1);

/** Those invoked in the half-open span, of operations in order of invocation. */
export function invokedIn(operations: readonly Operation[], span: Span): readonly Operation[] {
  return operations.slice(firstFrom(operations, span.from), firstFrom(operations, span.to));
}

/** Operations of nodes that nobody named are left out. */
export function byNode(operations: readonly Operation[]): ReadonlyMap<NodeId, Operation[]> {
  const nodes = new Map<NodeId, Operation[]>();
  for (const operation of operations) {
    if (operation.node === null) continue;
    const mine = nodes.get(operation.node);
    if (mine === undefined) nodes.set(operation.node, [operation]);
    else mine.push(operation);
  }
  return nodes;
}

export function byKey(operations: readonly Operation[]): ReadonlyMap<string, Operation[]> {
  const keys = new Map<string, Operation[]>();
  for (const operation of operations) {
    const mine = keys.get(operation.key);
    if (mine === undefined) keys.set(operation.key, [operation]);
    else mine.push(operation);
  }
  return keys;
}

/** The position of the first operation invoked at `time` or later, by bisection. */
function firstFrom(operations: readonly Operation[], time: Nanos): number {
  let low = 0;
  let high = operations.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((operations[middle]?.invoked ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
