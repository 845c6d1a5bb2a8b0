/** A set to which each element is added once, which is removed from, and of which all is read at once. */
import type { Violation } from "../answer.ts";
import { NONE, OPEN, type Columns } from "../columns.ts";
import { ADD, REMOVE, SET_READ } from "../models/set.ts";
import { missersOf } from "./missers.ts";
import { mostOpen, OpenReads } from "./open-reads.ts";
import { removersOf, type Removers } from "./removers.ts";
import { BEAT, VALID, notApplicable, violation, type Pulse, type Ruling } from "./ruling.ts";

/*
 * Each element comes once and goes at most once. The sweep follows the events and is lazy: it changes
 * the set only when an operation returns that has not had its way since its call. What an order does
 * before the first such return it can also do at that return, since all that was pending still is.
 *
 * What has to be done then is certain. An element that is missing can only come by its add, and one
 * that is too much can only go by a remove that is pending; any of those will do, since afterwards
 * the element is gone for good, which satisfies all others. But a change may put an end to what an
 * open read saw: it saw an element that goes now, or it did not see one that comes now and that no
 * remove can take away before the read returns. Such a read has its place before the change, so that
 * the set has to become what it saw first, and so on; two reads that each have to be first are a
 * contradiction. Reads that are not in danger wait: what they saw can still come about.
 *
 * The one choice is whether a read without the element comes before its add or after its remove, if
 * both are possible. The sweep then makes the read at once if it can. It has found an order if it comes
 * to the end; once it has chosen, failure is no proof any more, and it says so.
 */

/** Time: n x open reads + the elements read + reads x open removes: linear where few are open. */
export function judgeChangingSet(history: Columns, pulse: Pulse): Ruling {
  const addOf = addsOf(history, pulse);
  if ("valid" in addOf) return addOf;
  const removers = removersOf(history, addOf, pulse);
  if ("valid" in removers) return removers;
  const { count, invoked, returned } = history;
  const returningAt = new Int32Array(2 * count).fill(NONE);
  for (let row = 0; row < count; row++)
    if (returned[row] !== OPEN) returningAt[returned[row]!] = row;
  const sweep = new SetSweep(history, addOf, removers, mostOpen(history, returningAt), pulse);
  let next = 0;
  for (let at = 0; at < 2 * count; at++) {
    if ((at & BEAT) === 0) pulse();
    const row = returningAt[at]!;
    if (row === NONE) {
      if (next === count || invoked[next] !== at) continue;
      const wrong = sweep.call(next++);
      if (wrong) return wrong;
    } else if (!sweep.finish(row, at)) return sweep.explain(row);
  }
  return VALID;
}

/** By element: the row that adds it, or NONE. */
function addsOf({ count, word, a, b, valueCount }: Columns, pulse: Pulse): Int32Array | Ruling {
  const addOf = new Int32Array(valueCount).fill(NONE);
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    if (word[row] !== ADD || b[row] === 0) continue;
    if (addOf[a[row]!] !== NONE) return notApplicable("an element is added twice");
    addOf[a[row]!] = row;
  }
  return addOf;
}

const MISSERS_SHOWN = 16;

class SetSweep {
  private readonly history: Columns;
  private readonly addOf: Int32Array;
  private readonly removers: Removers;
  private readonly reads: OpenReads;
  private readonly slotOf: Int32Array;
  private readonly isIn: Uint8Array;
  /** By element: where it came and went, or -1. */
  private readonly cameAt: Int32Array;
  private readonly wentAt: Int32Array;
  private readonly missedBy: Int32Array;
  /** By slot: 1 while the set is on its way to what the read saw. */
  private readonly isOnItsWay: Uint8Array;
  private readonly pulse: Pulse;
  /** Elements looked at since the last pulse: single operations may look at many. */
  private work = 0;
  private at = 0;
  private hasChosen = false;
  /** Operations because of which a remove had to find its element. */
  private readonly missers: number[] = [];

  constructor(
    history: Columns,
    addOf: Int32Array,
    removers: Removers,
    mostReads: number,
    pulse: Pulse,
  ) {
    const { count, valueCount } = history;
    this.pulse = pulse;
    this.history = history;
    this.addOf = addOf;
    this.removers = removers;
    this.reads = new OpenReads(history, mostReads);
    this.slotOf = new Int32Array(count);
    this.isIn = new Uint8Array(valueCount);
    this.cameAt = new Int32Array(valueCount).fill(-1);
    this.wentAt = new Int32Array(valueCount).fill(-1);
    this.missedBy = missersOf(history, pulse);
    this.isOnItsWay = new Uint8Array(mostReads);
  }

  call(row: number): Violation | undefined {
    if (this.history.word[row] !== SET_READ) return this.removers.call(row);
    const { a, b, items } = this.history;
    this.look(b[row]! - a[row]!);
    for (const element of items.subarray(a[row]!, b[row]!))
      if (this.addOf[element] === NONE)
        return violation("phantom-element", "A read saw an element that nobody added.", [row]);
    const slot = this.reads.open(row, this.isIn);
    if (slot === NONE) return violation("seen-twice", "A read listed an element twice.", [row]);
    this.slotOf[row] = slot;
    return undefined;
  }

  /** False if the row cannot have had its way by now. */
  finish(row: number, at: number): boolean {
    this.at = at;
    if (this.history.word[row] !== SET_READ) {
      const isDone = this.update(row);
      this.removers.finish(row);
      return isDone;
    }
    const slot = this.slotOf[row]!;
    if (!this.goTo(slot)) return false;
    this.reads.close(slot);
    return true;
  }

