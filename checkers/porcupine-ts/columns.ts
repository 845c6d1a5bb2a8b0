/** Operations as columns: the form in which every algorithm of this package reads a history. */

/** The `returned` of an operation whose answer never came: it may take effect at any later time. */
export const OPEN = 0x7fff_ffff;
/** The `a` or `b` of an operation that has no such argument. */
export const NONE = -1;

/** The codes of `outcome`. */
export const OK = 0;
export const INFO = 1;
export const FAIL = 2;

/**
 * One history (or one key's part of it). Row i of each column belongs to operation i; rows are
 * ordered by `invoked`. Positions are dense: each call and each return event has an own one, from 0
 * up to at most 2n-1, so that their order is the clock; at equal timestamps calls come before returns
 * (closed intervals, the weaker claim). A position of `OPEN` means that the answer never came.
 * Values are interned: equal values have equal numbers; 0 is always the model's initial value.
 */
export interface Columns {
  readonly count: number;
  /** The word's code in the model's own list of words. */
  readonly word: Uint8Array;
  /** First argument or answer, interned, or NONE (see each model for what it holds). */
  readonly a: Int32Array;
  /** Second argument, interned, or NONE. */
  readonly b: Int32Array;
  readonly invoked: Int32Array;
  readonly returned: Int32Array;
  /** OK, INFO (then `returned` is OPEN), or FAIL: kept as an observation. */
  readonly outcome: Uint8Array;
  /** Value numbers are below this one. */
  readonly valueCount: number;
  /** Whole-object answers: a row with such an answer owns `items[a]` up to, not with, `items[b]`. */
  readonly items: Int32Array;
}

/** A whole history, of all its keys, with what its numbers stand for. */
export interface Table {
  /** Positions count the events of all keys together. */
  readonly columns: Columns;
  /** Of each row: an index into `keys`. */
  readonly key: Int32Array;
  readonly keys: readonly (string | number | null)[];
  /** Of each row: the id of its operation. */
  readonly ids: Float64Array | Int32Array;
  /** Of each value number: the value. `values[0]` is the model's initial value. */
  readonly values: readonly unknown[];
}
