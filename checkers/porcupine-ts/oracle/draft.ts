/** Operations on their way to become columns: plain objects that a generator may still change. */
import { INFO, OPEN, type Columns } from "../columns.ts";

export interface Draft {
  word: number;
  a: number;
  b: number;
  /** The answer of a whole-set read; then `a` and `b` follow from it. */
  items?: readonly number[];
  outcome: number;
  /** Any clock: only the order of the events matters, and no two of them are equal. */
  invoked: number;
  returned: number;
}

/** Orders the rows by their calls, numbers the events from 0, and lists the read elements. */
export function columnsOf(drafts: readonly Draft[]): Columns {
  const items: number[] = [];
  const rows = drafts.map((draft) => {
    if (draft.items === undefined) return draft;
    const a = items.length;
    for (const item of draft.items) items.push(item);
    return { ...draft, a, b: items.length };
  });
  let valueCount = 1;
  for (const item of items) valueCount = Math.max(valueCount, item + 1);
  for (const { a, b } of drafts) valueCount = Math.max(valueCount, a + 1, b + 1);
  return tabulate(rows, valueCount, Int32Array.from(items));
}

/** The history of some of the rows, in their own time; values keep their numbers. */
export function restrict(columns: Columns, rows: Iterable<number>): Columns {
  const { word, a, b, outcome, invoked, returned } = columns;
  const kept = Array.from(new Set(rows), (row) => ({
    word: word[row]!,
    a: a[row]!,
    b: b[row]!,
    outcome: outcome[row]!,
    invoked: invoked[row]!,
    returned: returned[row]!,
  }));
  return tabulate(kept, columns.valueCount, columns.items);
}

function tabulate(unsorted: readonly Draft[], valueCount: number, items: Int32Array): Columns {
  const rows = unsorted.toSorted((x, y) => x.invoked - y.invoked);
  const invoked = new Int32Array(rows.length);
  const returned = new Int32Array(rows.length).fill(OPEN);
  const events = rows.flatMap((row, i) => [
    { at: row.invoked, row: i, column: invoked },
    ...(row.outcome === INFO ? [] : [{ at: row.returned, row: i, column: returned }]),
  ]);
  events.sort((x, y) => x.at - y.at);
  for (const [position, event] of events.entries()) event.column[event.row] = position;
  return {
    count: rows.length,
    word: Uint8Array.from(rows, (row) => row.word),
    a: Int32Array.from(rows, (row) => row.a),
    b: Int32Array.from(rows, (row) => row.b),
    outcome: Uint8Array.from(rows, (row) => row.outcome),
    invoked,
    returned,
    valueCount,
    items,
  };
}
