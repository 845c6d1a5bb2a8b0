/** One way to set a register's chains in order: as late as possible, but in time for refusals. */
import { INFO, NONE, type Columns } from "../columns.ts";
import { CAS, WRITE } from "../models/register.ts";
import type { Chains, Zones } from "./chains.ts";
import { EarliestFirst } from "./earliest-first.ts";
import { BEAT, type Pulse } from "./ruling.ts";

/** The chain of an unanswered write that nobody saw: whole as soon as it is called. */
const SPARE = -2;

/**
 * Holds the current value. It changes only when an operation that returns needs it: one on a value
 * that was not there yet, or the refusal of a value that has been current ever since its call.
 *
 * A chain is whole once all its operations are called; then it can be passed through at one moment,
 * and be left at any time. One that is started earlier lasts at least until it is whole, so that
 * all chains with a return before that have to be passed through before, and must be whole
 * themselves.
 *
 * The way out for a refusal is the next value of the chain, or of the whole chains the one that has
 * to be there first, or an unanswered write that nobody saw, or the next chain ahead of its time.
 */
export class ChainOrder {
  private readonly history: Columns;
  private readonly chains: Chains;
  private readonly zones: Zones;
  /** By value: the first value of its chain, and how far behind it it is. */
  private readonly root: Int32Array;
  private readonly depth: Int32Array;
  /** By first value. */
  private readonly started: Uint8Array;
  /** First values in the order of the first returns of their chains, and the first not started. */
  private readonly inOrder: Int32Array;
  private first = 0;
  /** Whole chains, not started; the earliest first return first. */
  private readonly whole: EarliestFirst;
  /** By position: the first value of the chain that is whole from there on, or NONE. */
  private readonly wholeAt: Int32Array;
  private readonly spares: number[] = [];
  private chain = 0;
  private value = 0;
  /** The position at which the value became current. */
  private since = -1;

  constructor(history: Columns, chains: Chains, zones: Zones, pulse: Pulse) {
    const { count } = history;
    const { valueCount } = chains;
    this.history = history;
    this.chains = chains;
    this.zones = zones;
    this.root = new Int32Array(valueCount).fill(NONE);
    this.depth = new Int32Array(valueCount);
    this.started = new Uint8Array(valueCount);
    this.started[0] = 1;
    this.wholeAt = new Int32Array(2 * count).fill(NONE);
    this.whole = new EarliestFirst(new Int32Array(1), valueCount, zones.first);
    const firstReturnAt = new Int32Array(2 * count).fill(NONE);
    for (let root = 0; root < valueCount; root++) {
      if ((root & BEAT) === 0) pulse();
      if (!this.isRoot(root)) continue;
      this.follow(root);
      if (root === 0) continue;
      this.wholeAt[zones.last[root]!] = root;
      firstReturnAt[zones.first[root]!] = root;
    }
    let roots = 0;
    for (let at = 0; at < firstReturnAt.length; at++) {
      if ((at & BEAT) === 0) pulse();
      if (firstReturnAt[at] !== NONE) firstReturnAt[roots++] = firstReturnAt[at]!;
    }
    this.inOrder = firstReturnAt.slice(0, roots);
  }

  /** A call: it may make its chain whole, or be a way out. */
  called(row: number, at: number): void {
    const { word, a, outcome } = this.history;
    const root = this.wholeAt[at]!;
    if (root !== NONE && this.started[root] === 0) this.whole.add(0, root);
    if (outcome[row] === INFO && word[row] === WRITE && this.chains.current[a[row]!] === 0)
      this.spares.push(row);
  }

  /** The value must have been current by now; false if that cannot be. */
  reach(value: number, at: number): boolean {
    const root = this.root[value]!;
    if (this.started[root] === 0 && !this.start(root, at)) return false;
    if (root === this.chain && this.depth[value]! > this.depth[this.value]!) this.turn(value, at);
    return true;
  }

  /** Another value must have been current since the call; false if no way out is found. */
  avoid(value: number, invoked: number, at: number): boolean {
    if (this.value !== value || this.since > invoked) return true;
    const { b } = this.history;
    const { successor, hasCas } = this.chains;
    if (this.chain !== SPARE && hasCas && successor[value] !== NONE) {
      const next = successor[value]!;
      // Operations on the value that are not called yet would come too late.
      if (this.history.invoked[next]! > at || this.chains.lastCall[value]! > at) return false;
      this.turn(b[next]!, at);
      return true;
    }
    if (!this.isWhole(this.chain, at)) return false;
    for (let root = this.whole.dropEarliest(0); root !== NONE; root = this.whole.dropEarliest(0))
      if (this.started[root] === 0) return this.start(root, at);
    const spare = this.spares.pop();
    if (spare !== undefined) {
      this.chain = SPARE;
      this.turn(this.history.a[spare]!, at);
      return true;
    }
    const next = this.nextInOrder();
    if (next === NONE || this.history.invoked[this.chains.producer[next]!]! > at) return false;
    return this.start(next, at);
  }

  /** Leaves the current chain, which must be whole, for another one. */
  private start(root: number, at: number): boolean {
    if (!this.isWhole(this.chain, at)) return false;
    this.started[root] = 1;
    if (!this.isWhole(root, at)) {
      const until = this.zones.last[root]!;
      this.nextInOrder();
      for (let i = this.first; i < this.inOrder.length; i++) {
        const other = this.inOrder[i]!;
        if (this.zones.first[other]! > until) break;
        if (this.started[other] === 1) continue;
        if (!this.isWhole(other, at)) return false;
        this.started[other] = 1;
      }
    }
    this.chain = root;
    this.turn(root, at);
    return true;
  }

  private turn(value: number, at: number): void {
    this.value = value;
    this.since = at;
  }

  private isWhole(root: number, at: number): boolean {
    return root === SPARE || this.zones.last[root]! < at;
  }

  private nextInOrder(): number {
    while (this.first < this.inOrder.length && this.started[this.inOrder[this.first]!] === 1)
      this.first++;
    return this.inOrder[this.first] ?? NONE;
  }

  private isRoot(value: number): boolean {
    const maker = this.chains.producer[value]!;
    if (this.chains.current[value] === 0) return false;
    return maker === NONE ? value === 0 : this.history.word[maker] !== CAS;
  }

  private follow(root: number): void {
    const { successor, hasCas } = this.chains;
    for (let value = root, depth = 0; ; depth++) {
      this.root[value] = root;
      this.depth[value] = depth;
      const next = hasCas ? successor[value]! : NONE;
      if (next === NONE) return;
      value = this.history.b[next]!;
    }
  }
}
