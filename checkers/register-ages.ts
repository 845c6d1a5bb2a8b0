/** The age of a register's reads: since when was what they answered overwritten? */
import type { Operation } from "#core/history.ts";
import { ageOf, endOf, isOk, mayHaveHappened, type Age } from "./ages.ts";

/**
 * A value is *known* from when its write was acknowledged or a read had answered it. A write that
 * began later than that is newer, whatever else is true: the order of real time says so. Writes that
 * overlap may have come in either order, and count as older. So a read of a value is at least as old
 * as the first acknowledgement of a newer write, if that came before the read began.
 *
 * Lower bounds of Δ-atomicity (W. Golab, X. Li, M. Shah, "Analyzing Consistency Properties for Fun and
 * Profit", PODC 2011) and of the k-staleness of P. Bailis et al., "Probabilistically Bounded
 * Staleness for Practical Partial Quorums", VLDB 2012, in a run that was watched from outside.
 */
export function registerAges(operations: readonly Operation[]): readonly Age[] {
  const known = knownSince(operations);
  const acknowledged = operations.filter((one) => isOk(one) && writtenBy(one) !== null);
  return readsOf(operations).flatMap((read) => {
    const since = known.get(valueOf(read));
    if (since === undefined) return [];
    const newer = acknowledged.slice(firstAfter(acknowledged, since));
    const others = newer.filter((write) => writtenBy(write) !== valueOf(read));
    return [ageOf(read, endedBefore(others, read))];
  });
}

/** By value the index from which on it is known; values of which nobody can say are left out. */
function knownSince(operations: readonly Operation[]): ReadonlyMap<unknown, number> {
  const known = new Map<unknown, number>([[null, -1]]);
  const ambiguous = new Set<unknown>();
  for (const operation of operations.filter(mayHaveHappened)) {
    const value = writtenBy(operation);
    if (value === null) continue;
    if (known.has(value)) ambiguous.add(value);
    known.set(value, isOk(operation) ? endOf(operation) : Infinity);
  }
  for (const read of readsOf(operations)) {
    const since = known.get(valueOf(read));
    if (since !== undefined) known.set(valueOf(read), Math.min(since, endOf(read)));
  }
  for (const value of ambiguous) known.delete(value);
  return known;
}

/** Null for what writes nothing. */
function writtenBy({ f, value }: Operation): unknown {
  if (f === "cas" && Array.isArray(value)) return value[1];
  return f === "write" ? value : null;
}

const readsOf = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter((one) => one.f === "read" && isOk(one));

const valueOf = ({ outcome }: Operation): unknown => (outcome.type === "ok" ? outcome.value : null);

/** Of operations in order of invocation those that were over when another began. */
function endedBefore(operations: readonly Operation[], { index }: Operation): readonly Operation[] {
  return operations.slice(0, firstAfter(operations, index)).filter((one) => endOf(one) < index);
}

/** The position of the first operation that was invoked after an index, by bisection. */
function firstAfter(operations: readonly Operation[], index: number): number {
  let low = 0;
  let high = operations.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((operations[middle]?.index ?? Infinity) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}
