/** Where the search has come from: operations placed, and choices that are not exhausted. */
import { NONE } from "../columns.ts";
import { OVERWRITES, type Machine } from "../machine.ts";
import { integers } from "../small-arrays.ts";
import type { MoveList } from "./move-list.ts";
import type { Standing } from "./standing.ts";

/** Cells of a choice: the standing it was made in, what was placed then, and the moves left. */
const STATE = 0;
const PLACE = 1;
const GAP = 2;
const BASE = 3;
const SPECULATIVE = 4;
const FRESH = 5;
const PLACED = 6;
const MOVE = 7;
const MOVES_END = 8;
const OPTIONAL = 9;
const SUNK = 10;
const CELLS = 11;

export class Path {
  depth = 0;
  placed = 0;
  /** A placed operation, or its complement where it was skipped: put before the last overwriter. */
  private readonly ops: Int32Array;
  private choices = integers(CELLS * 16);

  constructor(rows: number) {
    this.ops = integers(rows);
  }

  push(op: number): void {
    this.ops[this.placed++] = op;
  }

  markSkip(): void {
    this.ops[this.placed - 1]! ^= -1;
  }

  pop(): number {
    const op = this.ops[--this.placed]!;
    return op < 0 ? ~op : op;
  }

  /** Where the moves of the next choice are to be written. */
  get movesEnd(): number {
    return this.depth === 0 ? 0 : this.cell(MOVES_END);
  }

  open(standing: Standing, fresh: number, movesEnd: number): void {
    const begin = this.movesEnd;
    if ((this.depth + 1) * CELLS > this.choices.length) this.widen();
    const at = this.depth++ * CELLS;
    const { choices } = this;
    choices[at + STATE] = standing.state;
    choices[at + PLACE] = standing.place;
    choices[at + GAP] = standing.gap;
    choices[at + SUNK] = standing.sunk;
    choices[at + BASE] = standing.base;
    choices[at + SPECULATIVE] = standing.speculative;
    choices[at + FRESH] = fresh;
    choices[at + PLACED] = this.placed;
    choices[at + MOVE] = begin;
    choices[at + MOVES_END] = movesEnd;
    choices[at + OPTIONAL] = 0;
  }

  close(): void {
    this.depth--;
  }

  /** The number of choices down to and with the last one made at or before this place. */
  depthAt(place: number): number {
    let depth = this.depth;
    while (depth > 1 && this.choices[(depth - 1) * CELLS + PLACE]! > place) depth--;
    return depth;
  }

  /** Begins the innermost choice anew, with other moves. */
  renew(movesEnd: number): void {
    const at = (this.depth - 1) * CELLS;
    this.choices[at + MOVE] = this.movesBegin;
    this.choices[at + MOVES_END] = movesEnd;
    this.choices[at + OPTIONAL] = 0;
  }

  /** Where the moves of the innermost choice begin. */
  get movesBegin(): number {
    return this.depth < 2 ? 0 : this.choices[(this.depth - 2) * CELLS + MOVES_END]!;
  }

  restore(standing: Standing): void {
    standing.state = this.cell(STATE);
    standing.place = this.cell(PLACE);
    standing.gap = this.cell(GAP);
    standing.sunk = this.cell(SUNK);
    standing.base = this.cell(BASE);
    standing.speculative = this.cell(SPECULATIVE);
  }

  nextMove(moves: MoveList): number {
    const move = this.cell(MOVE);
    if (move === this.cell(MOVES_END)) return NONE;
    this.choices[(this.depth - 1) * CELLS + MOVE] = move + 1;
    return moves.at(move);
  }

  extendMoves(movesEnd: number): void {
    this.choices[(this.depth - 1) * CELLS + MOVES_END] = movesEnd;
  }

  get triedOptional(): boolean {
    return this.cell(OPTIONAL) === 1;
  }

  set triedOptional(tried: boolean) {
    this.choices[(this.depth - 1) * CELLS + OPTIONAL] = tried ? 1 : 0;
  }

  get fresh(): number {
    return this.cell(FRESH);
  }

  get placedAtChoice(): number {
    return this.depth === 0 ? 0 : this.cell(PLACED);
  }

  /** The order so far; each skipped write stands before the last overwriting operation before it. */
  inOrder(machine: Machine, invoked: Int32Array): readonly number[] {
    const behind = new Map<number, number[]>();
    let overwriter = NONE;
    for (const op of this.ops.subarray(0, this.placed)) {
      if (op < 0) behind.set(overwriter, [...(behind.get(overwriter) ?? []), ~op]);
      else if (machine.effect[machine.classOf[op]!] === OVERWRITES) overwriter = op;
    }
    const order: number[] = [];
    for (const op of this.ops.subarray(0, this.placed)) {
      if (op < 0) continue;
      const unseen = behind.get(op) ?? [];
      order.push(...unseen.toSorted((x, y) => invoked[x]! - invoked[y]!), op);
    }
    return order;
  }

  private cell(name: number): number {
    return this.choices[(this.depth - 1) * CELLS + name]!;
  }

  private widen(): void {
    const wider = integers(this.choices.length * 2);
    wider.set(this.choices);
    this.choices = wider;
  }
}
