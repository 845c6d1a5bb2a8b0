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

/** The fields of an element's record; a record is a part of one cache line. */
const FIELDS = 4;
/**
 * Bit 0: is it there? Then which flips (to absent, to present) and pushes occurred, and a doubt.
 */
const FLAGS = 0;
/** The latest position at which it was in the other state, plus one; 0: it never was. */
const OTHER_UNTIL = 1;
/**
 * The pending updates that lead to absent, and behind it those that lead to present: unanswered ones,
 * which return never, come last by themselves.
 */
const PENDING = 2;

const FIRST_FLIP = 2;
/** A failure proves nothing any more. */
const DOUBTFUL = 32;

class PresenceSweep {
  private readonly history: Columns;
  private readonly elements: Int32Array;
  private readonly queues: EarliestFirst;
  private readonly used: Uint8Array;

  constructor(history: Columns) {
    const { count, valueCount, returned } = history;
    this.history = history;
    this.elements = new Int32Array(FIELDS * valueCount);
    this.queues = new EarliestFirst(this.elements, count, returned);
    this.used = new Uint8Array(count);
  }

  call(row: number): void {
    const { a, outcome } = this.history;
    const kind = kindOf(this.history, row);
    if (kind === LOOK) return;
    const element = a[row]!;
    const target = targetOf(this.history, row);
    const record = FIELDS * element;
    this.queues.add(record + PENDING + target, row);
    if (outcome[row] === INFO) return;
    const flags = this.elements[record]! | (FIRST_FLIP << (kind + target));
    // Which of a flip and a push to take is not settled by which returns first.
    const isMixed = (flags & (flags >> PUSH) & (3 * FIRST_FLIP)) !== 0;
    this.elements[record + FLAGS] = isMixed ? flags | DOUBTFUL : flags;
  }

  /** False if the row cannot have had its way by now. */
  finish(row: number, at: number): boolean {
    if (this.used[row] === 1) return true;
    const { a, invoked } = this.history;
    const element = a[row]!;
    const record = FIELDS * element;
    const target = targetOf(this.history, row);
    const kind = kindOf(this.history, row);
    const isThere = (this.elements[record + FLAGS]! & 1) === target;
    const hasBeen = isThere || this.elements[record + OTHER_UNTIL]! > invoked[row]! + 1;
    if (kind === LOOK) return hasBeen || this.flip(element, target, at);
    if (kind === PUSH && hasBeen) {
      this.queues.dropEarliest(record + PENDING + target);
      this.elements[record + FLAGS]! |= DOUBTFUL;
      return true;
    }
    if (isThere && !this.flip(element, 1 - target, at)) return false;
    return this.flip(element, target, at);
  }

  /** Moves the element to the state with the best update there is, if there is one. */
  private flip(element: number, target: number, at: number): boolean {
    const record = FIELDS * element;
    const row = this.queues.dropEarliest(record + PENDING + target);
    if (row === NONE) return false;
    this.used[row] = 1;
    this.elements[record + FLAGS]! ^= 1;
    this.elements[record + OTHER_UNTIL] = at + 1;
    return true;
  }

  explain(row: number): Ruling {
    const { count, a, invoked, returned } = this.history;
    const element = a[row]!;
    if ((this.elements[FIELDS * element + FLAGS]! & DOUBTFUL) !== 0)
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
