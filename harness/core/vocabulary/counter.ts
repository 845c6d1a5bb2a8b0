/** The words of a counter: add a delta, which may be negative where the counter goes down too. */

export type CounterWords = {
  readonly add: { readonly value: number; readonly output: void };
  readonly read: { readonly value: null; readonly output: number };
};
