/** Containers whose elements are put in once: which operation put each in, which took it out. */
import type { Violation } from "../answer.ts";
import { INFO, NONE, OK, type Columns } from "../columns.ts";
import { PUT, TAKE } from "../models/containers.ts";
import { BEAT, notApplicable, violation, type Pulse, type Ruling } from "./ruling.ts";

/**
 * A put that never answered has happened if its element was taken, and can be left out if not: it
 * could only have stood in the way, and a take without an answer need not take anything either.
 */
export interface Pairs {
  readonly valueCount: number;
  /** By element: the row that put it in; NONE if nobody did, or if it can be left out. */
  readonly putOf: Int32Array;
  /** By element: the row that took it out, or NONE. */
  readonly takeOf: Int32Array;
  /** Rows of takes that answered "empty". */
  readonly empties: readonly number[];
  /** Rows of takes without an answer, in order of call: each may have taken any one element. */
  readonly jokers: readonly number[];
}

/** Fails if an element is taken that was not put in, or twice, or before it was put in. */
export function pairsOf(history: Columns, pulse: Pulse): Pairs | Ruling {
  const { count, word, a, outcome, valueCount } = history;
  const putOf = new Int32Array(valueCount).fill(NONE);
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    if (word[row] !== PUT) continue;
    if (putOf[a[row]!] !== NONE) return notApplicable("an element is put in twice");
    putOf[a[row]!] = row;
  }
  const pairs = {
    valueCount,
    putOf,
    takeOf: new Int32Array(valueCount).fill(NONE),
    empties: [],
    jokers: [],
  };
  const wrong = take(history, pairs, pulse);
  if (wrong) return wrong;
  for (let value = 1; value < valueCount; value++)
    if (pairs.takeOf[value] === NONE && putOf[value] !== NONE && outcome[putOf[value]!] === INFO)
      putOf[value] = NONE;
  return pairs;
}

function take(
  { count, word, a, invoked, returned, outcome }: Columns,
  pairs: Pairs & { readonly empties: number[]; readonly jokers: number[] },
  pulse: Pulse,
): Violation | undefined {
  const { putOf, takeOf, empties, jokers } = pairs;
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    if (word[row] !== TAKE) continue;
    const value = a[row]!;
    if (outcome[row] === OK && value > 0) {
      const put = putOf[value]!;
      if (put === NONE)
        return violation("phantom-element", "An element was taken that nobody put in.", [row]);
      if (takeOf[value] !== NONE)
        return violation("taken-twice", "An element was put in once and taken twice.", [
          takeOf[value]!,
          row,
          put,
        ]);
      if (returned[row]! < invoked[put]!)
        return violation("taken-early", "An element was taken before it was put in.", [row, put]);
      takeOf[value] = row;
    } else if (outcome[row] === INFO) jokers.push(row);
    else empties.push(row);
  }
  return undefined;
}
