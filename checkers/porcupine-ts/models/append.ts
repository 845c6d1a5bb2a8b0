/** Strings and lists that are read, replaced, and appended to. */
import { NONE, type Columns } from "../columns.ts";
import { nameOf, type Interner } from "../interner.ts";
import type { Call, Cells, Effect, Encoded, Model } from "../model.ts";
import { badInput, badOutput, callOf, cells, isElement, unknownWord, valueAt } from "./cells.ts";
import { appendMachine } from "./append-machine.ts";

/*
 * Cells of the family "append-string", whose values are whole strings:
 *
 * | code | words     | a                    | b    | outcomes |
 * | ---- | --------- | -------------------- | ---- | -------- |
 * | 0    | get, read | the string read      | NONE | ok       |
 * | 1    | put, write| the new string       | NONE | ok, info |
 * | 2    | append    | what is put behind   | NONE | ok, info |
 *
 * Cells of the family "append-list", whose values are elements:
 *
 * | code | words  | a                   | b                                    | outcomes |
 * | ---- | ------ | ------------------- | ------------------------------------ | -------- |
 * | 0    | read   | items from here ... | ... to here: the elements, in order  | ok       |
 * | 2    | append | element             | NONE                                 | ok, info |
 */
export const APPEND_READ = 0;
export const APPEND_PUT = 1;
export const APPEND = 2;

const CODES: Readonly<Record<string, number>> = {
  get: APPEND_READ,
  read: APPEND_READ,
  put: APPEND_PUT,
  write: APPEND_PUT,
  append: APPEND,
};

const STRING_WORDS = ["get", "put", "append", "read", "write"] as const;
const LIST_WORDS = ["read", "append"] as const;

/** Starts as the empty string. */
export const appendString = (): Model => {
  const model: Model<string> = {
    name: "append-string",
    family: "append-string",
    words: STRING_WORDS,
    initial: "",
    zero: "",
    cells: [
      ["value", "integer"],
      ["value", "integer"],
      ["value", "integer"],
    ],
    step: stepString,
    identify: (state) => state,
    effect,
    encode: encodeString,
    decode: (row, values) => {
      const text = valueAt(values, row.a);
      const word = STRING_WORDS[row.word] ?? "get";
      return row.word === APPEND_READ
        ? callOf(row, word, null, text)
        : callOf(row, word, text, null);
    },
    compile: (columns, values) => appendMachine(columns, stringsOf(columns, values())),
  };
  return model as Model;
};

/** Starts as the empty list. */
export const appendList = (): Model => {
  const model: Model<readonly unknown[]> = {
    name: "append-list",
    family: "append-list",
    words: LIST_WORDS,
    initial: [],
    zero: null,
    cells: [
      ["items", "items"],
      ["value", "integer"],
      ["value", "integer"],
    ],
    step: stepList,
    identify: (state) => JSON.stringify(state),
    effect,
    encode: encodeList,
    decode: decodeList,
    compile: (columns) => appendMachine(columns, listsOf(columns)),
  };
  return model as Model;
};

function stringsOf({ a }: Columns, values: readonly unknown[]): readonly string[] {
  return Array.from(a, (number) => String(values[number]));
}

/** Lists as texts: two characters stand for an element, so that prefixes of lists are prefixes. */
function listsOf({ count, word, a, b, items }: Columns): readonly string[] {
  const unit = (element: number): string => String.fromCharCode(element >>> 16, element & 0xffff);
  return Array.from({ length: count }, (_, i) =>
    word[i] === APPEND ? unit(a[i]!) : Array.from(items.subarray(a[i]!, b[i]!), unit).join(""),
  );
}

function stepString(state: string, call: Call): readonly string[] {
  if (call.outcome === "fail") return [state];
  switch (CODES[call.word]) {
    case APPEND_READ:
      return call.outcome === "info" || (call.output ?? "") === state ? [state] : [];
    case APPEND_PUT:
      return [String(call.input)];
    default:
      return [state + String(call.input)];
  }
}

function stepList(state: readonly unknown[], call: Call): readonly (readonly unknown[])[] {
  if (call.outcome === "fail") return [state];
  if (call.word === "append") return [[...state, call.input]];
  if (call.outcome === "info") return [state];
  return nameOf(call.output ?? []) === nameOf(state) ? [state] : [];
}

function effect(call: Call): Effect {
  if (call.outcome === "fail" || CODES[call.word] === APPEND_READ) return "observes";
  return CODES[call.word] === APPEND_PUT ? "overwrites" : "changes";
}

function encodeString(call: Call, interner: Interner): Encoded {
  const word = CODES[call.word];
  if (word === undefined) return unknownWord(call.word, STRING_WORDS);
  if (word === APPEND_READ) {
    if (call.outcome !== "ok") return "silent";
    const text = call.output ?? "";
    return typeof text === "string"
      ? cells(word, interner.numberOf(text), NONE)
      : badOutput(call, "a string");
  }
  if (typeof call.input !== "string") return badInput(call, "a string");
  if (call.outcome === "fail") return "silent";
  return cells(word, interner.numberOf(call.input), NONE, call.outcome);
}

function encodeList(call: Call, interner: Interner): Encoded {
  if (call.word === "read") {
    if (call.outcome !== "ok") return "silent";
    const list: unknown = call.output ?? [];
    if (!Array.isArray(list) || !list.every(isElement))
      return badOutput(call, "a list of elements");
    const { a, b } = interner.list(list);
    return cells(APPEND_READ, a, b);
  }
  if (call.word !== "append") return unknownWord(call.word, LIST_WORDS);
  if (!isElement(call.input)) return badInput(call, "an element");
  return call.outcome === "fail"
    ? "silent"
    : cells(APPEND, interner.numberOf(call.input), NONE, call.outcome);
}

function decodeList(row: Cells, values: readonly unknown[], items: Int32Array): Call {
  if (row.word === APPEND) return callOf(row, "append", valueAt(values, row.a), null);
  return callOf(
    row,
    "read",
    null,
    Array.from(items.subarray(row.a, row.b), (i) => values[i]),
  );
}
