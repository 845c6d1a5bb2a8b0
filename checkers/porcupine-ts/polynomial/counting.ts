/** Counter of which all summands are equal: reads tell how many additions came before them. */
import { NONE, OPEN, type Columns } from "../columns.ts";
import { COUNTER_READ } from "../models/counter.ts";
import { EarliestFirst } from "./earliest-first.ts";
import { rowInvokedAt, rowReturnedAt } from "./rows.ts";
import { BEAT, VALID, violation, type Pulse, type Ruling } from "./ruling.ts";

/**
 * Decides the history of a counter to which only `summand` is ever added, O(n log n).
 *
 * Let V be the largest number of additions that a read saw. For k = 1 to V the k-th addition has to
 * happen in the window [A, B]: after the last call of a read that saw less than k, before the first
 * return of one that saw k or more. Given such times, in order, every read has room between its
 * last addition and the next one. No window may be empty. A and B grow with k. So this is a
 * matching of additions to k's: an addition fits k if it is called before B and returns after A.
 * All k to V and all answered additions must be matched, those after V being as good as each other;
 * by Mendelsohn and Dulmage the two can be had at once if each can. Each addition fits an interval
 * of k's, which makes the greedy choice best: for k = 1, 2, … take, of the additions called before
 * B, the one that returns first; it fits unless it returned before A. (If times come out in the
 * wrong order for two k's, exchange their additions: both fit still.)
 */
export function judgeCounting(history: Columns, summand: number, pulse: Pulse): Ruling {
  const { count, word, a, invoked, returned } = history;
  for (let row = 0; row < count; row++)
    if (word[row] === COUNTER_READ && (a[row]! % summand !== 0 || a[row]! / summand < 0))
      return violation("impossible-sum", "A read is no sum of the additions.", [row]);
  const { after, before } = windowsOf(history, summand);
  const most = before.length - 1;
  const open = new EarliestFirst(new Int32Array(1), count, returned);
  const chosen = new Int32Array(most + 1).fill(NONE);
  let next = 0;
  for (let k = 1; k <= most + 1; k++) {
    if ((k & BEAT) === 0) pulse();
    const until = k > most ? OPEN : before[k]!;
    if (after[k]! > until) return wentBack(history, until, after[k]!);
    for (; next < count && invoked[next]! < until; next++)
      if (word[next] !== COUNTER_READ && a[next] !== 0) open.add(0, next);
    const row = open.dropEarliest(0);
    if (row !== NONE && returned[row]! < after[k]!)
      return crowded(history, chosen, k, row, after, before);
    if (k > most) break;
    if (row === NONE) return uncounted(history, before[k]!);
    chosen[k] = row;
  }
  return VALID;
}

interface Windows {
  /** By k: the last call of a read that saw less. One more than `before` has. */
  readonly after: Int32Array;
  /** By k: the first return of a read that saw as many. */
  readonly before: Int32Array;
}

function windowsOf({ count, word, a, invoked, returned }: Columns, summand: number): Windows {
  let most = 0;
  for (let row = 0; row < count; row++)
    if (word[row] === COUNTER_READ) most = Math.max(most, a[row]! / summand);
  const after = new Int32Array(most + 2).fill(-1);
  const before = new Int32Array(most + 1).fill(OPEN);
  for (let row = 0; row < count; row++) {
    if (word[row] !== COUNTER_READ) continue;
    const seen = a[row]! / summand;
    after[seen + 1] = Math.max(after[seen + 1]!, invoked[row]!);
    before[seen] = Math.min(before[seen]!, returned[row]!);
  }
  for (let k = 1; k <= most + 1; k++) after[k] = Math.max(after[k]!, after[k - 1]!);
  for (let k = most; k > 0; k--) before[k - 1] = Math.min(before[k]!, before[k - 1]!);
  return { after, before };
}

function wentBack(history: Columns, returnedAt: number, invokedAt: number): Ruling {
  const rows = [rowReturnedAt(history, returnedAt), rowInvokedAt(history, invokedAt)];
  return violation("read-went-back", "A read saw less than one that returned before it.", rows);
}

function uncounted(history: Columns, returnedAt: number): Ruling {
  const { count, word, invoked } = history;
  const rows = [rowReturnedAt(history, returnedAt)];
  for (let row = 0; row < count && invoked[row]! < returnedAt; row++)
    if (word[row] !== COUNTER_READ) rows.push(row);
  return violation("read-too-high", "A read saw more additions than had begun.", rows);
}

/**
 * The row should have been counted by k - 1. Go back to the last k that took an addition with a
 * later return: what came after it was called only then, so all of it lies between two reads whose
 * difference is smaller.
 */
function crowded(
  history: Columns,
  chosen: Int32Array,
  k: number,
  row: number,
  after: Int32Array,
  before: Int32Array,
): Ruling {
  const { returned } = history;
  let from = k - 1;
  while (from > 0 && returned[chosen[from]!]! < returned[row]!) from--;
  const reads = [
    rowInvokedAt(history, after[k]!),
    from > 0 ? rowReturnedAt(history, before[from]!) : NONE,
  ];
  const because = "Between two reads more additions happened than the reads differ by.";
  return violation("read-too-low", because, [...reads, row, ...chosen.subarray(from + 1, k)]);
}
