/** The words of a set whose elements come and go. */
import type { SetWords } from "./set.ts";

export type OrSetWords = SetWords & {
  readonly remove: { readonly value: number; readonly output: void };
};
