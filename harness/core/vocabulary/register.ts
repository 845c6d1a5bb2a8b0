/** The words of a register: read, write, compare-and-set. `null` is the value before any write. */

export type RegisterWords = {
  readonly read: { readonly value: null; readonly output: number | null };
  readonly write: { readonly value: number; readonly output: void };
  /** From the first to the second; answered false, it certainly did nothing: `fail`. */
  readonly cas: { readonly value: readonly [from: number, to: number]; readonly output: void };
};
