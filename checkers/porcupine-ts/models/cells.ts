/** What the models share when they turn calls into cells and back. */
import { NONE } from "../columns.ts";
import { nameOf } from "../interner.ts";
import type { Call, Cells, Encoded } from "../model.ts";

export function cells(
  word: number,
  a: number,
  b: number,
  outcome: Cells["outcome"] = "ok",
): Encoded {
  return { word, a, b, outcome };
}

export const same = (x: unknown, y: unknown): boolean => nameOf(x) === nameOf(y);

/** A value that can be written, stored and read back: anything that JSON can say. */
export function isValue(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
    case "object":
      return true;
    case "number":
      return !Number.isNaN(value);
    default:
      return false;
  }
}

/** An element of a set, queue or stack: a value, but not the one that says "nothing there". */
export const isElement = (value: unknown): boolean => value !== null && isValue(value);

export function isInteger(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 0x4000_0000;
}

export function unknownWord(word: string, words: readonly string[]): Encoded {
  return { problem: `unknown word "${word}"; this model takes ${words.join(", ")}` };
}

export function badInput(call: Call, expected: string): Encoded {
  return { problem: `"${call.word}" takes ${expected}, not ${show(call.input)}` };
}

export function badOutput(call: Call, expected: string): Encoded {
  const output = call.outcome === "ok" ? call.output : null;
  return { problem: `"${call.word}" answers ${expected}, not ${show(output)}` };
}

function show(value: unknown): string {
  if (typeof value === "number" || value === undefined) return String(value);
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  const text = typeof value === "bigint" ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The call with this word and input, its answer being `output`. */
export function callOf(cells: Cells, word: string, input: unknown, output: unknown): Call {
  const asked = { process: "", word, input };
  switch (cells.outcome) {
    case "ok":
      return { ...asked, outcome: "ok", output };
    case "info":
      return { ...asked, outcome: "info" };
    case "fail":
      return { ...asked, outcome: "fail" };
  }
}

/** The value with this number; null for NONE. */
export function valueAt(values: readonly unknown[], number: number): unknown {
  return number === NONE ? null : values[number];
}
