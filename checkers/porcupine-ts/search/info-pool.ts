/** Operations whose answer never came: they may be used, never have to be. */
import { NONE, OPEN, type Columns } from "../columns.ts";
import { OBSERVES, type Machine } from "../machine.ts";
import { BEAT, type Pulse } from "../pulse.ts";
import { integers } from "../small-arrays.ts";

/**
 * Operations of one class do the same and, once called, can be used at any later time: which of them
 * is used makes no difference, so the one called first that is still unused stands for all. What is
 * remembered of a class is how many are used: k+1 configurations instead of 2^k.
 */
export class InfoPool {
  /** The classes that have such operations. */
  readonly classes: number[] = [];
  private readonly invoked: Int32Array;
  /** By class: the first operation that is unused, or NONE. */
  private readonly unused: Int32Array;
  /** By operation: the next of its class, or NONE. */
  private readonly following: Int32Array;
  /** By value, and by class: the classes that make the value, as a chain that ends with NONE. */
  private readonly firstMaking: Int32Array;
  private readonly nextMaking: Int32Array;

  constructor(columns: Columns, machine: Machine, pulse: Pulse) {
    const { count, returned } = columns;
    const mine: number[] = [];
    for (let op = count - 1; op >= 0; op--) {
      if ((op & BEAT) === 0) pulse();
      if (returned[op] === OPEN && machine.effect[machine.classOf[op]!] !== OBSERVES) mine.push(op);
    }
    const some = mine.length > 0;
    const hints = machine.values;
    this.invoked = columns.invoked;
    this.unused = noneFor(some ? machine.classCount : 0);
    this.following = noneFor(some ? count : 0);
    this.nextMaking = noneFor(some ? machine.classCount : 0);
    this.firstMaking = noneFor(some && hints !== "none" ? hints.stateCount : 0);
    for (const op of mine) this.add(op, machine.classOf[op]!);
    if (hints === "none") return;
    for (const cls of this.classes) {
      const value = hints.makes[cls]!;
      this.nextMaking[cls] = this.firstMaking[value]!;
      this.firstMaking[value] = cls;
    }
  }

  /** From the last to the first. */
  private add(op: number, cls: number): void {
    if (this.unused[cls] === NONE) this.classes.push(cls);
    this.following[op] = this.unused[cls]!;
    this.unused[cls] = op;
  }

  get isEmpty(): boolean {
    return this.classes.length === 0;
  }

  /** The next operation of this class that was called before the entry, or NONE. */
  available(cls: number, before: number): number {
    const op = this.unused[cls]!;
    return op !== NONE && this.invoked[op]! + 1 < before ? op : NONE;
  }

  /** Walks the classes that make a value: `after` is NONE at first, then the class before. */
  making(value: number, after: number): number {
    return after === NONE ? this.firstMaking[value]! : this.nextMaking[after]!;
  }

  /** The operation is the one available of its class. */
  use(op: number, cls: number): void {
    this.unused[cls] = this.following[op]!;
  }

  giveBack(op: number, cls: number): void {
    this.unused[cls] = op;
  }
}

const NOTHING = new Int32Array(0);

const noneFor = (length: number): Int32Array =>
  length === 0 ? NOTHING : integers(length).fill(NONE);
