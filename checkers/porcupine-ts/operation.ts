/** The package's own input: one operation of one process, from its call to its answer. */

/** What a process asked for, and of which object. */
export interface Request {
  /** Names the operation in every report; an index into the caller's own record of the run. */
  readonly id: number;
  /** Runs one operation at a time. A process whose answer never came is not heard of again. */
  readonly process: number | string;
  /** Operations of different keys are judged apart; `null` where there is only one object. */
  readonly key: string | number | null;
  /** One of the model's words, such as "read". */
  readonly word: string;
  /** The word's argument, `null` where it has none; see each model. */
  readonly input: unknown;
  /** When it was called, on any clock that all operations share. */
  readonly invoked: number;
}

/** It took effect between call and return, and this is its answer. */
export interface Succeeded extends Request {
  readonly outcome: "ok";
  readonly output: unknown;
  readonly returned: number;
}

/** It was refused: it took no effect, but its refusal may be evidence (see `failures`). */
export interface Failed extends Request {
  readonly outcome: "fail";
  readonly returned: number;
}

/** No answer came: it may take effect at any time after its call, or never. */
export interface Indeterminate extends Request {
  readonly outcome: "info";
}

/**
 * Intervals are closed: an operation that returns at the instant at which another is called is
 * concurrent with it, which is the weaker claim.
 */
export type Operation = Succeeded | Failed | Indeterminate;
