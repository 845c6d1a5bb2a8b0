/** Unordered queue whose elements may be put in more than once: linear time. */
import type { Violation } from "../answer.ts";
import { INFO, NONE, OPEN, type Columns } from "../columns.ts";
import { PUT } from "../models/containers.ts";
import { BEAT, VALID, notApplicable, violation, type Pulse, type Ruling } from "./ruling.ts";

/**
 * Where no take answers "empty" the elements do not care about each other, and of one element only
 * the number matters. Let every put happen at its call and every take at its return: that is the
 * earliest for puts and the latest for takes, so that if an element runs out here it does in every
 * order; and if none does, this is a legal order. A put without an answer may happen at its call as
 * well, and a take without an answer need not happen.
 *
 * With "empty" answers all elements would have to be gone at one moment; that is for the search,
 * but what runs out without them is wrong with them too.
 */
export function judgeRepeatedBag(history: Columns, pulse: Pulse): Ruling {
  const { count, word, a, outcome, invoked, returned, valueCount } = history;
  const takeAt = new Int32Array(2 * count).fill(NONE);
  let hasEmpties = false;
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    if (word[row] === PUT || outcome[row] === INFO) continue;
    if (a[row]! <= 0) hasEmpties = true;
    else if (returned[row] !== OPEN) takeAt[returned[row]!] = row;
  }
  const left = new Int32Array(valueCount);
  let next = 0;
  for (let at = 0; at < 2 * count; at++) {
    if ((at & BEAT) === 0) pulse();
    const take = takeAt[at]!;
    if (take !== NONE) {
      if (--left[a[take]!]! < 0) return ranOut(history, take);
    } else if (next < count && invoked[next] === at) {
      if (word[next] === PUT) left[a[next]!]!++;
      next++;
    }
  }
  return hasEmpties ? notApplicable("elements are put in twice, and takes found nothing") : VALID;
}

/** The takes of the element up to this one, and the puts that had been called. */
function ranOut(history: Columns, take: number): Violation {
  const { count, word, a, outcome, invoked, returned } = history;
  const rows = [take];
  for (let row = 0; row < count && invoked[row]! < returned[take]!; row++) {
    if (a[row] !== a[take]) continue;
    if (word[row] === PUT || (outcome[row] !== INFO && returned[row]! < returned[take]!))
      rows.push(row);
  }
  const because = "An element was taken more often than it had been put in.";
  return violation("taken-too-often", because, rows);
}
