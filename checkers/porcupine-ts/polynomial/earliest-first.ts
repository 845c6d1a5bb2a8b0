/** Many small priority queues of rows, each of which gives the row that returns first. */
import { NONE } from "../columns.ts";

/**
 * Pairing heaps (Fredman, Sedgewick, Sleator, Tarjan 1986) whose nodes are rows, in shared arrays:
 * adding takes constant time, dropping the earliest amortised O(log size).
 */
export class EarliestFirst {
  /** By queue: one more than the row at its root, or 0. */
  private readonly roots: Int32Array;
  /** By row: one more than its first child, and than the next child of its parent, or 0. */
  private readonly child: Int32Array;
  private readonly sibling: Int32Array;
  private readonly returned: Int32Array;

  /** `roots`: the caller's, so that it may lie beside what else is known; 0 is an empty queue. */
  constructor(roots: Int32Array, rows: number, returned: Int32Array) {
    this.roots = roots;
    this.child = new Int32Array(rows);
    this.sibling = new Int32Array(rows);
    this.returned = returned;
  }

  add(queue: number, row: number): void {
    const root = this.roots[queue]! - 1;
    this.roots[queue] = 1 + (root === NONE ? row : this.meld(root, row));
  }

  /** Takes out and returns the row that returns first; NONE if the queue is empty. */
  dropEarliest(queue: number): number {
    const root = this.roots[queue]! - 1;
    if (root !== NONE) this.roots[queue] = this.child[root] === 0 ? 0 : this.mergeChildren(root);
    return root;
  }

  private meld(x: number, y: number): number {
    const isFirst = this.returned[x]! < this.returned[y]!;
    const first = isFirst ? x : y;
    const second = isFirst ? y : x;
    this.sibling[second] = this.child[first]!;
    this.child[first] = second + 1;
    return first;
  }

  /** Melds the children in pairs from left to right, then the pairs from right to left; plus one. */
  private mergeChildren(parent: number): number {
    const { child, sibling } = this;
    let pairs = 0;
    for (let x = child[parent]! - 1; x !== NONE;) {
      const y = sibling[x]! - 1;
      const rest = y === NONE ? NONE : sibling[y]! - 1;
      const pair = y === NONE ? x : this.meld(x, y);
      sibling[pair] = pairs;
      pairs = pair + 1;
      x = rest;
    }
    let merged = pairs - 1;
    for (let next = sibling[merged]! - 1; next !== NONE;) {
      const rest = sibling[next]! - 1;
      merged = this.meld(merged, next);
      next = rest;
    }
    return merged + 1;
  }
}
