/** Reads of a whole growing set, lined up by size. */
import type { Violation } from "../answer.ts";
import { NONE, type Columns } from "../columns.ts";
import { BEAT, violation, type Pulse } from "./ruling.ts";

/** One size: what appears in it first, then the reads. */
export interface Phase {
  readonly appearing: readonly number[];
  readonly reads: readonly number[];
}

export class ReadChain {
  /** All elements that reads saw, in the order of their first reads. */
  readonly appearing: number[] = [];
  private readonly history: Columns;
  private readonly sorted: readonly number[];
  /** By element: the index of the first read with it, or NONE. */
  private readonly first: Int32Array;

  constructor(history: Columns, reads: readonly number[]) {
    const { a, b, valueCount } = history;
    const sizeOf = (row: number): number => b[row]! - a[row]!;
    this.history = history;
    this.sorted = reads.toSorted((x, y) => sizeOf(x) - sizeOf(y));
    this.first = new Int32Array(valueCount).fill(NONE);
  }

  hasSeen(element: number): boolean {
    return this.first[element] !== NONE;
  }

  /**
   * Sorted by size the reads form a chain if and only if each element that appears in a read is in
   * all later ones, and appears in the first read of its size: then reads of one size are equal.
   * Both are counted. Linear in the sum of the reads' sizes.
   */
  lineUp(addOf: Int32Array, pulse: Pulse): Violation | undefined {
    const { valueCount } = this.history;
    const seenBy = new Int32Array(valueCount).fill(NONE);
    const times = new Int32Array(valueCount);
    let work = 0;
    for (const [index, row] of this.sorted.entries()) {
      for (const element of this.elements(row)) {
        if ((work++ & BEAT) === 0) pulse();
        if (addOf[element] === NONE)
          return violation("phantom-element", "A read saw an element that nobody added.", [row]);
        if (seenBy[element] === index)
          return violation("seen-twice", "A read listed an element twice.", [row]);
        seenBy[element] = index;
        times[element]!++;
        if (this.first[element] !== NONE) continue;
        this.first[element] = index;
        this.appearing.push(element);
        if (this.isSameSize(index - 1, index)) return this.incomparable(index - 1, index, addOf);
      }
    }
    for (const element of this.appearing)
      if (times[element] !== this.sorted.length - this.first[element]!)
        return this.lapse(element, addOf);
    return undefined;
  }

  /** The chain from its small end. */
  *phases(): Generator<Phase> {
    let from = 0;
    for (let until = 1; until <= this.sorted.length; until++) {
      if (this.isSameSize(until - 1, until)) continue;
      const appearing: number[] = [];
      for (const element of this.elements(this.sorted[from]!))
        if (this.first[element] === from) appearing.push(element);
      yield { appearing, reads: this.sorted.slice(from, until) };
      from = until;
    }
  }

  /** The last read without the element, or NONE. */
  readBefore(element: number): number {
    const first = this.first[element]!;
    return this.sorted[(first === NONE ? this.sorted.length : first) - 1] ?? NONE;
  }

  /** The read, and the rows that added what it saw. */
  adds(read: number, addOf: Int32Array): number[] {
    if (read === NONE) return [];
    return [read, ...Array.from(this.elements(read), (element) => addOf[element]!)];
  }

  private elements(row: number): Int32Array {
    const { a, b, items } = this.history;
    return items.subarray(a[row]!, b[row]!);
  }

  private isSameSize(one: number, other: number): boolean {
    const x = this.sorted[one];
    const y = this.sorted[other];
    return (
      x !== undefined && y !== undefined && this.elements(x).length === this.elements(y).length
    );
  }

  /** The element appeared, and some larger read does not have it. */
  private lapse(element: number, addOf: Int32Array): Violation {
    const first = this.first[element]!;
    const without = this.sorted.findIndex(
      (row, index) => index > first && !this.elements(row).includes(element),
    );
    return this.incomparable(first, without, addOf);
  }

  private incomparable(one: number, other: number, addOf: Int32Array): Violation {
    const rows = [this.sorted[one]!, this.sorted[other]!];
    const adds = rows.flatMap((row) => this.adds(row, addOf));
    const because = "Two reads each saw an element that the other one missed.";
    return violation("incomparable-reads", because, [...rows, ...adds]);
  }
}
