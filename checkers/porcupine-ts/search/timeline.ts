/** The events of the operations that must take effect, as a list from which they are lifted. */
import { NONE, OPEN, type Columns } from "../columns.ts";

/**
 * A doubly linked list over event positions: entry e is the event at position e - 1, entry 0 is the
 * head. Lifting an operation takes its two entries out; putting back in reverse order restores the
 * list exactly (Knuth's dancing links), so that no configuration is ever copied. Before the first
 * return in the list, all entries are calls: the operations that can come next.
 */
export class Timeline {
  readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** The operation called at this entry, or NONE where an entry is a return (or the end). */
  readonly calledAt: Int32Array;
  /** The operation that returns at this entry, or NONE at the end. */
  readonly returnsAt: Int32Array;
  readonly invoked: Int32Array;
  readonly returned: Int32Array;
  /** How many operations are still in the list. */
  left = 0;

  constructor({ count, invoked, returned }: Columns) {
    const size = 2 * count + 2;
    this.next = new Int32Array(size);
    this.previous = new Int32Array(size);
    this.calledAt = new Int32Array(size).fill(NONE);
    this.returnsAt = new Int32Array(size).fill(NONE);
    this.invoked = invoked;
    this.returned = returned;
    for (let op = 0; op < count; op++) {
      if (returned[op] === OPEN) continue;
      this.calledAt[invoked[op]! + 1] = op;
      this.returnsAt[returned[op]! + 1] = op;
      this.left++;
    }
    this.link(size - 1);
  }

  private link(end: number): void {
    let last = 0;
    for (let e = 1; e <= end; e++) {
      if (this.calledAt[e] === NONE && this.returnsAt[e] === NONE && e !== end) continue;
      this.next[last] = e;
      this.previous[e] = last;
      last = e;
    }
  }

  lift(op: number): void {
    const { next, previous } = this;
    const call = this.invoked[op]! + 1;
    next[previous[call]!] = next[call]!;
    previous[next[call]!] = previous[call]!;
    const ret = this.returned[op]! + 1;
    next[previous[ret]!] = next[ret]!;
    previous[next[ret]!] = previous[ret]!;
    this.left--;
  }

  putBack(op: number): void {
    const { next, previous } = this;
    const ret = this.returned[op]! + 1;
    next[previous[ret]!] = ret;
    previous[next[ret]!] = ret;
    const call = this.invoked[op]! + 1;
    next[previous[call]!] = call;
    previous[next[call]!] = call;
    this.left++;
  }
}
