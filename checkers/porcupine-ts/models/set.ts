/** A set: elements are added and removed, asked for one by one, or all read at once. */
import { NONE } from "../columns.ts";
import { nameOf, type Interner } from "../interner.ts";
import type { Call, Cells, Effect, Encoded, Model } from "../model.ts";
import {
  badInput,
  badOutput,
  callOf,
  cells,
  isElement,
  same,
  unknownWord,
  valueAt,
} from "./cells.ts";
import { tableMachine } from "./table-machine.ts";

/*
 * Cells of the family "set":
 *
 * | code | words    | a                   | b                                       | outcomes |
 * | ---- | -------- | ------------------- | --------------------------------------- | -------- |
 * | 0    | read     | items from here ... | ... to here: the elements, as answered  | ok       |
 * | 1    | add      | element             | 1 it was new, 0 it was there, NONE      | ok, info |
 * | 2    | remove   | element             | 1 it was there, 0 it was not, NONE      | ok, info |
 * | 3    | contains | element             | 1 yes, 0 no                             | ok       |
 *
 * An `add` or `remove` may answer nothing (null, b is NONE) or whether it changed the set. Refused,
 * when failures are observed, a `remove` has found nothing and an `add` says nothing.
 * Elements are numbered from 1: number 0 is null, which is no element. A read keeps the order and
 * the repetitions of its answer: no set has an element twice, so that such a read is not legal.
 */
export const SET_READ = 0;
export const ADD = 1;
export const REMOVE = 2;
export const CONTAINS = 3;

const WORDS = ["read", "add", "remove", "contains"] as const;

/** By name, the elements that are in the set. */
type Elements = ReadonlyMap<unknown, unknown>;

export const set = (): Model => {
  const model: Model<Elements> = {
    name: "set",
    family: "set",
    words: WORDS,
    initial: new Map(),
    zero: null,
    cells: [
      ["items", "items"],
      ["value", "integer"],
      ["value", "integer"],
      ["value", "integer"],
    ],
    step,
    identify: (state) =>
      JSON.stringify([...state.keys()].map((name) => [typeof name, String(name)]).toSorted()),
    effect,
    encode,
    decode,
    compile: (columns, values, pulse) => tableMachine(model as Model, columns, values, pulse),
  };
  return model as Model;
};

function step(state: Elements, call: Call): readonly Elements[] {
  const name = nameOf(call.input);
  const present = state.has(name);
  const answer = call.outcome === "ok" ? call.output : call.outcome === "fail" ? "refused" : null;
  switch (call.word) {
    case "read":
      return call.outcome !== "ok" || equals(state, answer) ? [state] : [];
    case "add":
      if (answer === "refused") return [state];
      if (typeof answer === "boolean" && answer === present) return [];
      return [present ? state : new Map(state).set(name, call.input)];
    case "remove":
      if (answer === "refused" || answer === false) return present ? [] : [state];
      if (answer === true && !present) return [];
      return [present ? new Map([...state].filter(([key]) => key !== name)) : state];
    default:
      return typeof answer !== "boolean" || answer === present ? [state] : [];
  }
}

function equals(state: Elements, answer: unknown): boolean {
  if (!Array.isArray(answer) || answer.length !== state.size) return false;
  const names = new Set(answer.map(nameOf));
  return names.size === state.size && [...names].every((name) => state.has(name));
}

function effect(call: Call): Effect {
  if (call.word === "read" || call.word === "contains" || call.outcome === "fail")
    return "observes";
  if (call.outcome === "ok" && call.output === false) return "observes";
  return "changes";
}

function encode(call: Call, interner: Interner): Encoded {
  const word = WORDS.indexOf(call.word as (typeof WORDS)[number]);
  if (word < 0) return unknownWord(call.word, WORDS);
  if (word === SET_READ) {
    if (call.outcome !== "ok") return "silent";
    if (!Array.isArray(call.output) || !call.output.every(isElement))
      return badOutput(call, "a list of elements");
    const { a, b } = interner.list(call.output);
    return cells(SET_READ, a, b);
  }
  if (!isElement(call.input)) return badInput(call, "an element");
  if (call.outcome === "info")
    return word === CONTAINS ? "silent" : cells(word, interner.numberOf(call.input), NONE, "info");
  if (call.outcome === "fail")
    return word === REMOVE ? cells(REMOVE, interner.numberOf(call.input), 0) : "silent";
  const answer = call.output;
  if (typeof answer === "boolean")
    return cells(word, interner.numberOf(call.input), answer ? 1 : 0);
  // Jepsen's convention: the answer of an update repeats its element, which says no more than ok.
  if (word === CONTAINS) return badOutput(call, "true or false");
  if (answer === null || answer === undefined || same(answer, call.input))
    return cells(word, interner.numberOf(call.input), NONE);
  return badOutput(call, "true, false or nothing");
}

function decode(row: Cells, values: readonly unknown[], items: Int32Array): Call {
  const word = WORDS[row.word] ?? "read";
  if (row.word !== SET_READ)
    return callOf(row, word, valueAt(values, row.a), row.b === NONE ? null : row.b === 1);
  return callOf(
    row,
    word,
    null,
    Array.from(items.subarray(row.a, row.b), (i) => values[i]),
  );
}
