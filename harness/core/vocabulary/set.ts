/** The words of a set that only grows: add an element, read the whole. */

export type SetWords = {
  readonly add: { readonly value: number; readonly output: void };
  readonly read: { readonly value: null; readonly output: readonly number[] };
};
