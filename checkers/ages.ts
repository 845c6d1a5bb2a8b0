/** How old what a read answered was: what is known for certain, and hence at least so old. */
import type { Operation } from "#core/history.ts";
import { nanos, type Nanos } from "#core/units.ts";

export interface Age {
  readonly read: Operation;
  /** From when something newer was acknowledged to when the read began; 0 if nothing was. */
  readonly age: Nanos;
  /** How many acknowledged writes, or elements of a set, it had certainly missed. */
  readonly missed: number;
  /** The first of them to be acknowledged. */
  readonly first: Operation | null;
}

/** Of one key's operations, in order of invocation; reads that say nothing of their age left out. */
export type AgesOf = (operations: readonly Operation[]) => readonly Age[];

/**
 * A read that misses some acknowledged writes. All were acknowledged before it began: what was
 * acknowledged later it need not have seen.
 */
export function ageOf(read: Operation, missed: readonly Operation[]): Age {
  const first = missed.reduce<Operation | null>(
    (best, write) => (best === null || endOf(write) < endOf(best) ? write : best),
    null,
  );
  const since = first?.completed ?? read.invoked;
  return { read, age: nanos(read.invoked - since), missed: missed.length, first };
}

/** The index of its completion, later than any if it has none. */
export const endOf = ({ completion }: Operation): number => completion ?? Infinity;

export const isOk = ({ outcome }: Operation): boolean => outcome.type === "ok";

export const mayHaveHappened = ({ outcome }: Operation): boolean => outcome.type !== "fail";
