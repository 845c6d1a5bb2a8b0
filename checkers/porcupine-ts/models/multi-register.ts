/** Several registers that are read and written together, in one step. */
import { NONE } from "../columns.ts";
import { nameOf, type Interner } from "../interner.ts";
import type { Call, Cells, Effect, Encoded, Model } from "../model.ts";
import { badInput, badOutput, callOf, cells, isValue, unknownWord, valueAt } from "./cells.ts";
import { tableMachine } from "./table-machine.ts";

/*
 * Cells of this model (family "other"):
 *
 * | code | words | a                                     | b    | outcomes |
 * | ---- | ----- | ------------------------------------- | ---- | -------- |
 * | 0    | read  | registers with the values read        | NONE | ok       |
 * | 1    | write | registers with the values written     | NONE | ok, info |
 *
 * Registers with values are a record, such as {"x": 1, "y": null}; a register never written is null.
 */
const WORDS = ["read", "write"] as const;

type Registers = Readonly<Record<string, unknown>>;

export const multiRegister = (): Model => {
  const model: Model<Registers> = {
    name: "multi-register",
    family: "other",
    words: WORDS,
    initial: {},
    zero: {},
    cells: [
      ["value", "integer"],
      ["value", "integer"],
    ],
    step,
    identify: (state) => String(nameOf(state)),
    effect: (call): Effect =>
      call.word === "read" || call.outcome === "fail" ? "observes" : "changes",
    encode,
    decode: (row: Cells, values) => {
      const registers = valueAt(values, row.a);
      return row.word === 0
        ? callOf(row, "read", null, registers)
        : callOf(row, "write", registers, null);
    },
    compile: (columns, values, pulse) => tableMachine(model as Model, columns, values, pulse),
  };
  return model as Model;
};

function step(state: Registers, call: Call): readonly Registers[] {
  if (call.outcome === "fail") return [state];
  if (call.word === "write") return [withValues(state, isRecord(call.input) ? call.input : {})];
  if (call.outcome === "info" || !isRecord(call.output)) return [state];
  const agree = Object.entries(call.output).every(
    ([name, value]) => nameOf(value) === nameOf(state[name] ?? null),
  );
  return agree ? [state] : [];
}

/** Registers that hold null are left out, so that equal states have equal names. */
function withValues(state: Registers, written: Registers): Registers {
  const merged = Object.entries({ ...state, ...written });
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

function encode(call: Call, interner: Interner): Encoded {
  if (call.word === "read") {
    if (call.outcome !== "ok") return "silent";
    if (!isRecord(call.output)) return badOutput(call, "registers with their values");
    return cells(0, interner.numberOf(call.output), NONE);
  }
  if (call.word !== "write") return unknownWord(call.word, WORDS);
  if (!isRecord(call.input)) return badInput(call, "registers with their values");
  return call.outcome === "fail"
    ? "silent"
    : cells(1, interner.numberOf(call.input), NONE, call.outcome);
}

function isRecord(value: unknown): value is Registers {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(isValue);
}
