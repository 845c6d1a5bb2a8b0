/** The last operation that did not find each element of a set. */
import { NONE, type Columns } from "../columns.ts";
import { ADD, SET_READ } from "../models/set.ts";
import { BEAT, type Pulse } from "./ruling.ts";

/** By element: the operation called last that did not find it, or NONE. */
export function missersOf(
  { count, word, a, b, items, valueCount }: Columns,
  pulse: Pulse,
): Int32Array {
  const missedBy = new Int32Array(valueCount).fill(NONE);
  // Elements that all reads from here on have; at first, all.
  let found: Iterable<number> | undefined;
  const last = new Int32Array(valueCount).fill(NONE);
  let work = 0;
  for (let row = count - 1; row >= 0; row--) {
    if ((work++ & BEAT) === 0) pulse();
    if (word[row] === SET_READ) {
      const elements = items.subarray(a[row]!, b[row]!);
      if ((work & BEAT) + elements.length > BEAT) pulse();
      work += elements.length;
      for (const element of elements) last[element] = row;
      const still: number[] = [];
      for (const element of found ?? last.keys()) {
        if (last[element] === row) still.push(element);
        else if (missedBy[element] === NONE) missedBy[element] = row;
      }
      found = still;
    } else if (word[row] !== ADD && b[row] === 0 && missedBy[a[row]!] === NONE)
      missedBy[a[row]!] = row;
  }
  return missedBy;
}
