/** How many cores last over the start of each core, and where that comes down to none. */

/** Larger than any depth: for cores at which the cut is known already. */
const DONE = 0x4000_0000;

/** A segment tree over the cores: lowering a range costs O(log n), and each cut is found once. */
export class CutTree {
  private readonly size: number;
  /** By node: the least depth below it, the node's own `shift` included. */
  private readonly least: Int32Array;
  /** By node: what is still to be added to all depths below it. */
  private readonly shift: Int32Array;

  constructor(depth: Int32Array) {
    this.size = 1;
    while (this.size < depth.length) this.size *= 2;
    this.least = new Int32Array(2 * this.size).fill(DONE);
    this.shift = new Int32Array(2 * this.size);
    this.least.set(depth, this.size);
    for (let node = this.size - 1; node > 0; node--) this.pull(node);
  }

  /** The cores that no core lasts over to begin with, ascending. */
  roots(): number[] {
    const cuts: number[] = [];
    // Lower all by one, from one above.
    this.least[1]!++;
    this.shift[1]!++;
    this.lower(1, 0, this.size, 0, this.size, cuts);
    return cuts;
  }

  /** One core less lasts over those in the range; adds those where it was the last, ascending. */
  uncover(from: number, until: number, cuts: number[]): void {
    if (from < until) this.lower(1, 0, this.size, from, until, cuts);
  }

  private lower(
    node: number,
    left: number,
    right: number,
    from: number,
    until: number,
    cuts: number[],
  ): void {
    if (from <= left && right <= until) {
      if (this.least[node]! > 1) {
        this.least[node]!--;
        this.shift[node]!--;
        return;
      }
      if (right - left === 1) {
        this.least[node] = DONE;
        cuts.push(left);
        return;
      }
    }
    this.pushDown(node);
    const middle = (left + right) >> 1;
    if (from < middle) this.lower(2 * node, left, middle, from, until, cuts);
    if (until > middle) this.lower(2 * node + 1, middle, right, from, until, cuts);
    this.pull(node);
  }

  private pushDown(node: number): void {
    const shift = this.shift[node]!;
    if (shift === 0) return;
    for (let child = 2 * node; child <= 2 * node + 1; child++) {
      this.least[child]! += shift;
      this.shift[child]! += shift;
    }
    this.shift[node] = 0;
  }

  private pull(node: number): void {
    this.least[node] = Math.min(this.least[2 * node]!, this.least[2 * node + 1]!);
  }
}
