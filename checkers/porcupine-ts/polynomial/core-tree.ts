/** Finds the core of a component that can be outermost. */
import { NONE, OPEN } from "../columns.ts";
import type { Cores } from "./cores.ts";

/** Three numbers a node, over the cores below it that are still there. */
const FIELDS = 3;
/** The latest end. */
const END = 0;
/** The earliest call of a push, over cores that are waiting. */
const CALL = 1;
/** The latest return of a pop, over cores that are ready. */
const RETURN = 2;

/**
 * A segment tree over the cores. A core is waiting until its component starts after the call of its
 * push: from then on it is ready, since components only get smaller. So each core moves once, and
 * every question costs O(log n).
 */
export class CoreTree {
  private readonly cores: Cores;
  private readonly size: number;
  private readonly nodes: Int32Array;

  constructor(cores: Cores) {
    this.cores = cores;
    this.size = 1;
    while (this.size < cores.count) this.size *= 2;
    this.nodes = new Int32Array(FIELDS * 2 * this.size);
    for (let node = 2 * this.size - 1; node >= this.size; node--) {
      const core = node - this.size;
      const isCore = core < cores.count;
      this.write(node, isCore ? cores.end[core]! : -1, isCore ? cores.pushCalled[core]! : OPEN, -1);
    }
    for (let node = this.size - 1; node > 0; node--) this.pull(node);
  }

  /**
   * A core of the component whose push was called before all of it and whose pop returned after, or
   * NONE. `from` must be its first core.
   */
  outermost(from: number, until: number): number {
    const start = this.cores.start[from]!;
    for (;;) {
      const waiting = this.findBelow(from, until, start);
      if (waiting === NONE) break;
      const node = waiting + this.size;
      this.write(node, this.cores.end[waiting]!, OPEN, this.cores.popReturned[waiting]!);
      this.pullUp(node);
    }
    return this.findAbove(from, until, this.latestEnd(from, until));
  }

  /** Brings the tree up to date with an end that has become earlier. */
  endsEarlier(core: number): void {
    const node = core + this.size;
    this.nodes[FIELDS * node + END] = this.cores.end[core]!;
    this.pullUp(node);
  }

  remove(core: number): void {
    this.write(core + this.size, -1, OPEN, -1);
    this.pullUp(core + this.size);
  }

  private latestEnd(from: number, until: number): number {
    const { nodes } = this;
    let latest = -1;
    for (let l = from + this.size, r = until + this.size; l < r; l >>= 1, r >>= 1) {
      if ((l & 1) === 1) latest = Math.max(latest, nodes[FIELDS * l++ + END]!);
      if ((r & 1) === 1) latest = Math.max(latest, nodes[FIELDS * --r + END]!);
    }
    return latest;
  }

  /** A waiting core of the range whose push was called before the position. */
  private findBelow(from: number, until: number, position: number): number {
    const { nodes } = this;
    for (let l = from + this.size, r = until + this.size; l < r; l >>= 1, r >>= 1) {
      if ((l & 1) === 1 && nodes[FIELDS * l++ + CALL]! < position)
        return this.descend(l - 1, CALL, position);
      if ((r & 1) === 1 && nodes[FIELDS * --r + CALL]! < position)
        return this.descend(r, CALL, position);
    }
    return NONE;
  }

  /** A ready core of the range whose pop returned after the position. */
  private findAbove(from: number, until: number, position: number): number {
    const { nodes } = this;
    for (let l = from + this.size, r = until + this.size; l < r; l >>= 1, r >>= 1) {
      if ((l & 1) === 1 && nodes[FIELDS * l++ + RETURN]! > position)
        return this.descend(l - 1, RETURN, position);
      if ((r & 1) === 1 && nodes[FIELDS * --r + RETURN]! > position)
        return this.descend(r, RETURN, position);
    }
    return NONE;
  }

  /** From a node whose field is beyond the position to a leaf of which the same holds. */
  private descend(node: number, field: typeof CALL | typeof RETURN, position: number): number {
    let at = node;
    while (at < this.size) {
      at *= 2;
      const left = this.nodes[FIELDS * at + field]!;
      if (field === CALL ? left >= position : left <= position) at++;
    }
    return at - this.size;
  }

  private write(node: number, end: number, call: number, returned: number): void {
    const at = FIELDS * node;
    this.nodes[at + END] = end;
    this.nodes[at + CALL] = call;
    this.nodes[at + RETURN] = returned;
  }

  private pullUp(leaf: number): void {
    for (let node = leaf >> 1; node > 0; node >>= 1) if (!this.pull(node)) break;
  }

  /** Brings a node up to date with its children; false if it was. */
  private pull(node: number): boolean {
    const { nodes } = this;
    const at = FIELDS * node;
    const x = 2 * at;
    const y = x + FIELDS;
    const end = Math.max(nodes[x + END]!, nodes[y + END]!);
    const call = Math.min(nodes[x + CALL]!, nodes[y + CALL]!);
    const returned = Math.max(nodes[x + RETURN]!, nodes[y + RETURN]!);
    if (nodes[at + END] === end && nodes[at + CALL] === call && nodes[at + RETURN] === returned)
      return false;
    this.write(node, end, call, returned);
    return true;
  }
}
