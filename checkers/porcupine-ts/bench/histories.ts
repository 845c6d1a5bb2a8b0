/** Long histories of a compare-and-set register, played at random and so linearizable. */
import { FAIL, INFO, NONE, OK, OPEN, type Columns } from "../columns.ts";
import { CAS, READ, WRITE } from "../models/register.ts";
import { makeDice, type Dice } from "../oracle/dice.ts";

export interface Shape {
  readonly operations: number;
  readonly processes: number;
  /** How many values there are, or 0 for a new value with each write. */
  readonly values: number;
  readonly casPercent: number;
  readonly infoPercent: number;
  readonly seed: number;
}

/** What each process is about to do. */
const IDLE = 0;
const CALLED = 1;
const DONE = 2;

/**
 * At each step a random process calls, or its operation takes effect, or returns; two thirds are in
 * flight at any time. Of those that are lost half take effect at some later time.
 */
export function play(shape: Shape): Columns {
  const game = new Game(shape);
  while (game.step());
  return game.columns();
}

class Game {
  private readonly shape: Shape;
  private readonly dice: Dice;
  private readonly word: Uint8Array;
  private readonly outcome: Uint8Array;
  private readonly a: Int32Array;
  private readonly b: Int32Array;
  private readonly invoked: Int32Array;
  private readonly returned: Int32Array;
  private readonly phase: Uint8Array;
  private readonly current: Int32Array;
  private readonly lost: number[] = [];
  private count = 0;
  private position = 0;
  private busy = 0;
  private state = 0;
  private values = 1;

  constructor(shape: Shape) {
    const n = shape.operations;
    this.shape = shape;
    this.dice = makeDice(shape.seed);
    this.word = new Uint8Array(n);
    this.outcome = new Uint8Array(n);
    this.a = new Int32Array(n).fill(NONE);
    this.b = new Int32Array(n).fill(NONE);
    this.invoked = new Int32Array(n);
    this.returned = new Int32Array(n).fill(OPEN);
    this.phase = new Uint8Array(shape.processes);
    this.current = new Int32Array(shape.processes);
  }

  step(): boolean {
    const { dice, phase, shape } = this;
    if (this.count === shape.operations && this.busy === 0) return false;
    if (this.lost.length > 0 && dice.chance(2)) this.takeLost();
    const process = dice.below(shape.processes);
    if (phase[process] === IDLE) {
      if (this.count < shape.operations) this.call(process);
    } else if (phase[process] === CALLED) this.happen(process);
    else this.finish(process);
    return true;
  }

  /** Reads without answer say nothing: they are left out, and positions closed up. */
  columns(): Columns {
    const rank = new Int32Array(this.position);
    let rows = 0;
    for (let i = 0; i < this.count; i++) {
      if (this.word[i] === READ && this.returned[i] === OPEN) continue;
      rank[this.invoked[i]!] = 1;
      if (this.returned[i] !== OPEN) rank[this.returned[i]!] = 1;
      for (const column of [this.word, this.outcome, this.a, this.b, this.invoked, this.returned])
        column[rows] = column[i]!;
      rows++;
    }
    let next = 0;
    for (let p = 0; p < rank.length; p++) if (rank[p] === 1) rank[p] = next++;
    for (let i = 0; i < rows; i++) {
      this.invoked[i] = rank[this.invoked[i]!]!;
      if (this.returned[i] !== OPEN) this.returned[i] = rank[this.returned[i]!]!;
    }
    return {
      count: rows,
      word: this.word.subarray(0, rows),
      outcome: this.outcome.subarray(0, rows),
      a: this.a.subarray(0, rows),
      b: this.b.subarray(0, rows),
      invoked: this.invoked.subarray(0, rows),
      returned: this.returned.subarray(0, rows),
      valueCount: this.values,
      items: new Int32Array(0),
    };
  }