  private update(row: number): boolean {
    const { word, a, b, invoked } = this.history;
    const element = a[row]!;
    if (word[row] === ADD && b[row] !== 0) return this.cameAt[element]! >= 0 || this.add(element);
    if (word[row] === REMOVE && b[row] === 1)
      return this.wentAt[element]! >= 0 || this.remove(element);
    // What is left looks, or pushes to where the element may have been anyway.
    if (word[row] === ADD || b[row] === 1) {
      if (this.isIn[element] === 1 || this.wentAt[element]! > invoked[row]!) return true;
      return this.add(element);
    }
    if (this.isIn[element] === 1 && this.cameAt[element]! < invoked[row]!)
      return this.remove(element);
    return word[row] !== REMOVE || b[row] === 0 || this.push(row);
  }

  /** A remove that may have found nothing; it may as well have removed what comes, or came, meanwhile. */
  private push(row: number): boolean {
    const { a, invoked, returned } = this.history;
    const element = a[row]!;
    const isLate = this.isIn[element] === 0 && !this.mayCome(element);
    if (isLate || !this.removers.isRemover(row)) return true;
    const misser = this.missedBy[element]!;
    const since = Math.max(this.at, returned[this.addOf[element]!]!);
    const isMissed = misser !== NONE && invoked[misser]! > since;
    if (isMissed && !this.removers.comesBefore(element, returned[misser]!, this.at + 1)) {
      this.missers.push(misser);
      return this.remove(element);
    }
    this.hasChosen = true;
    return true;
  }

  private add(element: number): boolean {
    return this.mayCome(element) && this.change(element);
  }

  private remove(element: number): boolean {
    if (this.wentAt[element]! >= 0) return false;
    if (this.isIn[element] === 0 && !this.add(element)) return false;
    return this.isIn[element] === 0 || (this.removers.isOpen(element) && this.change(element));
  }

  private mayCome(element: number): boolean {
    const row = this.addOf[element]!;
    return row !== NONE && this.cameAt[element] === -1 && this.history.invoked[row]! < this.at;
  }

  /** Turns one element over, after the reads that this would put an end to. */
  private change(element: number): boolean {
    const before = this.isIn[element];
    for (;;) {
      const read = this.endangered([element], NONE);
      if (read === NONE) break;
      if (!this.goTo(read)) return false;
      if (this.isIn[element] !== before) return true;
    }
    this.turn(element);
    return true;
  }

  /** Makes the set what the read saw. */
  private goTo(slot: number): boolean {
    const { reads, isOnItsWay } = this;
    if (reads.seen[slot] === 1) return true;
    if (isOnItsWay[slot] === 1) return false;
    isOnItsWay[slot] = 1;
    while (reads.seen[slot] === 0) {
      const changes = this.changesFor(slot);
      if (changes === undefined) return false;
      const read = this.endangered(changes, slot);
      if (read === NONE) for (const element of changes) this.turn(element);
      else if (!this.goTo(read)) return false;
    }
    isOnItsWay[slot] = 0;
    return true;
  }

  /** The elements to turn over; undefined if one of them cannot be. */
  private changesFor(slot: number): number[] | undefined {
    const { reads, isIn } = this;
    this.look(reads.elements(slot).length + this.removers.openCount);
    const changes: number[] = [];
    for (const element of reads.elements(slot)) {
      if (isIn[element] === 1) continue;
      if (!this.mayCome(element)) return undefined;
      changes.push(element);
    }
    let surplus = reads.surplus(slot);
    if (surplus === 0) return changes;
    for (const element of this.removers.openElements()) {
      if (isIn[element] === 0 || reads.has(slot, element)) continue;
      changes.push(element);
      surplus--;
    }
    return surplus === 0 ? changes : undefined;
  }

  private look(elements: number): void {
    this.work += elements;
    if (this.work <= BEAT) return;
    this.work = 0;
    this.pulse();
  }

  /** An open read that has to be before the changes, or NONE. */
  private endangered(changes: readonly number[], except: number): number {
    const { reads } = this;
    for (const slot of reads.slots) {
      if (slot === except || reads.seen[slot] === 1) continue;
      for (const element of changes) if (this.ends(slot, element)) return slot;
    }
    return NONE;
  }

  private ends(slot: number, element: number): boolean {
    const { reads } = this;
    if (this.isIn[element] === 1) return reads.has(slot, element);
    if (reads.has(slot, element)) return false;
    const { returned } = this.history;
    if (!this.removers.comesBefore(element, returned[reads.rows[slot]!]!, this.at)) return true;
    this.hasChosen = true;
    return this.isOnItsWay[slot] === 0 && this.changesFor(slot) !== undefined;
  }

  private turn(element: number): void {
    const comes = this.isIn[element] === 0;
    this.isIn[element] = comes ? 1 : 0;
    if (comes) this.cameAt[element] = this.at;
    else this.wentAt[element] = this.at;
    this.reads.change(element, comes ? 1 : -1);
  }

  explain(row: number): Ruling {
    if (this.hasChosen)
      return notApplicable("a read may come before an element's add or after its remove");
    const { returned, invoked, count } = this.history;
    const rows = [row, ...this.missers.slice(-MISSERS_SHOWN)];
    for (let other = count - 1; other >= 0; other--)
      if (invoked[other]! < returned[row]!) rows.push(other, this.removers.rivalOf(other));
    const because = "An operation returned before the set can have been as its answer says.";
    return violation("never-so", because, rows);
  }
}
