/** Which values are still needed, and which operations that are left can still make them. */
import { NONE, OPEN, type Columns } from "../columns.ts";
import { OBSERVES, type Machine, type ValueHints } from "../machine.ts";

/**
 * For machines whose states are single values. A value that some remaining operation needs, that is
 * not the current state and that no remaining operation makes, can never come: such a configuration
 * is a dead end. The counts change by one when an operation is placed, so the test is free.
 * Every remaining operation that could make the value is counted, used or not, so that a
 * configuration is only given up when the order does not exist.
 */
export class Demand {
  private readonly hints: ValueHints;
  private readonly classOf: Int32Array;
  /** By value: operations still to be placed that are legal from this value only. */
  readonly needs: Int32Array;
  /** By value: operations left that make it, the optional ones included. */
  private readonly makers: Int32Array;
  /** By value: 1 if an operation without answer starts from it. */
  private readonly optional: Uint8Array;
  /** Observers left that are legal from several values: any change of state may be for them. */
  private wild = 0;
  private readonly isWild: Uint8Array;

  constructor({ count, returned }: Columns, machine: Machine, hints: ValueHints) {
    this.hints = hints;
    this.classOf = machine.classOf;
    this.needs = new Int32Array(hints.stateCount);
    this.makers = new Int32Array(hints.stateCount);
    this.optional = new Uint8Array(hints.stateCount);
    this.isWild = Uint8Array.from(machine.effect, (effect, cls) =>
      effect === OBSERVES && hints.needs[cls] === NONE ? 1 : 0,
    );
    for (let op = 0; op < count; op++) {
      if (returned[op] !== OPEN) this.putBack(op);
      else {
        const cls = machine.classOf[op]!;
        if (hints.makes[cls] !== NONE) this.makers[hints.makes[cls]!]!++;
        if (hints.from[cls] !== NONE) this.optional[hints.from[cls]!] = 1;
      }
    }
  }

  /** A value, other than the initial one, that is needed and that nothing makes; or NONE. */
  impossible(initial: number): number {
    return this.needs.findIndex((n, v) => n > 0 && v !== initial && this.makers[v] === 0);
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

  /** Whether the class may take the state away: what needs the state can have it again, or is gone. */
  mayLeave(state: number, cls: number): boolean {
    const { needs, makes } = this.hints;
    const own = needs[cls] === state ? 1 : 0;
    if (this.needs[state]! - own === 0) return true;
    return this.makers[state]! - (makes[cls] === state ? 1 : 0) > 0;
  }

  /** Whether a write may vanish without its value having been seen. */
  maySkip(state: number, cls: number): boolean {
    const value = this.hints.makes[cls]!;
    return value === state || this.needs[value] === 0 || this.makers[value]! > 1;
  }

  /** Whether some operation without answer starts from the value. */
  startsOptional(value: number): boolean {
    return this.optional[value] === 1;
  }

  /** Whether nothing that is left could profit from the value. */
  isUseless(cls: number): boolean {
    const value = this.hints.makes[cls]!;
    return this.needs[value] === 0 && this.optional[value] === 0 && this.wild === 0;
  }

  private shift(cls: number, by: number): void {
    const { needs, makes } = this.hints;
    if (needs[cls] !== NONE) this.needs[needs[cls]!]! += by;
    if (makes[cls] !== NONE) this.makers[makes[cls]!]! += by;
    this.wild += this.isWild[cls]! * by;
  }
}
