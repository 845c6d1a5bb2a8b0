/** Reads of a whole set that are called and have not returned, compared with the set as it changes. */
import { NONE, type Columns } from "../columns.ts";
import { SET_READ } from "../models/set.ts";

/**
 * Each open read has a slot. A bit for each element and slot says whether the read has the element,
 * so that a change of the set costs one look at each open read, however large the reads are.
 */
export class OpenReads {
  /** The slots in use. */
  readonly slots: number[] = [];
  /** By slot: the row of the read. */
  readonly rows: Int32Array;
  /** By slot: 1 if the set has been just what the read saw since its call. */
  readonly seen: Uint8Array;
  /** How many elements the set has. */
  private size = 0;
  private readonly history: Columns;
  private readonly words: number;
  private readonly bits: Int32Array;
  private readonly free: number[] = [];
  /** By slot: how many elements of the read are in the set. */
  private readonly common: Int32Array;

  /** `most`: how many reads are open at once. */
  constructor(history: Columns, most: number) {
    this.history = history;
    this.words = Math.max(1, (most + 31) >> 5);
    this.bits = new Int32Array(this.words * history.valueCount);
    this.rows = new Int32Array(most);
    this.seen = new Uint8Array(most);
    this.common = new Int32Array(most);
    for (let slot = most - 1; slot >= 0; slot--) this.free.push(slot);
  }

  elements(slot: number): Int32Array {
    const { a, b, items } = this.history;
    const row = this.rows[slot]!;
    return items.subarray(a[row]!, b[row]!);
  }

  has(slot: number, element: number): boolean {
    return ((this.bits[element * this.words + (slot >> 5)]! >>> (slot & 31)) & 1) === 1;
  }

  /** How many elements the set has that the read has not. */
  surplus(slot: number): number {
    return this.size - this.common[slot]!;
  }

  /** NONE if the read lists an element twice. */
  open(row: number, isIn: Uint8Array): number {
    const slot = this.free.pop()!;
    this.rows[slot] = row;
    this.slots.push(slot);
    let common = 0;
    for (const element of this.elements(slot)) {
      if (this.has(slot, element)) return NONE;
      this.turn(slot, element);
      common += isIn[element]!;
    }
    this.common[slot] = common;
    this.seen[slot] = this.isSame(slot) ? 1 : 0;
    return slot;
  }

  close(slot: number): void {
    for (const element of this.elements(slot)) this.turn(slot, element);
    this.slots.splice(this.slots.indexOf(slot), 1);
    this.free.push(slot);
  }

  /** The element has come (1) or gone (-1). */
  change(element: number, by: 1 | -1): void {
    this.size += by;
    for (const slot of this.slots) {
      if (this.has(slot, element)) this.common[slot]! += by;
      if (this.isSame(slot)) this.seen[slot] = 1;
    }
  }

  private isSame(slot: number): boolean {
    const { a, b } = this.history;
    const row = this.rows[slot]!;
    return this.common[slot] === this.size && this.size === b[row]! - a[row]!;
  }

  private turn(slot: number, element: number): void {
    this.bits[element * this.words + (slot >> 5)]! ^= 1 << (slot & 31);
  }
}

/** How many reads are open at once, at most. */
export function mostOpen({ count, word, invoked }: Columns, returningAt: Int32Array): number {
  let most = 0;
  let open = 0;
  let next = 0;
  for (let at = 0; at < 2 * count; at++) {
    const row = returningAt[at]!;
    if (row === NONE) {
      if (next === count || invoked[next] !== at) continue;
      if (word[next++] === SET_READ) most = Math.max(most, ++open);
    } else if (word[row] === SET_READ) open--;
  }
  return most;
}
