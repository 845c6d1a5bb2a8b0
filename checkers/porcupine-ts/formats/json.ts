/** JSON text to values and back, with integers beyond 2^53 kept exact as bigint. */
import { FormatError, excerpt } from "./format-error.ts";

/**
 * `JSON.parse` rounds long integers, and two transaction ids that were rounded to one number make a
 * wrong verdict. So a text with a number beyond 2^53 is parsed again, with a look at each number's source.
 */
export function parseJson(text: string, line: number): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return holdsWide(value) ? JSON.parse(text, revive) : value;
  } catch (error) {
    throw new FormatError(line, `not JSON: ${reasonOf(error)}; it reads ${excerpt(text)}`);
  }
}

/** One line; a bigint is written as the integer it is. */
export function printJson(value: unknown): string {
  if (!holdsBigint(value)) return JSON.stringify(value) ?? "null";
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(printJson).join(",")}]`;
  return `{${Object.entries(value as object)
    .map(([name, each]) => `${JSON.stringify(name)}:${printJson(each)}`)
    .join(",")}}`;
}

function holdsWide(value: unknown): boolean {
  if (typeof value === "number")
    return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER;
  if (typeof value !== "object" || value === null) return false;
  for (const each of Object.values(value)) if (holdsWide(each)) return true;
  return false;
}

const INTEGER = /^-?\d+$/;

/** The third argument is in every engine since 2025, and in Node from 21; older ones round. */
type SourceReviver = (
  name: string,
  value: unknown,
  context?: { readonly source?: string },
) => unknown;

const revive: SourceReviver = (_, value, context) =>
  typeof value === "number" && !Number.isSafeInteger(value) && INTEGER.test(context?.source ?? "")
    ? BigInt(context?.source ?? "0")
    : value;

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/,? ?(\.\.\.)?".*$/s, "").replace(/ in JSON/, "");
}

function holdsBigint(value: unknown): boolean {
  if (typeof value === "bigint") return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsBigint);
}
