/** Operations whose answer never came: they may be used, never have to be. */
import { NONE, OPEN, type Columns } from "../columns.ts";
import { OBSERVES, type Machine } from "../machine.ts";

/**
 * Operations of one class do the same and, once called, can be used at any later time: which of them
 * is used makes no difference, so the one called first that is still unused stands for all. What is
 * remembered of a class is how many are used: k+1 configurations instead of 2^k.
 */
export class InfoPool {
  /** The classes that have such operations. */
  readonly classes: readonly number[];
  private readonly ops: Int32Array;
  private readonly start: Int32Array;
  private readonly used: Int32Array;
  private readonly invoked: Int32Array;
  private readonly slotOf: Int32Array;
  private readonly firstMaking: Int32Array;
  private readonly nextMaking: Int32Array;

  constructor({ count, invoked, returned }: Columns, machine: Machine) {
    this.invoked = invoked;
    const mine: number[] = [];
    for (let op = 0; op < count; op++)
      if (returned[op] === OPEN && machine.effect[machine.classOf[op]!] !== OBSERVES) mine.push(op);
    const classes = [...new Set(mine.map((op) => machine.classOf[op]!))];
    this.classes = classes;
    this.slotOf = new Int32Array(classes.length === 0 ? 0 : machine.classCount).fill(NONE);
    for (const [slot, cls] of classes.entries()) this.slotOf[cls] = slot;
    this.start = new Int32Array(classes.length + 1);
    for (const op of mine) this.start[this.slotOf[machine.classOf[op]!]! + 1]!++;
    for (let slot = 0; slot < classes.length; slot++) this.start[slot + 1]! += this.start[slot]!;
    const next = this.start.slice();
    this.ops = new Int32Array(mine.length);
    for (const op of mine) this.ops[next[this.slotOf[machine.classOf[op]!]!]!++] = op;
    this.used = this.start.slice(0, classes.length);
    const hints = machine.values;
    this.firstMaking = new Int32Array(hints === "none" ? 0 : hints.stateCount).fill(NONE);
    this.nextMaking = new Int32Array(classes.length).fill(NONE);
    if (hints !== "none")
      for (const [slot, cls] of classes.entries()) {
        this.nextMaking[slot] = this.firstMaking[hints.makes[cls]!]!;
        this.firstMaking[hints.makes[cls]!] = slot;
      }
  }

  get isEmpty(): boolean {
    return this.classes.length === 0;
  }

  /** The next operation of this class that was called before the entry, or NONE. */
  available(cls: number, before: number): number {
    const slot = this.slotOf[cls]!;
    const at = this.used[slot]!;
    if (at === this.start[slot + 1]!) return NONE;
    const op = this.ops[at]!;
    return this.invoked[op]! + 1 < before ? op : NONE;
  }

  /** Walks the classes that make a value: `from` is NONE at first, then the class before. */
  making(value: number, after: number): number {
    const slot = after === NONE ? this.firstMaking[value]! : this.nextMaking[this.slotOf[after]!]!;
    return slot === NONE ? NONE : this.classes[slot]!;
  }

  use(cls: number): void {
    this.used[this.slotOf[cls]!]!++;
  }

  giveBack(cls: number): void {
    this.used[this.slotOf[cls]!]!--;
  }
}
