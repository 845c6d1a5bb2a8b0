/** Operations as columns: the form in which every algorithm of this package reads a history. */

/** The `returned` of an operation whose answer never came: it may take effect at any later time. */
export const OPEN = 0x7fff_ffff;
/** The `a` or `b` of an operation that has no such argument. */
export const NONE = -1;

/**
 * One history (or one key's part of it). Row i of each column belongs to operation i; rows are
 * ordered by `invoked`. Positions are dense: each of the 2n call and return events has an own one in
 * 0..2n-1, so that their order is the clock; at equal timestamps calls come before returns (closed
 * intervals, the weaker claim). A position of `OPEN` means that the answer never came.
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
  /** 0 = ok, 1 = info (then `returned` is OPEN), 2 = fail kept as an observation. */
  readonly outcome: Uint8Array;
}
