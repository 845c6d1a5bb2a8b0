/** The events of the operations that must take effect, as a list from which they are lifted. */
import { NONE, OPEN, type Columns } from "../columns.ts";
import { BEAT, NEVER, type Pulse } from "../pulse.ts";
import { integers } from "../small-arrays.ts";

/**
 * A doubly linked list over event positions: entry e is the event at position e - 1, entry 0 is the
 * head. Lifting an operation takes its two entries out; putting back in reverse order restores the
 * list exactly (Knuth's dancing links), so that no configuration is ever copied. Before the first
 * return in the list, all entries are calls: the operations that can come next.
 */
export class Timeline {
  readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** By entry: the operation called there, -2 minus the one that returns there, or NONE. */
  readonly events: Int32Array;
  readonly invoked: Int32Array;
  readonly returned: Int32Array;
  /** How many operations are still in the list. */
  left = 0;

  constructor({ count, invoked, returned }: Columns, pulse: Pulse = NEVER) {
    const end = 2 * count + 1;
    const events = integers(end + 1).fill(NONE);
    for (let op = 0; op < count; op++) {
      if ((op & BEAT) === 0) pulse();
      events[invoked[op]! + 1] = op;
      if (returned[op] === OPEN) continue;
      events[returned[op]! + 1] = -2 - op;
      this.left++;
    }
    this.events = events;
    this.invoked = invoked;
    this.returned = returned;
    this.next = integers(end + 1);
    this.previous = integers(end + 1);
    this.link(end, pulse);
  }

  /** The operation that returns at this entry, which must be a return. */
  returnsAt(entry: number): number {
    return -2 - this.events[entry]!;
  }

  /** Calls without return are events, but not in the list. */
  private link(end: number, pulse: Pulse): void {
    const { events, next, previous, returned } = this;
    let last = 0;
    for (let e = 1; e <= end; e++) {
      if ((e & BEAT) === 0) pulse();
      const event = events[e]!;
      const optional = event >= 0 && returned[event] === OPEN;
      if ((event === NONE || optional) && e !== end) continue;
      next[last] = e;
      previous[e] = last;
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
