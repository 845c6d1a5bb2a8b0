/** A model compiled for one history: states and operations as integers, for the search. */

import type { Pulse } from "./pulse.ts";

export const ILLEGAL = -1;

export interface Machine {
  readonly initial: number;
  /**
   * The class of each row. Operations of one class do the same from every state: their order among
   * each other matters only for their times.
   */
  readonly classOf: Int32Array;
  readonly classCount: number;
  /** By class, an `Effect` as a code: CHANGES, OBSERVES or OVERWRITES. */
  readonly effect: Uint8Array;
  /** The state after, from 0 up, or ILLEGAL. */
  step(state: number, cls: number): number;
  /** A state in which operations of effect CHANGES are legal and change nothing; or NONE. */
  readonly sink: number;
  /** What the search may know about single values, where states are values. */
  readonly values: ValueHints | "none";
  /** A new count of what is left to place, all operations of the columns being left; or "none". */
  lookahead(pulse: Pulse): Lookahead | "none";
  /** What the states met so far hold, in bytes, for the memory bound. */
  stateBytes(): number;
}

export const CHANGES = 0;
export const OBSERVES = 1;
export const OVERWRITES = 2;

/** For objects whose state is one value, such as registers. */
export interface ValueHints {
  readonly stateCount: number;
  /** By class: the only state from which it is legal, or NONE if it is legal from several. */
  readonly needs: Int32Array;
  /** By class: the only state that it can change, or NONE if it changes all or none. */
  readonly from: Int32Array;
  /** By class: the only state to which it can lead by changing it, or NONE. */
  readonly makes: Int32Array;
}

/**
 * Knows from what is left to place that some configurations are dead ends. It may only give up what
 * has no order at all; every operation left counts, those that may never happen included.
 */
export interface Lookahead {
  place(op: number): void;
  putBack(op: number): void;
  /** The same for operations without answer. */
  useInfo(op: number): void;
  giveBackInfo(op: number): void;
  /** Whether the class may take the object from one state to another. */
  mayMove(state: number, cls: number, next: number): boolean;
  /** Whether an overwriting operation may vanish without its state having been seen. */
  maySkip(state: number, cls: number): boolean;
  /** Whether nothing that is left could profit from the state that the class makes. */
  isUseless(cls: number): boolean;
  /** How many operations left are legal from this state only. */
  needs(state: number): number;
  /** Whether an operation without answer may start from the state. */
  optionalFrom(state: number): boolean;
}
