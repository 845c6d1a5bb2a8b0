/** Priority queue whose elements are inserted once: almost linear time. */
import type { Violation } from "../answer.ts";
import { NONE, OPEN, type Columns } from "../columns.ts";
import { FreeGaps } from "./free-gaps.ts";
import { pairsOf, type Pairs } from "./pairs.ts";
import { sortByKey } from "./radix.ts";
import { VALID, notApplicable, violation, type Pulse, type Ruling } from "./ruling.ts";

/**
 * Decides a priority queue (smallest first, of equal priorities any), O(n α(n)) after a radix sort.
 *
 * Choose for each element when it is inserted and when it is extracted. The choice is legal if and
 * only if no element is extracted while a better one is inside, and nothing is inside where an
 * extraction answers "empty". So it is best to be inside as briefly as possible, and the best
 * elements do not care about the others: go from the best to the worst, extract each as early as
 * possible outside the times at which better ones are inside, and insert it as late as possible. By
 * induction every legal choice has each element inside at all those times at least; so if an
 * element finds no time for its extraction nobody does, and the same for empty answers. Elements
 * that are never extracted are inside from their insert's return for ever.
 *
 * Times are gaps between event positions; in one gap first extract, best first, then insert and
 * extract at once what is inside within this gap only, then insert.
 *
 * Extractions without an answer are used as little as possible: if the history is linearizable
 * without them, it is. If it is not even when each of them could remove any number of elements,
 * then it is not. In between this algorithm does not apply.
 */
export function judgePriorityQueue(history: Columns, pulse: Pulse): Ruling {
  const pairs = pairsOf(history, pulse);
  if ("valid" in pairs) return pairs;
  const order = sortByKey(elementsOf(pairs), (value) => history.b[pairs.putOf[value]!]!);
  const strict = schedule(history, pairs, order, OPEN, pulse);
  const [joker] = pairs.jokers;
  if (strict === undefined) return VALID;
  if (joker === undefined) return strict;
  return (
    schedule(history, pairs, order, history.invoked[joker]!, pulse) ??
    notApplicable("it depends on which elements the unanswered extractions removed")
  );
}

function elementsOf({ valueCount, putOf }: Pairs): Int32Array {
  return Int32Array.from({ length: valueCount }, (_, value) => value).filter(
    (value) => putOf[value] !== NONE,
  );
}

interface Times {
  /** By element: the gap in which it leaves. */
  readonly leaves: Int32Array;
  /** From when on elements that nobody was seen to extract may leave, or OPEN. */
  readonly lostFrom: number;
}

/** Elements never seen to be extracted may leave from `lostFrom` on. */
function schedule(
  history: Columns,
  pairs: Pairs,
  order: Int32Array,
  lostFrom: number,
  pulse: Pulse,
): Violation | undefined {
  const { count, b, invoked, returned } = history;
  const { putOf, takeOf } = pairs;
  const gaps = new FreeGaps(2 * count);
  const leaves = new Int32Array(pairs.valueCount);
  const times = { leaves, lostFrom };
  for (let from = 0; from < order.length;) {
    const priority = b[putOf[order[from]!]!]!;
    let until = from;
    for (; until < order.length && priority === b[putOf[order[until]!]!]; until++) {
      if ((until & 0xfff) === 0) pulse();
      const value = order[until]!;
      const take = takeOf[value]!;
      leaves[value] = gaps.nextFree(readyAt(history, pairs, lostFrom, value));
      if (take !== NONE && leaves[value]! >= returned[take]!)
        return blocked(history, pairs, times, value);
    }
    for (; from < until; from++) {
      const value = order[from]!;
      gaps.block(returned[putOf[value]!]!, leaves[value]!);
    }
  }
  for (const row of pairs.empties)
    if (gaps.nextFree(invoked[row]!) >= returned[row]!)
      return neverEmpty(history, pairs, times, row);
  return undefined;
}

function blocked(history: Columns, pairs: Pairs, times: Times, value: number): Violation {
  const take = pairs.takeOf[value]!;
  const span = {
    value,
    from: readyAt(history, pairs, times.lostFrom, value),
    until: history.returned[take]!,
  };
  const rows = [take, pairs.putOf[value]!, ...coverOf(history, pairs, times, span)];
  const because = "An element was extracted while a better one was certainly inside.";
  return violation("not-the-first", because, [...rows, ...pairs.jokers]);
}

function neverEmpty(history: Columns, pairs: Pairs, times: Times, row: number): Violation {
  const span = { value: NONE, from: history.invoked[row]!, until: history.returned[row]! };
  const rows = [row, ...coverOf(history, pairs, times, span)];
  const because = "An extraction answered “empty” while some element was certainly inside.";
  return violation("not-empty", because, [...rows, ...pairs.jokers]);
}

/** When the element could be extracted at the earliest if it were alone. */
function readyAt(
  { invoked }: Columns,
  { putOf, takeOf }: Pairs,
  lostFrom: number,
  value: number,
): number {
  const take = takeOf[value]!;
  return Math.max(invoked[putOf[value]!]!, take === NONE ? lostFrom : invoked[take]!);
}

/** Gaps in which the element (or NONE: an empty answer) found better ones inside. */
interface Span {
  readonly value: number;
  readonly from: number;
  readonly until: number;
}

/** How many elements are looked up for evidence at most; each takes linear time. */
const COVER_AT_MOST = 64;

/** The elements that were inside over the span, and again those that kept them there so long. */
function coverOf(history: Columns, pairs: Pairs, times: Times, first: Span): number[] {
  const rows: number[] = [];
  const spans = [first];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    for (let gap = span.from; gap < span.until && rows.length < 2 * COVER_AT_MOST;) {
      const value = longestInside(history, pairs, times.leaves, span.value, gap);
      rows.push(pairs.putOf[value]!, pairs.takeOf[value]!);
      gap = times.leaves[value]!;
      const from = readyAt(history, pairs, times.lostFrom, value);
      if (from < gap && from !== OPEN) spans.push({ value, from, until: gap });
    }
  }
  return rows;
}

function longestInside(
  { b, returned }: Columns,
  { putOf, valueCount }: Pairs,
  leaves: Int32Array,
  than: number,
  gap: number,
): number {
  let longest = 0;
  for (let value = 1; value < valueCount; value++) {
    const put = putOf[value]!;
    if (put === NONE || returned[put]! > gap || leaves[value]! <= gap) continue;
    if (than !== NONE && b[put]! >= b[putOf[than]!]!) continue;
    if (longest === 0 || leaves[value]! > leaves[longest]!) longest = value;
  }
  return longest;
}
