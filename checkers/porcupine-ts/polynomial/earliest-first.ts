/** Many small priority queues of rows, each of which gives the row that returns first. */
import { NONE } from "../columns.ts";

/**
 * Pairing heaps (Fredman, Sedgewick, Sleator, Tarjan 1986) whose nodes are rows, in shared arrays:
 * adding takes constant time, dropping the earliest amortised O(log size).
 */
export class EarliestFirst {
  /** By queue: one more than the row at its root, or 0. */
  private readonly roots: Int32Array;
  private readonly child: Int32Array;
  private readonly sibling: Int32Array;
  private readonly returned: Int32Array;

  /** `roots`: the caller's, so that it may lie beside what else is known; 0 is an empty queue. */
  constructor(roots: Int32Array, rows: number, returned: Int32Array) {
    this.roots = roots;
    this.child = new Int32Array(rows).fill(NONE);
    this.sibling = new Int32Array(rows).fill(NONE);
    this.returned = returned;
  }

  add(queue: number, row: number): void {
    const root = this.roots[queue]! - 1;
    this.roots[queue] = 1 + (root === NONE ? row : this.meld(root, row));
  }

  /** Takes out and returns the row that returns first; NONE if the queue is empty. */
  dropEarliest(queue: number): number {
    const root = this.roots[queue]! - 1;
    if (root !== NONE)
      this.roots[queue] = this.child[root] === NONE ? 0 : 1 + this.mergeChildren(root);
    return root;
  }

  private meld(x: number, y: number): number {
    const [first, second] = this.returned[x]! < this.returned[y]! ? [x, y] : [y, x];
    this.sibling[second] = this.child[first]!;
    this.child[first] = second;
    return first;
  }

  /** Melds the children in pairs from left to right, then the pairs from right to left. */
  private mergeChildren(parent: number): number {
    let pairs = NONE;
    for (let x = this.child[parent]!; x !== NONE;) {
      const y = this.sibling[x]!;
      const rest = y === NONE ? NONE : this.sibling[y]!;
      const pair = y === NONE ? x : this.meld(x, y);
      this.sibling[pair] = pairs;
      pairs = pair;
      x = rest;
    }
    let merged = pairs;
    for (let next = this.sibling[merged]!; next !== NONE;) {
      const rest = this.sibling[next]!;
      merged = this.meld(merged, next);
      next = rest;
    }
    return merged;
  }
}
