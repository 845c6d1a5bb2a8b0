/** A set whose elements are added, removed and asked for one by one: a sweep over the events. */
import type { Violation } from "../answer.ts";
import { INFO, NONE, OPEN, type Columns } from "../columns.ts";
import { ADD, CONTAINS, REMOVE, SET_READ } from "../models/set.ts";
import { EarliestFirst } from "./earliest-first.ts";
import { BEAT, VALID, notApplicable, violation, type Pulse, type Ruling } from "./ruling.ts";

/*
 * Elements are independent of each other: a set is a product of booleans, so that each element can
 * be judged alone. For one element an operation is
 *   - a flip, which must change the state: an update that answered "yes, this changed the set";
 *   - a look, which must find the state as it says: contains, and updates that changed nothing;
 *   - a push, which moves to its state from any: an update that answered nothing.
 * An unanswered update is a push that need not happen.
 *
 * The sweep follows the events, keeps the element's state, and is lazy: it flips only when an
 * operation that returns has not had its state since its call, and then it uses, of the pending
 * updates that lead there, the one that returns first, unanswered ones last.
 *
 * Why lazy loses nothing: what an order does before the first such return it can also do at that
 * return, since all that was pending still is; and further flips can wait in the same way. Why the
 * earliest: let an order use y where x, which returns first, was pending too. x comes later in that
 * order, y is still pending then, and both lead to the same state: exchange them. (An unanswered
 * update never returns, and need not be used.)
 *
 * The one thing that can run out without being forced is a push of which the order has made no use
 * and whose state was there anyway. While an element has had no such push, failure is proof; after
 * one the sweep may have missed an order, and says so. With flips only, or with each element added
 * and removed at most once, that never happens.
 */

/** What an operation needs at its return. */
const FLIP = 0;
const LOOK = 1;
const PUSH = 2;

/** O(n log c) for c pending updates of one element; O(n) where each has one at a time. */
export function judgePresence(history: Columns, pulse: Pulse): Ruling {
  const { count, word, invoked, returned } = history;
  if (word.subarray(0, count).includes(SET_READ)) return notApplicable("the whole set is read");
  const sweep = new PresenceSweep(history);
  const returningAt = new Int32Array(2 * count).fill(NONE);
  for (let row = 0; row < count; row++)
    if (returned[row] !== OPEN) returningAt[returned[row]!] = row;
  let next = 0;
  for (let at = 0; at < 2 * count; at++) {
    if ((at & BEAT) === 0) pulse();
    const row = returningAt[at]!;
    if (row === NONE) {
      if (next < count && invoked[next] === at) sweep.call(next++);
    } else if (!sweep.finish(row, at)) return sweep.explain(row);
  }
  return VALID;
}

class PresenceSweep {
  private readonly history: Columns;
  /** By element: is it there? */
  private readonly state: Uint8Array;
  /** By element: the latest position at which it was in the other state, -1 if it never was. */
  private readonly otherUntil: Int32Array;
  /** By element, twice: pending answered updates that lead to 0, to 1. */
  private readonly pending: EarliestFirst;
  /** By element, twice: unanswered updates, not used yet, that lead to 0, to 1. */
  private readonly spare: Int32Array;
  private readonly used: Uint8Array;
  /** By element: whether a failure proves nothing any more. */
  private readonly doubtful: Uint8Array;
  /** By element: whether flips (bits 0, 1: to absent, to present) and pushes (2, 3) occurred. */
  private readonly kinds: Uint8Array;

  constructor(history: Columns) {
    const { count, valueCount, returned } = history;
    this.history = history;
    this.state = new Uint8Array(valueCount);
    this.otherUntil = new Int32Array(valueCount).fill(-1);
    this.pending = new EarliestFirst(2 * valueCount, count, returned);
    this.spare = new Int32Array(2 * valueCount);
    this.used = new Uint8Array(count);
    this.doubtful = new Uint8Array(valueCount);
    this.kinds = new Uint8Array(valueCount);
  }

  call(row: number): void {
    const { a, outcome } = this.history;
    const kind = kindOf(this.history, row);
    if (kind === LOOK) return;
    const element = a[row]!;
    const target = targetOf(this.history, row);
    if (outcome[row] === INFO) {
      this.spare[2 * element + target]!++;
      return;
    }
    this.pending.add(2 * element + target, row);
    const seen = (this.kinds[element]! |= 1 << (kind + target));
    // Which of a flip and a push to take is not settled by which returns first.
    if ((seen & (seen >> 2) & 3) !== 0) this.doubtful[element] = 1;
  }

  /** False if the row cannot have had its way by now. */
  finish(row: number, at: number): boolean {
    const { a, invoked } = this.history;
    if (this.used[row] === 1) return true;
    const element = a[row]!;
    const target = targetOf(this.history, row);
    const kind = kindOf(this.history, row);
    const isThere = this.state[element] === target || this.otherUntil[element]! > invoked[row]!;
    if (kind === LOOK) return isThere || this.flip(element, target, at);
    if (kind === PUSH && isThere) {
      this.pending.dropEarliest(2 * element + target);
      this.doubtful[element] = 1;
      return true;
    }
    if (this.state[element] === target && !this.flip(element, 1 - target, at)) return false;
    return this.flip(element, target, at);
  }

  /** Moves the element to the state with the best update there is, if there is one. */
  private flip(element: number, target: number, at: number): boolean {
    const list = 2 * element + target;
    const row = this.pending.dropEarliest(list);
    if (row !== NONE) this.used[row] = 1;
    else if (this.spare[list]! > 0) this.spare[list]!--;
    else return false;
    this.state[element] = target;
    this.otherUntil[element] = at;
    return true;
  }

  explain(row: number): Ruling {
    const { count, a, invoked, returned } = this.history;
    const element = a[row]!;
    if (this.doubtful[element] === 1)
      return notApplicable("an element is added again by operations that do not say if it was new");
    const rows = [row];
    for (let other = 0; other < count && invoked[other]! < returned[row]!; other++)
      if (a[other] === element) rows.push(other);
    return falsePresence(this.history, row, rows);
  }
}

function falsePresence(history: Columns, row: number, rows: readonly number[]): Violation {
  const kind = kindOf(history, row);
  const target = targetOf(history, row);
  if (kind === LOOK && target === 1)
    return violation("not-there", "An element was seen that cannot have been in the set.", rows);
  if (kind === LOOK)
    return violation("still-there", "An element was missed that must have been in the set.", rows);
  const because = "An update changed the set that had nothing to change.";
  return violation("nothing-to-change", because, rows);
}

function kindOf({ word, b, outcome }: Columns, row: number): number {
  if (word[row] === CONTAINS || b[row] === 0) return LOOK;
  return b[row] === 1 && outcome[row] !== INFO ? FLIP : PUSH;
}

/** The state that the row leads to or finds. */
function targetOf({ word, b }: Columns, row: number): number {
  if (word[row] === ADD) return 1;
  if (word[row] === REMOVE) return 0;
  return b[row]!;
}
