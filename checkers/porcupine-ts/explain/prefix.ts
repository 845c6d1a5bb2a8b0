/** The smallest beginning of a history that is already impossible. */
import { OPEN, type Table } from "../columns.ts";
import { type Impossible, type Judge } from "./judge.ts";
import { restrict } from "./sub-history.ts";

export interface Prefix {
  readonly table: Table;
  readonly violation: Impossible;
  /** How many of the table's events it has. */
  readonly events: number;
  /** The operation whose answer is its last event: before that answer, there was an order. */
  readonly last: number;
}

/**
 * Histories are closed under beginnings: if an order explains the first k + 1 events, then an order
 * explains the first k. For take the order and remove from its end what was placed after event k;
 * what had returned by then stays, since its place is before its return; and the operation of event
 * k + 1, if that was its return, is explained all the more when its answer is not known. So
 * "impossible" changes once along the history, and bisection finds the place; it is at a return,
 * because a call alone obliges nobody to anything.
 */
export function smallestPrefix(table: Table, violation: Impossible, judge: Judge): Prefix {
  let best = { table, violation, events: eventsOf(table) };
  let possible = 0;
  const tryCut = (before: number): void => {
    if (before <= possible || before >= best.events) return;
    const shorter = restrict(table, judge.model, { roleOf: () => "kept", before });
    const found = judge.impossible(shorter);
    if (found === undefined) possible = before;
    else best = { table: shorter, violation: found, events: before };
  };
  // Where the operations that break the rule have all returned is the place, as a rule.
  const guess = lastReturn(table, violation.evidence.operations) + 1;
  tryCut(guess);
  tryCut(guess - 1);
  while (best.events - possible > 1 && !judge.stopped()) tryCut((possible + best.events) >> 1);
  const last = table.columns.returned.indexOf(best.events - 1);
  const fallback = best.violation.evidence.operations[0] ?? 0;
  return { ...best, last: last < 0 ? fallback : table.ids[last]! };
}

function lastReturn({ columns, ids }: Table, operations: readonly number[]): number {
  const own = new Set(operations);
  let last = -1;
  for (let row = 0; row < columns.count; row++) {
    const at = columns.returned[row]!;
    if (at !== OPEN && at > last && own.has(ids[row]!)) last = at;
  }
  return last;
}

/** Positions are dense: the last one tells how many there are. */
function eventsOf({ columns }: Table): number {
  let last = -1;
  for (const at of columns.invoked) if (at > last) last = at;
  for (const at of columns.returned) if (at !== OPEN && at > last) last = at;
  return last + 1;
}
