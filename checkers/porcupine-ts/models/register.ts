/** Registers: one value that is read, written, and compared and set. */
import { NONE } from "../columns.ts";
import { nameOf, type Interner } from "../interner.ts";
import type { Call, Cells, Effect, Encoded, Model } from "../model.ts";
import { badInput, callOf, cells, isValue, same, unknownWord, valueAt } from "./cells.ts";
import { registerMachine } from "./register-machine.ts";

/*
 * Cells of the family "register":
 *
 * | code | words        | a             | b        | outcomes                               |
 * | ---- | ------------ | ------------- | -------- | -------------------------------------- |
 * | 0    | read, get    | value read    | NONE     | ok                                     |
 * | 1    | write, put   | value written | NONE     | ok, info                               |
 * | 2    | cas          | from          | to       | ok, info, fail: saw another than from  |
 *
 * `delete` is a write of null; a `get` that was refused, when failures are observed, read null.
 */
export const READ = 0;
export const WRITE = 1;
export const CAS = 2;

const CODES: Readonly<Record<string, number>> = {
  read: READ,
  get: READ,
  write: WRITE,
  put: WRITE,
  delete: WRITE,
  cas: CAS,
};

export interface RegisterSettings {
  readonly initial: unknown;
}

export const register = (settings: RegisterSettings): Model =>
  makeRegister("register", ["read", "write"], settings.initial);

export const casRegister = (settings: RegisterSettings): Model =>
  makeRegister("cas-register", ["read", "write", "cas"], settings.initial);

/** One key of a map; the histories' keys make the map. */
export const keyValue = (settings: RegisterSettings): Model =>
  makeRegister("key-value", ["get", "put", "delete", "cas"], settings.initial);

function makeRegister(name: string, words: readonly string[], initial: unknown): Model {
  return {
    name,
    family: "register",
    words,
    initial,
    zero: initial,
    cells: [
      ["value", "value"],
      ["value", "value"],
      ["value", "value"],
    ],
    step,
    identify: (state) => String(nameOf(state)) + typeof state,
    effect,
    encode: (call, interner) =>
      words.includes(call.word) ? encode(call, interner) : unknownWord(call.word, words),
    decode: (row, values) => decode(words, row, values),
    compile: (columns, _, pulse) => registerMachine(columns, pulse),
  };
}

function step(state: unknown, call: Call): readonly unknown[] {
  switch (CODES[call.word]) {
    case READ:
      if (call.outcome === "ok") return same(call.output, state) ? [state] : [];
      return call.outcome === "info" || call.word === "read" || state === null ? [state] : [];
    case WRITE:
      if (call.outcome === "fail") return [state];
      return [call.word === "delete" ? null : call.input];
    default: {
      const [from, to] = pairOf(call.input) ?? [null, null];
      const matches = same(state, from);
      if (call.outcome === "fail") return matches ? [] : [state];
      if (matches) return [to];
      return call.outcome === "info" ? [state] : [];
    }
  }
}

function effect(call: Call): Effect {
  switch (CODES[call.word]) {
    case READ:
      return "observes";
    case WRITE:
      return call.outcome === "fail" ? "observes" : "overwrites";
    default:
      return call.outcome === "fail" ? "observes" : "changes";
  }
}

function encode(call: Call, interner: Interner): Encoded {
  switch (CODES[call.word]) {
    case READ: {
      if (call.outcome === "ok") return cells(READ, interner.numberOf(call.output ?? null), NONE);
      const says = call.outcome === "fail" && call.word === "get";
      return says ? cells(READ, interner.numberOf(null), NONE) : "silent";
    }
    case WRITE: {
      if (call.outcome === "fail") return "silent";
      const value = call.word === "delete" ? null : call.input;
      if (!isValue(value)) return badInput(call, "a value");
      return cells(WRITE, interner.numberOf(value), NONE, call.outcome);
    }
    default: {
      const pair = pairOf(call.input);
      if (pair === undefined) return badInput(call, "a pair [from, to]");
      return cells(CAS, interner.numberOf(pair[0]), interner.numberOf(pair[1]), call.outcome);
    }
  }
}

function decode(words: readonly string[], row: Cells, values: readonly unknown[]): Call {
  const word = words.find((name) => CODES[name] === row.word) ?? "read";
  const a = valueAt(values, row.a);
  switch (row.word) {
    case READ:
      return callOf(row, word, null, a);
    case WRITE:
      return callOf(row, word, a, null);
    default:
      return callOf(row, word, [a, valueAt(values, row.b)], null);
  }
}

function pairOf(input: unknown): readonly [unknown, unknown] | undefined {
  if (!Array.isArray(input) || input.length !== 2) return undefined;
  const [from, to]: unknown[] = input;
  return isValue(from) && isValue(to) ? [from, to] : undefined;
}