  private call(process: number): void {
    const { dice, shape } = this;
    const op = this.count++;
    const roll = dice.below(100);
    if (roll < shape.casPercent) {
      this.word[op] = CAS;
      this.a[op] = shape.values === 0 ? this.state : this.someValue();
      this.b[op] = this.someValue();
    } else if (roll < shape.casPercent + (100 - shape.casPercent) / 2) {
      this.word[op] = WRITE;
      this.a[op] = this.someValue();
    }
    this.invoked[op] = this.position++;
    this.current[process] = op;
    this.phase[process] = CALLED;
    this.busy++;
  }

  private happen(process: number): void {
    const op = this.current[process]!;
    if (this.dice.chance(this.shape.infoPercent)) {
      this.outcome[op] = INFO;
      this.lost.push(op);
      this.phase[process] = IDLE;
      this.busy--;
      return;
    }
    this.apply(op);
    this.phase[process] = DONE;
  }

  private finish(process: number): void {
    this.returned[this.current[process]!] = this.position++;
    this.phase[process] = IDLE;
    this.busy--;
  }

  private takeLost(): void {
    const { lost } = this;
    const at = this.dice.below(lost.length);
    const op = lost[at]!;
    lost[at] = lost.at(-1)!;
    lost.pop();
    if (this.dice.chance(50)) this.apply(op);
  }

  private apply(op: number): void {
    if (this.word[op] === READ) this.a[op] = this.state;
    else if (this.word[op] === WRITE) this.state = this.a[op]!;
    else if (this.state === this.a[op]) this.state = this.b[op]!;
    else if (this.outcome[op] === OK) this.outcome[op] = FAIL;
  }

  private someValue(): number {
    const { values } = this.shape;
    if (values === 0) return this.values++;
    this.values = values + 1;
    return 1 + this.dice.below(values);
  }
}

/** The same with one read, late in the history, that saw what the register held long before. */
export function withStaleRead(history: Columns): Columns {
  const a = history.a.slice();
  const { count, word } = history;
  const isRead = (row: number): boolean => word[row] === READ;
  let late = Math.floor(count * 0.9);
  while (!isRead(late)) late++;
  let early = Math.max(0, late - Math.floor(count / 100) - 300);
  while (!isRead(early) || a[early] === 0 || a[early] === a[late]) early++;
  a[late] = a[early]!;
  return { ...history, a };
}

/**
 * The same with one read that contradicts an order, and that is not stale: between two reads of one
 * value, one after the other, it saw another value, whose write is open then. `passes` says whether
 * it is to be taken, if no such read is found the history stays as it is.
 */
export function withContradiction(
  history: Columns,
  passes: (candidate: Columns) => boolean,
): Columns {
  const { count, word } = history;
  for (let row = count >> 1; row < count; row++) {
    if (word[row] !== READ || !isBetweenReads(history, row)) continue;
    for (const write of openWrites(history, row)) {
      const a = history.a.slice();
      a[row] = history.a[write]!;
      if (passes({ ...history, a })) return { ...history, a };
    }
  }
  return history;
}

/** How far around a row others are looked for. */
const NEAR = 400;

function isBetweenReads({ a, word, invoked, returned }: Columns, row: number): boolean {
  const alike = (other: number): boolean => word[other] === READ && a[other] === a[row];
  let before = false;
  let after = false;
  for (let other = Math.max(0, row - NEAR); other < row + NEAR; other++) {
    if (!alike(other)) continue;
    before ||= returned[other]! < invoked[row]!;
    after ||= invoked[other]! > returned[row]!;
  }
  return before && after;
}

function openWrites({ a, word, invoked, returned }: Columns, row: number): readonly number[] {
  const open: number[] = [];
  for (let write = Math.max(0, row - NEAR); write < row + NEAR; write++)
    if (
      word[write] === WRITE &&
      a[write] !== a[row] &&
      invoked[write]! < returned[row]! &&
      returned[write]! > invoked[row]!
    )
      open.push(write);
  return open;
}
