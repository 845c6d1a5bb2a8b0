/** A counter: integers are added to it, and it is read. */
import { NONE } from "../columns.ts";
import type { Call, Cells, Effect, Encoded, Model } from "../model.ts";
import { badInput, badOutput, callOf, cells, isInteger, unknownWord } from "./cells.ts";
import { tableMachine } from "./table-machine.ts";

/*
 * Cells of the family "counter" (integers as they are, not interned; b is NONE):
 *
 * | code | words | a           | outcomes |
 * | ---- | ----- | ----------- | -------- |
 * | 0    | read  | value read  | ok       |
 * | 1    | add   | summand     | ok, info |
 */
export const COUNTER_READ = 0;
export const COUNTER_ADD = 1;

const WORDS = ["read", "add"] as const;

/** Starts at zero. */
export const counter = (): Model => {
  const model: Model<number> = {
    name: "counter",
    family: "counter",
    words: WORDS,
    initial: 0,
    zero: 0,
    cells: [
      ["integer", "integer"],
      ["integer", "integer"],
    ],
    step,
    identify: (state) => state,
    effect,
    encode,
    decode,
    compile: (columns, values, pulse) => tableMachine(model as Model, columns, values, pulse),
  };
  return model as Model;
};

function step(state: number, call: Call): readonly number[] {
  if (call.outcome === "fail") return [state];
  if (call.word === "read") return call.outcome === "info" || call.output === state ? [state] : [];
  return [state + Number(call.input)];
}

function effect(call: Call): Effect {
  return call.word === "read" || call.outcome === "fail" || call.input === 0
    ? "observes"
    : "changes";
}

function encode(call: Call): Encoded {
  if (call.word === "read") {
    if (call.outcome !== "ok") return "silent";
    return isInteger(call.output)
      ? cells(COUNTER_READ, call.output, NONE)
      : badOutput(call, "an integer");
  }
  if (call.word !== "add") return unknownWord(call.word, WORDS);
  if (!isInteger(call.input)) return badInput(call, "an integer");
  return call.outcome === "fail" ? "silent" : cells(COUNTER_ADD, call.input, NONE, call.outcome);
}

function decode(row: Cells): Call {
  return row.word === COUNTER_READ
    ? callOf(row, "read", null, row.a)
    : callOf(row, "add", row.a, null);
}
