/** A necessary condition in linear time: what an operation saw must have been there to be seen. */
import type { Violation } from "../answer.ts";
import { NONE, type Columns } from "../columns.ts";
import type { Machine, ValueHints } from "../machine.ts";
import { BEAT, type Pulse } from "../pulse.ts";
import { integers } from "../small-arrays.ts";
import type { Timeline } from "./timeline.ts";

/**
 * For machines whose states are single values, each written once or many times. An operation r that
 * is legal from value v only needs a maker w of v that is called before r returns, and that is not
 * overwritten for certain before r is called: there is no x that must happen, makes another value, is
 * called after w returned and returns before r is called. Of all such x the one called last bounds
 * the most, of all w the one that returns last is bounded the least: one sweep keeps both. (Of x the
 * two called last that make different values, since those that make v itself do not count.)
 * In practice this finds nearly all stale reads, which a search might only find after exhausting all
 * orders of what is open. It never objects to a linearizable history.
 */
export function precheck(
  columns: Columns,
  { events }: Timeline,
  machine: Machine,
  pulse: Pulse,
): Violation | "passed" {
  if (machine.values === "none") return "passed";
  const sweep = new Sweep(columns, machine, machine.values);
  for (let e = 1; e < events.length; e++) {
    if ((e & BEAT) === 0) pulse();
    const event = events[e]!;
    if (event >= 0) sweep.call(event);
    else if (event < NONE && !sweep.returns(-2 - event)) return sweep.violation(-2 - event);
  }
  return "passed";
}

class Sweep {
  private readonly columns: Columns;
  private readonly classOf: Int32Array;
  private readonly hints: ValueHints;
  /** By value: the maker called so far that returns last, NONE if none, INITIAL. */
  private readonly maker: Int32Array;
  /** By operation that needs a value: the one that overwrote it last before the call, or NONE. */
  private readonly bound: Int32Array;
  /** Of the changes that have returned, the one called last, and the last that makes another value. */
  private last: number = NONE;
  private other: number = NONE;

  constructor(columns: Columns, machine: Machine, hints: ValueHints) {
    this.columns = columns;
    this.classOf = machine.classOf;
    this.hints = hints;
    this.maker = integers(hints.stateCount).fill(NONE);
    this.maker[machine.initial] = INITIAL;
    this.bound = integers(columns.count);
  }

  call(op: number): void {
    const cls = this.classOf[op]!;
    const need = this.hints.needs[cls]!;
    if (need !== NONE) this.bound[op] = this.makes(this.last) === need ? this.other : this.last;
    const value = this.hints.makes[cls]!;
    if (value === NONE) return;
    if (this.returnOf(op) > this.returnOf(this.maker[value]!)) this.maker[value] = op;
  }

  /** False if what the operation saw cannot have been there. */
  returns(op: number): boolean {
    const cls = this.classOf[op]!;
    const need = this.hints.needs[cls]!;
    if (need !== NONE) {
      const maker = this.maker[need]!;
      if (maker === NONE || this.returnOf(maker) < this.callOf(this.bound[op]!)) return false;
    }
    if (this.hints.makes[cls] !== NONE) this.changes(op);
    return true;
  }

  violation(op: number): Violation {
    const need = this.hints.needs[this.classOf[op]!]!;
    const maker = this.maker[need]!;
    const bound = this.bound[op]!;
    if (maker === NONE)
      return {
        valid: false,
        rule: "read-before-write",
        because: "this operation returned with a value that nothing had begun to write",
        rows: [op],
        order: [],
      };
    return {
      valid: false,
      rule: "stale-read",
      because:
        "the last operation saw a value that had certainly been overwritten before it was called",
      rows: [maker, bound, op].filter((row) => row >= 0),
      order: [],
    };
  }

  private changes(op: number): void {
    const { last } = this;
    if (this.makes(op) === this.makes(last)) {
      if (this.callOf(op) > this.callOf(last)) this.last = op;
    } else if (this.callOf(op) > this.callOf(last)) {
      this.other = last;
      this.last = op;
    } else if (this.callOf(op) > this.callOf(this.other)) this.other = op;
  }

  private makes(op: number): number {
    return op < 0 ? NONE : this.hints.makes[this.classOf[op]!]!;
  }

  /** That of no operation is before all, the making of the initial value included. */
  private callOf(op: number): number {
    return op < 0 ? INITIAL - 1 : this.columns.invoked[op]!;
  }

  private returnOf(op: number): number {
    return op < 0 ? op : this.columns.returned[op]!;
  }
}

/** Stands for the maker of the initial value, which "returned" before every operation. */
const INITIAL = -2;
