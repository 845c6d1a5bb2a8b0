/** A model: what a correct object does, as a record of pure functions. */
import type { Columns } from "./columns.ts";
import type { Interner } from "./interner.ts";
import type { Machine } from "./machine.ts";
import type { Pulse } from "./pulse.ts";

/** An operation without its time: what was asked, and what was answered. */
export type Call = {
  readonly process: number | string;
  readonly word: string;
  readonly input: unknown;
} & (
  | { readonly outcome: "ok"; readonly output: unknown }
  | { readonly outcome: "info" }
  | { readonly outcome: "fail" }
);

/**
 * What a call can do to a state, given its outcome. `observes`: from every state it is either not
 * legal or leaves the state as it is. `overwrites`: it is legal from every state and always leads to
 * the same one. `changes`: anything else, and always a safe claim.
 */
export type Effect = "observes" | "overwrites" | "changes";

/** Which columns a model writes, therefore which polynomial algorithms can read them. */
export type Family =
  | "register"
  | "set"
  | "queue"
  | "bag"
  | "stack"
  | "priority-queue"
  | "counter"
  | "lock"
  | "append-string"
  | "append-list"
  | "other";

/** How a cell is to be read: a value's number, an integer as it is, or a bound within `items`. */
export type CellKind = "value" | "integer" | "items";

/** Gives the values by the numbers of some columns; many models never ask. */
export type Values = () => readonly unknown[];

/** The cells of one row, but for its times. */
export interface Cells {
  readonly word: number;
  readonly a: number;
  readonly b: number;
  /** A refusal that equals an answer ("not found" is "absent") becomes that answer, with `ok`. */
  readonly outcome: "ok" | "info" | "fail";
}

/** The cells, or that the call says nothing about the object, or what is wrong with the call. */
export type Encoded = Cells | "silent" | { readonly problem: string };

/**
 * The specification (`initial`, `step`, `identify`, `effect`) is complete by itself: a brute force
 * over all orders needs no more. The rest makes it fast.
 */
export interface Model<State = unknown> {
  readonly name: string;
  readonly family: Family;
  /** The words that the model takes, for error messages and for readers of files. */
  readonly words: readonly string[];
  readonly initial: State;
  /** All states in which the object can be after the call; none: the answer is not legal here. */
  step(state: State, call: Call): readonly State[];
  /** Equal states, and only those, have equal names. */
  identify(state: State): string | number;
  effect(call: Call): Effect;

  /** The value that has number 0. */
  readonly zero: unknown;
  /** Kinds of the cells a and b, by the word's code. */
  readonly cells: readonly (readonly [CellKind, CellKind])[];
  encode(call: Call, interner: Interner): Encoded;
  /** The call that was encoded; its process is lost, but where it is an argument. */
  decode(cells: Cells, values: readonly unknown[], items: Int32Array): Call;
  /** Integer states and steps for one key's columns. */
  compile(columns: Columns, values: Values, pulse?: Pulse): Machine;
}
