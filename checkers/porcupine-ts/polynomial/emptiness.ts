/** When a container cannot have been empty, and the takes that claim that it was. */
import type { Violation } from "../answer.ts";
import { NONE, OPEN, type Columns } from "../columns.ts";
import type { Pairs } from "./pairs.ts";
import { violation } from "./ruling.ts";

/*
 * Gap g is the time between event positions g and g + 1. An element is certainly inside from the
 * return of its put to the call of its take (its core). Elements that nobody was seen to take are
 * "lost"; they can only have left by a joker, a take without an answer that was called before.
 *
 * A gap is free if no element with a known take has its core there, and if the lost elements put in
 * before it are not more than the jokers called before it. At a gap that is not free the container
 * cannot be empty. Conversely all elements can be kept away from all free gaps at once, see
 * `queue.ts` and `stack.ts`; so a take may answer "empty" if and only if a free gap lies within it.
 */

/** The first take that claims emptiness at an impossible time. */
export function findFalseEmpty(history: Columns, pairs: Pairs): Violation | undefined {
  const { invoked, returned } = history;
  if (pairs.empties.length === 0) return undefined;
  const freeBefore = countFreeGaps(history, pairs);
  for (const row of pairs.empties)
    if (freeBefore[returned[row]!] === freeBefore[invoked[row]!]!)
      return falseEmpty(history, pairs, row);
  return undefined;
}

/** For each take that claims emptiness, the first free gap within it. There must be one. */
export function freeGapsOf(history: Columns, pairs: Pairs): number[] {
  const { invoked } = history;
  const freeBefore = countFreeGaps(history, pairs);
  return pairs.empties.map((row) => {
    let gap = invoked[row]!;
    while (freeBefore[gap + 1] === freeBefore[gap]) gap++;
    return gap;
  });
}

/** By position p: how many of the gaps 0 to p - 1 are free. */
function countFreeGaps({ count, invoked, returned }: Columns, pairs: Pairs): Int32Array {
  const { valueCount, putOf, takeOf, jokers } = pairs;
  const size = 2 * count + 1;
  const inside = new Int32Array(size);
  // Without jokers a lost element stays for ever, just as one that is never taken.
  const lost = jokers.length === 0 ? inside : new Int32Array(size);
  for (let value = 1; value < valueCount; value++) {
    const put = putOf[value]!;
    if (put === NONE || returned[put] === OPEN) continue;
    const from = returned[put]!;
    const take = takeOf[value]!;
    if (take === NONE) lost[from]!++;
    else if (from < invoked[take]!) {
      inside[from]!++;
      inside[invoked[take]!]!--;
    }
  }
  for (const row of jokers) lost[invoked[row]!]!--;
  let now = 0;
  let stuck = 0;
  let free = 0;
  for (let gap = 0; gap < size; gap++) {
    now += inside[gap]!;
    if (lost !== inside) stuck += lost[gap]!;
    inside[gap] = free;
    if (now === 0 && stuck <= 0) free++;
  }
  return inside;
}

function falseEmpty(history: Columns, pairs: Pairs, row: number): Violation {
  const { invoked, returned } = history;
  const rows = coverOf(history, pairs, invoked[row]!, returned[row]!);
  const because =
    "A take answered “empty” while at every moment some element was certainly inside.";
  return violation("not-empty", because, [row, ...rows]);
}

/**
 * Rows that show that no gap from `from` up to `until` is free: few elements that follow on each
 * other, and where only lost ones are inside, one more of them than jokers, with those jokers.
 */
function coverOf(history: Columns, pairs: Pairs, from: number, until: number): number[] {
  const { invoked } = history;
  const rows: number[] = [];
  for (let gap = from; gap < until;) {
    const best = lastingElement(history, pairs, gap);
    if (best !== NONE) {
      rows.push(pairs.putOf[best]!, pairs.takeOf[best]!);
      gap = invoked[pairs.takeOf[best]!]!;
      continue;
    }
    const jokers = pairs.jokers.filter((joker) => invoked[joker]! <= gap);
    const lost = lostElements(history, pairs, gap).slice(0, jokers.length + 1);
    rows.push(...lost, ...jokers);
    const next = pairs.jokers.find((joker) => invoked[joker]! > gap);
    gap = next === undefined ? until : Math.min(until, invoked[next]!);
  }
  return rows;
}

/** Of the elements inside at the gap, the one that certainly stays longest. */
function lastingElement({ invoked, returned }: Columns, pairs: Pairs, gap: number): number {
  let best = NONE;
  let until = gap;
  for (let value = 1; value < pairs.valueCount; value++) {
    const put = pairs.putOf[value]!;
    const take = pairs.takeOf[value]!;
    if (put === NONE || take === NONE) continue;
    if (returned[put]! > gap || invoked[take]! <= until) continue;
    best = value;
    until = invoked[take]!;
  }
  return best;
}

/** Puts that had returned by the gap, of elements that nobody was seen to take; earliest first. */
export function lostElements({ returned }: Columns, pairs: Pairs, gap: number): number[] {
  const puts: number[] = [];
  for (let value = 1; value < pairs.valueCount; value++) {
    const put = pairs.putOf[value]!;
    if (put !== NONE && pairs.takeOf[value] === NONE && returned[put]! <= gap) puts.push(put);
  }
  return puts.toSorted((x, y) => returned[x]! - returned[y]!);
}
