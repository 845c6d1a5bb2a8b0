/** Gaps between event positions, which are blocked for good, a range at a time. */

/**
 * Disjoint sets: each gap points towards the next free one. A gap is blocked once, so that n ranges
 * and n questions take O(n α(n)).
 */
export class FreeGaps {
  private readonly next: Int32Array;

  /** Gaps 0 to `size`, the last of which is never blocked. */
  constructor(size: number) {
    this.next = Int32Array.from({ length: size + 1 }, (_, gap) => gap);
  }

  /** The first free gap from this one on; the last one if there is no other. */
  nextFree(from: number): number {
    const { next } = this;
    let gap = Math.min(from, next.length - 1);
    while (next[gap] !== gap) gap = next[gap] = next[next[gap]!]!;
    return gap;
  }

  /** Blocks the gaps from `from` up to, not with, `until`. */
  block(from: number, until: number): void {
    const end = Math.min(until, this.next.length - 1);
    for (let gap = this.nextFree(from); gap < end; gap = this.nextFree(gap))
      this.next[gap] = gap + 1;
  }
}
