/** Gives takes without an answer to elements that have to leave by some time. */
import { NONE, OPEN, type Columns } from "../columns.ts";
import type { Pairs } from "./pairs.ts";

/**
 * A joker can serve every element that need not leave before its call. So the jokers that can serve
 * an element include those that can serve one with an earlier deadline, and to give each element
 * the latest joker that will do, in whatever order, serves as many as can be served.
 */
export class JokerMatching {
  /** By element: when the joker that it got was called; OPEN if it got none. */
  readonly leavesFrom: Int32Array;
  private readonly calls: Int32Array;
  /** By element: the joker that it got, or NONE. */
  private readonly jokerOf: Int32Array;
  /** A tree over the jokers and one place more, the first at `size`: 1 where one is left. */
  private readonly left: Uint8Array;
  private readonly size: number;

  constructor({ invoked }: Columns, { jokers, valueCount }: Pairs) {
    this.leavesFrom = new Int32Array(valueCount).fill(OPEN);
    this.jokerOf = new Int32Array(valueCount).fill(NONE);
    this.calls = Int32Array.from(jokers, (row) => invoked[row]!);
    this.size = 1;
    while (this.size <= jokers.length) this.size *= 2;
    this.left = new Uint8Array(2 * this.size);
    this.left.fill(1, this.size, this.size + jokers.length);
    for (let node = this.size - 1; node > 0; node--) this.pull(node);
  }

  /** In exchange for what the element had. False if no joker is left that was called by then. */
  give(element: number, deadline: number): boolean {
    const joker = this.lastLeft(this.countBy(deadline));
    if (joker === NONE) return false;
    this.mark(joker, 0);
    if (this.jokerOf[element] !== NONE) this.mark(this.jokerOf[element]!, 1);
    this.jokerOf[element] = joker;
    this.leavesFrom[element] = this.calls[joker]!;
    return true;
  }

  /** The last joker that is left of the first `count`. */
  private lastLeft(count: number): number {
    let node = this.size + count;
    // Up while there is nothing to the left below the same parent.
    while (node > 1 && ((node & 1) === 0 || this.left[node - 1] === 0)) node >>= 1;
    if (node <= 1) return NONE;
    for (node--; node < this.size;) node = 2 * node + (this.left[2 * node + 1] === 1 ? 1 : 0);
    return node - this.size;
  }

  private mark(joker: number, isLeft: 0 | 1): void {
    this.left[joker + this.size] = isLeft;
    for (let node = (joker + this.size) >> 1; node > 0; node >>= 1) this.pull(node);
  }

  private pull(node: number): void {
    this.left[node] = this.left[2 * node]! | this.left[2 * node + 1]!;
  }

  /** How many jokers were called by the position. */
  private countBy(position: number): number {
    let low = 0;
    let high = this.calls.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.calls[middle]! <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
