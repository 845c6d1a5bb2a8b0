/** Which reads of a text are left, and whether the text that they saw can still come about. */
import { OPEN, type Columns } from "../columns.ts";
import type { Lookahead } from "../machine.ts";
import { integers } from "../small-arrays.ts";
import { PUT, READ } from "./append-machine.ts";
import { PrefixTree } from "./prefix-tree.ts";

interface Span {
  readonly put: number;
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

/**
 * A text that only grows comes to be what it begins with never again. When the state moves from s to
 * t, the reads left that saw a continuation of s but not of t are lost, unless a put that is left makes
 * a text that is a beginning of s or a continuation of it, and so might bring them back. Reads that saw
 * no continuation of s were lost to it before, and have been accounted for then.
 */
export class PrefixLookahead implements Lookahead {
  private readonly classOf: Int32Array;
  private readonly kinds: readonly number[];
  private readonly target: Int32Array;
  private readonly tree: PrefixTree;
  /** By text of the tree: reads of it that are left, as a Fenwick tree of sums. */
  private readonly sums: Int32Array;
  /** The classes of puts that make the beginning of a read, with the texts that continue it. */
  private readonly spans: Span[] = [];
  /** By class of puts, how many are left. */
  private readonly putsLeft: Int32Array;

  constructor(
    { count, returned }: Columns,
    classOf: Int32Array,
    kinds: readonly number[],
    target: Int32Array,
    tree: PrefixTree,
  ) {
    this.classOf = classOf;
    this.kinds = kinds;
    this.target = target;
    this.tree = tree;
    this.sums = integers(tree.textCount + 1);
    this.putsLeft = integers(kinds.length);
    for (const [put, kind] of kinds.entries()) {
      const node = target[put]!;
      if (kind !== PUT || node === PrefixTree.DEAD) continue;
      const [start, end] = [tree.startOf(node), tree.endOf(node)];
      this.spans.push({ put, start, end, length: tree.lengthOf(node) });
    }
    for (let op = 0; op < count; op++) {
      if (returned[op] !== OPEN) this.putBack(op);
      else this.giveBackInfo(op);
    }
  }

  place(op: number): void {
    this.shift(this.classOf[op]!, -1);
  }

  putBack(op: number): void {
    this.shift(this.classOf[op]!, 1);
  }

  useInfo(op: number): void {
    this.shiftPuts(this.classOf[op]!, -1);
  }

  giveBackInfo(op: number): void {
    this.shiftPuts(this.classOf[op]!, 1);
  }

  mayMove(state: number, cls: number, next: number): boolean {
    return state === next || this.readsLost(state, next) === 0 || this.canComeBack(state, cls);
  }

  maySkip(state: number, cls: number): boolean {
    const made = this.target[cls]!;
    return this.readsLost(made, state) === 0 || this.canComeBack(made, cls);
  }

  isUseless(cls: number): boolean {
    return this.kinds[cls] === PUT && this.readsFrom(this.target[cls]!) === 0;
  }

  needs(state: number): number {
    const text = this.tree.textEndingAt(state);
    return text < 0 ? 0 : this.sumUpTo(text + 1) - this.sumUpTo(text);
  }

  optionalFrom(): boolean {
    return true;
  }

  /** Reads left of continuations of one node that are not continuations of the other. */
  private readsLost(node: number, kept: number): number {
    if (node === PrefixTree.DEAD || this.tree.continues(node, kept)) return 0;
    const both = this.tree.continues(kept, node) ? this.readsFrom(kept) : 0;
    return this.readsFrom(node) - both;
  }

  /** Whether some put, one of the class itself aside, makes a beginning or continuation of the node. */
  private canComeBack(node: number, cls: number): boolean {
    const { tree, spans } = this;
    const start = tree.startOf(node);
    const end = tree.endOf(node);
    const length = tree.lengthOf(node);
    for (const span of spans) {
      if (this.putsLeft[span.put]! - (span.put === cls ? 1 : 0) === 0) continue;
      if (length >= span.length && start >= span.start && start < span.end) return true;
      if (span.length >= length && span.start >= start && span.start < end) return true;
    }
    return false;
  }

  private readsFrom(node: number): number {
    if (node === PrefixTree.DEAD) return 0;
    return this.sumUpTo(this.tree.endOf(node)) - this.sumUpTo(this.tree.startOf(node));
  }

  private shift(cls: number, by: number): void {
    if (this.kinds[cls] !== READ) {
      this.shiftPuts(cls, by);
      return;
    }
    const { sums } = this;
    const text = this.tree.textEndingAt(this.target[cls]!);
    for (let i = text + 1; i < sums.length; i += i & -i) sums[i]! += by;
  }

  private shiftPuts(cls: number, by: number): void {
    if (this.kinds[cls] === PUT) this.putsLeft[cls]! += by;
  }

  private sumUpTo(texts: number): number {
    let sum = 0;
    for (let i = texts; i > 0; i -= i & -i) sum += this.sums[i]!;
    return sum;
  }
}
