/** Models of the user's own, from as little as a first state and a step. */
import { NONE } from "../columns.ts";
import { nameOf } from "../interner.ts";
import type { Call, Effect, Model } from "../model.ts";
import { callOf, cells, unknownWord, valueAt } from "./cells.ts";
import { tableMachine } from "./table-machine.ts";

export interface Definition<State> {
  readonly name: string;
  readonly words: readonly string[];
  readonly initial: State;
  /** All states in which the object can be after the call; none: the answer is not legal here. */
  step(state: State, call: Call): readonly State[];
  /** Equal states, and only those, have equal names; by default their JSON text. */
  identify?(state: State): string | number;
  /** By default "changes", which is always right and the slowest. */
  effect?(call: Call): Effect;
}

/*
 * Cells of this family, "other": the code is the word's index, a is the input, b the output (NONE
 * where there is no answer). The process is not among them: a model that depends on it takes it as
 * part of the input.
 */
export function defineModel<State>(definition: Definition<State>): Model {
  const { words } = definition;
  const model: Model<State> = {
    name: definition.name,
    family: "other",
    words,
    initial: definition.initial,
    zero: null,
    cells: words.map(() => ["value", "value"]),
    step: (state, call) => definition.step(state, call),
    identify: (state) => definition.identify?.(state) ?? String(nameOf(state)) + typeof state,
    effect: (call) => definition.effect?.(call) ?? "changes",
    encode: (call, interner) => {
      const word = words.indexOf(call.word);
      if (word < 0) return unknownWord(call.word, words);
      const output = call.outcome === "ok" ? interner.numberOf(call.output) : NONE;
      return cells(word, interner.numberOf(call.input), output, call.outcome);
    },
    decode: (row, values) =>
      callOf(row, words[row.word] ?? "", valueAt(values, row.a), valueAt(values, row.b)),
    compile: (columns, values, pulse) => tableMachine(model as Model, columns, values, pulse),
  };
  return model as Model;
}
