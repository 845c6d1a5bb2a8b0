/** What a polynomial algorithm makes of one key's history before it signs its name to it. */
import type { Violation } from "../answer.ts";
import type { Columns } from "../columns.ts";
import type { Pulse } from "../pulse.ts";

export type Ruling =
  | { readonly valid: true }
  | Violation
  /** The algorithm cannot tell: its condition on the history does not hold. */
  | { readonly valid: "not-applicable"; readonly why: string };

/** One algorithm. It calls `pulse` every `BEAT` rows of each pass. */
export type Judge = (history: Columns, pulse: Pulse) => Ruling;

export { BEAT, STOPPED, type Pulse } from "../pulse.ts";

export const VALID: Ruling = { valid: true };

/** More would not make a violation clearer to anybody; the most telling rows come first. */
const ROWS_AT_MOST = 64;

/** `rows` may repeat and may contain -1 for "no such row"; the answer's do not. */
export function violation(rule: string, because: string, rows: Iterable<number>): Violation {
  const evidence = [...new Set(rows)].filter((row) => row >= 0);
  return { valid: false, rule, because, rows: evidence.slice(0, ROWS_AT_MOST), order: [] };
}

export function notApplicable(why: string): Ruling {
  return { valid: "not-applicable", why };
}
