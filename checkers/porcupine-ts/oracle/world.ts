/** Objects that really exist while a history is generated, so that it is valid by construction. */
import type { Dice } from "./dice.ts";
import type { Draft } from "./draft.ts";

/** What an operation asks, and room for its answer. */
export type Cells = Pick<Draft, "word" | "a" | "b" | "items" | "outcome">;

export interface World {
  /** A new request, as a client would make it. */
  ask(): Cells;
  /** Takes effect, and writes the answer into the cells. */
  apply(cells: Cells): void;
  /** Blanks the answer of a request whose answer never came; false: it says nothing then. */
  forget(cells: Cells): boolean;
  /** Gives a wrong answer, where the word has one. */
  spoil(cells: Cells): void;
}

export type MakeWorld = (dice: Dice) => World;
