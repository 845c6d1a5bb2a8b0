/** The moves that the choices of a search have left, the most promising of each choice first. */
import { NONE } from "../columns.ts";
import { integers } from "../small-arrays.ts";

/** A move: place operation `op`, or let it be overwritten unseen. */
export const skipOf = (op: number): number => -2 - op;
export const isSkip = (move: number): boolean => move < NONE;
export const skipped = (move: number): number => -2 - move;

/** Ranks of moves, smaller first; ties go to the operation that returns first. */
export const FREE = 0;
export const COMPLETES = 1;
export const DUE = 2;
export const LEGAL = 3;
export const DUE_WRITE = 4;
export const LATE_SKIP = 5;
export const PRODUCER = 6;
export const OTHER = 7;
export const OPTIONAL = 8;

/** Lists of moves, one behind the other: the one that is being written is the last. */
export class MoveList {
  private moves = integers(16);
  /** Of the moves from `first` on. */
  private readonly ranks: number[] = [];
  private first = 0;
  private end = 0;
  private readonly returned: Int32Array;

  constructor(returned: Int32Array) {
    this.returned = returned;
  }

  at(index: number): number {
    return this.moves[index]!;
  }

  /** A new list begins here; what was behind is forgotten. */
  begin(first: number): void {
    this.first = first;
    this.end = first;
  }

  push(move: number, rank: number): void {
    const { end } = this;
    if (end === this.moves.length) this.moves = widen(this.moves);
    this.moves[end] = move;
    this.ranks[end - this.first] = rank;
    this.end = end + 1;
  }

  /** Sorts the list, by insertion since it is short; gives its end. */
  finish(): number {
    const { moves, ranks, first, end } = this;
    for (let i = first + 1; i < end; i++) {
      const move = moves[i]!;
      const rank = ranks[i - first]!;
      let j = i;
      for (; j > first && this.comesBefore(move, rank, j - 1); j--) {
        moves[j] = moves[j - 1]!;
        ranks[j - first] = ranks[j - 1 - first]!;
      }
      moves[j] = move;
      ranks[j - first] = rank;
    }
    return end;
  }

  private comesBefore(move: number, rank: number, index: number): boolean {
    const other = this.ranks[index - this.first]!;
    if (rank !== other) return rank < other;
    if (isSkip(move)) return true;
    const before = this.moves[index]!;
    return !isSkip(before) && this.returned[move]! < this.returned[before]!;
  }
}

function widen(old: Int32Array): Int32Array<ArrayBuffer> {
  const wider = integers(old.length * 2);
  wider.set(old);
  return wider;
}
