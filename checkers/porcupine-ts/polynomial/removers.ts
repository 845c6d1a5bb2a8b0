/** The operations that can have removed each element of a set to which it was added once. */
import type { Violation } from "../answer.ts";
import { NONE, type Columns } from "../columns.ts";
import { REMOVE } from "../models/set.ts";
import { BEAT, violation, type Pulse } from "./ruling.ts";

/** Fails if two operations say that they removed the same element. */
export function removersOf(
  history: Columns,
  addOf: Int32Array,
  pulse: Pulse,
): Removers | Violation {
  const { count, word, a, b, valueCount } = history;
  const certain = new Int32Array(valueCount).fill(NONE);
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    if (word[row] !== REMOVE || b[row] !== 1) continue;
    const element = a[row]!;
    const because = "An update changed the set that had nothing to change.";
    if (certain[element] !== NONE || addOf[element] === NONE)
      return violation("nothing-to-change", because, [row, certain[element]!, addOf[element]!]);
    certain[element] = row;
  }
  return new Removers(history, certain, pulse);
}

/**
 * Where an answer says "this removed it" that is the one, else any remove that says nothing or was not
 * answered may be.
 */
export class Removers {
  private readonly history: Columns;
  private readonly certain: Int32Array;
  /** By element: the last row that may remove it; by row: the one before; or NONE. */
  private readonly last: Int32Array;
  private readonly before: Int32Array;
  /** Rows that are called and have not returned, in any order, and where each of them is. */
  private readonly open: number[] = [];
  private readonly place: Int32Array;

  constructor(history: Columns, certain: Int32Array, pulse: Pulse) {
    const { count, a, valueCount } = history;
    this.history = history;
    this.certain = certain;
    this.last = new Int32Array(valueCount).fill(NONE);
    this.before = new Int32Array(count);
    this.place = new Int32Array(count);
    for (let row = 0; row < count; row++) {
      if ((row & BEAT) === 0) pulse();
      if (!this.isRemover(row)) continue;
      this.before[row] = this.last[a[row]!]!;
      this.last[a[row]!] = row;
    }
  }

  get openCount(): number {
    return this.open.length;
  }

  isRemover(row: number): boolean {
    const { word, a, b } = this.history;
    if (word[row] !== REMOVE || b[row] === 0) return false;
    const certain = this.certain[a[row]!]!;
    return certain === NONE || certain === row;
  }

  /** Because of which the row did not remove its element, though it might have; or NONE. */
  rivalOf(row: number): number {
    const { word, a, b } = this.history;
    return word[row] === REMOVE && b[row] === NONE ? this.certain[a[row]!]! : NONE;
  }

  call(row: number): undefined {
    if (!this.isRemover(row)) return;
    this.place[row] = this.open.length;
    this.open.push(row);
  }

  finish(row: number): void {
    if (!this.isRemover(row)) return;
    const last = this.open.pop()!;
    if (last === row) return;
    this.open[this.place[row]!] = last;
    this.place[last] = this.place[row]!;
  }

  isOpen(element: number): boolean {
    for (let row = this.last[element]!; row !== NONE; row = this.before[row]!)
      if (this.open[this.place[row]!] === row) return true;
    return false;
  }

  /** Those of open rows, each once. */
  *openElements(): Generator<number> {
    const { a } = this.history;
    for (const row of this.open) if (this.isFirstOpen(row)) yield a[row]!;
  }

  /** Whether one that may still be used at `at` is called before the position. */
  comesBefore(element: number, position: number, at: number): boolean {
    const { invoked, returned } = this.history;
    for (let row = this.last[element]!; row !== NONE; row = this.before[row]!)
      if (invoked[row]! < position && returned[row]! >= at) return true;
    return false;
  }

  private isFirstOpen(row: number): boolean {
    for (let other = this.before[row]!; other !== NONE; other = this.before[other]!)
      if (this.open[this.place[other]!] === other) return false;
    return true;
  }
}
