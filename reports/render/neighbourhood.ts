/** Which operations to show around a violation: those it rests on, then the nearest of their key. */
import type { Operation } from "#core/history.ts";
import type { Anomaly } from "#core/verdict.ts";

export interface Neighbourhood {
  /** In order of invocation. */
  readonly operations: readonly Operation[];
  /** The indexes of those the violation rests on. */
  readonly culprits: ReadonlySet<number>;
  /** From 1, the most telling first. */
  readonly numbers: ReadonlyMap<number, number>;
  /** How many there would have been without a limit. */
  readonly nearby: number;
}

/** So few that the eye finds the numbered ones without a search. */
const SHOWN_MAX = 24;
const CULPRITS_MAX = 20;

export function neighbourhood(
  operations: readonly Operation[],
  anomaly: Anomaly,
): Neighbourhood | null {
  const named = new Set(anomaly.operations.slice(0, CULPRITS_MAX));
  const accused = operations.filter((operation) => named.has(operation.index));
  if (accused.length === 0) return null;
  const culprits = new Set(accused.map((operation) => operation.index));
  const near = nearest(operations, accused, culprits);
  const others = near.slice(0, Math.max(0, SHOWN_MAX - accused.length));
  const shown = [...accused, ...others].toSorted((a, b) => a.index - b.index);
  const order = anomaly.operations.filter((index) => culprits.has(index));
  const numbers = new Map([...new Set(order)].map((index, i) => [index, i + 1]));
  const nearby = near.length + new Set(anomaly.operations).size;
  return { operations: shown, culprits, numbers, nearby };
}

/** Those of the same keys that began before the last answer and ended after the first question. */
function nearest(
  operations: readonly Operation[],
  accused: readonly Operation[],
  culprits: ReadonlySet<number>,
): readonly Operation[] {
  const keys = new Set(accused.map((operation) => operation.key));
  const [from, to] = spanOf(accused);
  const margin = Math.max(20e6, (to - from) / 4);
  const inSight = operations.filter(
    (operation) =>
      !culprits.has(operation.index) &&
      keys.has(operation.key) &&
      operation.invoked <= to + margin &&
      endOf(operation) >= from - margin,
  );
  const ranked = inSight.map((operation) => ({
    operation,
    distance: distance(operation, accused),
  }));
  ranked.sort((a, b) => a.distance - b.distance || a.operation.index - b.operation.index);
  return ranked.map(({ operation }) => operation);
}

function spanOf(accused: readonly Operation[]): readonly [from: number, to: number] {
  const from = accused.reduce((least, operation) => Math.min(least, operation.invoked), Infinity);
  const to = accused.reduce(
    (most, operation) => Math.max(most, operation.completed ?? operation.invoked),
    0,
  );
  return [from, to];
}

/** An operation without an answer may still be under way, yet would crowd out all later ones. */
const endOf = (operation: Operation): number => operation.completed ?? operation.invoked;

/** The shortest time between an operation and one of the accused, 0 if they overlap. */
function distance(operation: Operation, accused: readonly Operation[]): number {
  return accused.reduce((least, culprit) => {
    const before = culprit.invoked - endOf(operation);
    const after = operation.invoked - endOf(culprit);
    return Math.min(least, Math.max(0, before, after));
  }, Infinity);
}
