/** Which values are still needed, and which operations that are left can still make them. */
import { NONE, OPEN, type Columns } from "../columns.ts";
import { OBSERVES, type Lookahead, type ValueHints } from "../machine.ts";
import { BEAT, type Pulse } from "../pulse.ts";
import { bytes, integers } from "../small-arrays.ts";

interface Classes {
  readonly classOf: Int32Array;
  readonly effect: Uint8Array;
  readonly hints: ValueHints;
}

/**
 * For machines whose states are single values. A value that some remaining operation needs, that is
 * not the current state and that no remaining operation makes, can never come: such a configuration
 * is a dead end. The counts change by one when an operation is placed, so the test is free.
 * Every remaining operation that could make the value is counted, used or not, so that a
 * configuration is only given up when the order does not exist.
 */
export class ValueLookahead implements Lookahead {
  private readonly hints: ValueHints;
  private readonly classOf: Int32Array;
  /** By value: operations still to be placed that are legal from this value only. */
  private readonly needed: Int32Array;
  /** By value: operations left that make it, the optional ones included. */
  private readonly makers: Int32Array;
  /** By value: 1 if an operation without answer starts from it. */
  private readonly optional: Uint8Array;
  /** Observers left that are legal from several values; each change of state may be for them. */
  private wild = 0;
  private readonly isWild: Uint8Array;

  constructor(
    { count, returned }: Columns,
    { classOf, effect: effects, hints }: Classes,
    pulse: Pulse,
  ) {
    this.hints = hints;
    this.classOf = classOf;
    this.needed = integers(hints.stateCount);
    this.makers = integers(hints.stateCount);
    this.optional = bytes(hints.stateCount);
    this.isWild = bytes(effects.length);
    for (let cls = 0; cls < effects.length; cls++)
      if (effects[cls] === OBSERVES && hints.needs[cls] === NONE) this.isWild[cls] = 1;
    for (let op = 0; op < count; op++) {
      if ((op & BEAT) === 0) pulse();
      if (returned[op] !== OPEN) this.putBack(op);
      else {
        const cls = classOf[op]!;
        if (hints.makes[cls] !== NONE) this.makers[hints.makes[cls]!]!++;
        if (hints.from[cls] !== NONE) this.optional[hints.from[cls]!] = 1;
      }
    }
  }

  place(op: number): void {
    this.shift(this.classOf[op]!, -1);
  }

  putBack(op: number): void {
    this.shift(this.classOf[op]!, 1);
  }

  useInfo(op: number): void {
    this.makers[this.hints.makes[this.classOf[op]!]!]!--;
  }

  giveBackInfo(op: number): void {
    this.makers[this.hints.makes[this.classOf[op]!]!]!++;
  }

  /** What needs the state can have it again, or is gone, or is this very operation. */
  mayMove(state: number, cls: number): boolean {
    const { needs, makes } = this.hints;
    const own = needs[cls] === state ? 1 : 0;
    if (this.needed[state]! - own === 0) return true;
    return this.makers[state]! - (makes[cls] === state ? 1 : 0) > 0;
  }

  maySkip(state: number, cls: number): boolean {
    const value = this.hints.makes[cls]!;
    return value === state || this.needed[value] === 0 || this.makers[value]! > 1;
  }

  isUseless(cls: number): boolean {
    const value = this.hints.makes[cls]!;
    return this.needed[value] === 0 && this.optional[value] === 0 && this.wild === 0;
  }

  needs(state: number): number {
    return this.needed[state]!;
  }

  optionalFrom(state: number): boolean {
    return this.optional[state] === 1;
  }

  private shift(cls: number, by: number): void {
    const { needs, makes } = this.hints;
    if (needs[cls] !== NONE) this.needed[needs[cls]!]! += by;
    if (makes[cls] !== NONE) this.makers[makes[cls]!]! += by;
    this.wild += this.isWild[cls]! * by;
  }
}
