/** A word of a vocabulary becomes an invocation, then exactly one outcome. */

/** Maps each word (`f`) to what goes in and what comes out; `void` where only success is news. */
export type Vocabulary = {
  readonly [f: string]: { readonly value: unknown; readonly output: unknown };
};

/** What is asked, with its word's types erased: the engine neither knows nor cares. */
export interface Invocation {
  readonly f: string;
  /** The object of the data type, `""` where there is only one. */
  readonly key: string;
  readonly value: unknown;
}

/** The same with the types of its vocabulary, for workloads, clients and codecs. */
export type InvocationOf<V extends Vocabulary> = {
  [F in keyof V & string]: { readonly f: F; readonly key: string; readonly value: V[F]["value"] };
}[keyof V & string];

export interface OpError {
  /** Short and stable, such as `timeout` or `precondition-failed`. */
  readonly code: string;
  readonly message: string;
}

/**
 * The three answers. `ok` happened, `fail` certainly did not happen, `info` may or may not have
 * happened, now or at any later time. `info` is what honesty demands whenever in doubt.
 */
export type Outcome =
  | { readonly type: "ok"; readonly value: unknown }
  | { readonly type: "fail"; readonly error: OpError }
  | { readonly type: "info"; readonly error: OpError };
