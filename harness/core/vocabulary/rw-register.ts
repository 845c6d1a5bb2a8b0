/** The words of a register that is only read and written. `null` is the value before any write. */

export type RwRegisterWords = {
  readonly read: { readonly value: null; readonly output: number | null };
  readonly write: { readonly value: number; readonly output: void };
};
