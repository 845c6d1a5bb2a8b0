/** Versions of an item and their vector clocks: which one replaces which, and what stays beside. */
import type { DynamoBug } from "./bugs.ts";

/** How often each node has written the item, in the order of the members. */
export type Clock = readonly number[];

/** No clock is given twice, so that equal clocks of one item mean equal versions. */
export interface Version {
  readonly clock: Clock;
  /** The writer's wall clock, which decides nothing but what a register shows of its siblings. */
  readonly ms: number;
  /** Null is a tombstone: the item was deleted. */
  readonly value: unknown;
}

/** Versions of which none knew of another, in an order that is the same everywhere. */
export type Siblings = readonly Version[];

/** Whether the first takes the second's place. */
export type Supersedes = (by: Version, version: Version) => boolean;

/** By causality (section 4.4), or, with the bug, by the wall clocks of the writers. */
export const supersedesOf = (bugs: ReadonlySet<DynamoBug>): Supersedes =>
  bugs.has("last-write-wins") ? isLater : (by, version) => descends(by.clock, version.clock);

/** Every write that the second has heard of is one that the first has heard of. */
export const descends = (a: Clock, b: Clock): boolean =>
  b.every((count, i) => (a[i] ?? 0) >= count);

/** The same array if the others add nothing. */
export function reconcile(mine: Siblings, others: Siblings, supersedes: Supersedes): Siblings {
  const news = others.filter(
    (other) => !mine.some((one) => isSame(one.clock, other.clock) || supersedes(one, other)),
  );
  if (news.length === 0) return mine;
  const kept = mine.filter((one) => !news.some((other) => supersedes(other, one)));
  return [...kept, ...news].toSorted((a, b) => compare(a.clock, b.clock));
}

/** What a writer knows that has read these versions. */
export function join(clocks: readonly Clock[], nodes: number): Clock {
  return Array.from({ length: nodes }, (_, i) =>
    clocks.reduce((most, clock) => Math.max(most, clock[i] ?? 0), 0),
  );
}

export const increment = (clock: Clock, at: number): Clock => clock.with(at, (clock[at] ?? 0) + 1);

export const isDead = (siblings: Siblings): boolean =>
  siblings.every(({ value }) => value === null);

export const areSame = (a: Siblings, b: Siblings): boolean =>
  a === b || (a.length === b.length && a.every((one, i) => isSame(one.clock, b[i]?.clock ?? [])));

/** Of versions that are alive the one written last, as far as wall clocks can tell. */
export function latest(siblings: Siblings): Version | null {
  const alive = siblings.filter(({ value }) => value !== null);
  return alive.reduce<Version | null>(
    (best, one) => (best === null || isLater(one, best) ? one : best),
    null,
  );
}

const isSame = (a: Clock, b: Clock): boolean => compare(a, b) === 0;

const isLater = (a: Version, b: Version): boolean =>
  a.ms > b.ms || (a.ms === b.ms && compare(a.clock, b.clock) > 0);

/** A total order without meaning. */
function compare(a: Clock, b: Clock): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
