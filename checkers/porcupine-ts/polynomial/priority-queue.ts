/** Priority queue whose elements are inserted once: almost linear time. */
import type { Violation } from "../answer.ts";
import { NONE, OPEN, type Columns } from "../columns.ts";
import { FreeGaps } from "./free-gaps.ts";
import { JokerMatching } from "./joker-matching.ts";
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
  const lostFrom = new Int32Array(pairs.valueCount).fill(OPEN);
  const strict = new Schedule(history, pairs, order, lostFrom);
  const wrong = strict.run(pulse);
  if (wrong === undefined) return VALID;
  const [joker] = pairs.jokers;
  if (joker === undefined) return wrong;
  const loose = new Schedule(history, pairs, order, lostFrom.fill(history.invoked[joker]!));
  const certainlyWrong = loose.run(pulse);
  if (certainlyWrong) return certainlyWrong;
  const matched = matchJokers(history, pairs, order, loose);
  if (matched && !new Schedule(history, pairs, order, matched).run(pulse)) return VALID;
  return notApplicable("it depends on which elements the unanswered extractions removed");
}

function elementsOf({ valueCount, putOf }: Pairs): Int32Array {
  return Int32Array.from({ length: valueCount }, (_, value) => value).filter(
    (value) => putOf[value] !== NONE,
  );
}

/** The shortest stay of each element, from the best to the worst. */
class Schedule {
  readonly history: Columns;
  readonly pairs: Pairs;
  readonly gaps: FreeGaps;
  /** By element: the gap in which it leaves. */
  readonly leaves: Int32Array;
  private readonly order: Int32Array;
  /** By element that nobody was seen to extract: from when on it may leave, or OPEN. */
  private readonly lostFrom: Int32Array;

  constructor(history: Columns, pairs: Pairs, order: Int32Array, lostFrom: Int32Array) {
    this.history = history;
    this.pairs = pairs;
    this.order = order;
    this.lostFrom = lostFrom;
    this.gaps = new FreeGaps(2 * history.count);
    this.leaves = new Int32Array(pairs.valueCount);
  }

  run(pulse: Pulse): Violation | undefined {
    const { order, gaps, leaves } = this;
    const { b, invoked, returned } = this.history;
    const { putOf, takeOf, empties } = this.pairs;
    for (let from = 0; from < order.length;) {
      const priority = b[putOf[order[from]!]!]!;
      let until = from;
      for (; until < order.length && priority === b[putOf[order[until]!]!]; until++) {
        if ((until & 0xfff) === 0) pulse();
        const value = order[until]!;
        const take = takeOf[value]!;
        leaves[value] = gaps.nextFree(this.readyAt(value));
        if (take !== NONE && leaves[value]! >= returned[take]!) return blocked(this, value);
      }
      for (; from < until; from++) {
        const value = order[from]!;
        gaps.block(returned[putOf[value]!]!, leaves[value]!);
      }
    }
    for (const row of empties)
      if (gaps.nextFree(invoked[row]!) >= returned[row]!) return neverEmpty(this, row);
    return undefined;
  }

  /** When the element could be extracted at the earliest if it were alone. */
  readyAt(value: number): number {
    const { invoked } = this.history;
    const take = this.pairs.takeOf[value]!;
    const call = take === NONE ? this.lostFrom[value]! : invoked[take]!;
    return Math.max(invoked[this.pairs.putOf[value]!]!, call);
  }
}

/**
 * Lost elements, which nobody was seen to extract, have to leave before a worse element does, or an
 * empty answer is given, after their insert. When that is the schedule says that gave them most
 * freedom. Which joker each gets; undefined if there are too few. No more than a good guess.
 */
function matchJokers(
  history: Columns,
  pairs: Pairs,
  order: Int32Array,
  { gaps, leaves }: Schedule,
): Int32Array | undefined {
  const { b, invoked, returned } = history;
  const { putOf, takeOf, empties } = pairs;
  // By gap: how many worse elements or empty answers leave in it. Gaps without any are blocked.
  const leaving = new Int32Array(2 * history.count + 1);
  for (const row of empties) leaving[gaps.nextFree(invoked[row]!)]!++;
  for (const value of order) if (takeOf[value] !== NONE) leaving[leaves[value]!]!++;
  const demands = new FreeGaps(2 * history.count);
  for (let gap = 0; gap < 2 * history.count; gap++)
    if (leaving[gap] === 0) demands.block(gap, gap + 1);
  const matching = new JokerMatching(history, pairs);
  for (let from = 0, until = 0; from < order.length; from = until) {
    const priority = b[putOf[order[from]!]!]!;
    for (; until < order.length && priority === b[putOf[order[until]!]!]; until++) {
      const gap = leaves[order[until]!]!;
      if (takeOf[order[until]!] !== NONE && --leaving[gap]! === 0) demands.block(gap, gap + 1);
    }
    for (const value of order.subarray(from, until)) {
      if (takeOf[value] !== NONE) continue;
      const deadline = demands.nextFree(returned[putOf[value]!]!);
      if (deadline < 2 * history.count && !matching.give(value, deadline)) return undefined;
    }
  }
  return matching.leavesFrom;
}

function blocked(schedule: Schedule, value: number): Violation {
  const { history, pairs } = schedule;
  const take = pairs.takeOf[value]!;
  const span = { value, from: schedule.readyAt(value), until: history.returned[take]! };
  const rows = [take, pairs.putOf[value]!, ...coverOf(schedule, span)];
  const because = "An element was extracted while a better one was certainly inside.";
  return violation("not-the-first", because, [...rows, ...pairs.jokers]);
}

function neverEmpty(schedule: Schedule, row: number): Violation {
  const { invoked, returned } = schedule.history;
  const span = { value: NONE, from: invoked[row]!, until: returned[row]! };
  const rows = [row, ...coverOf(schedule, span)];
  const because = "An extraction answered “empty” while some element was certainly inside.";
  return violation("not-empty", because, [...rows, ...schedule.pairs.jokers]);
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
function coverOf(schedule: Schedule, first: Span): number[] {
  const { pairs, leaves } = schedule;
  const rows: number[] = [];
  const spans = [first];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    for (let gap = span.from; gap < span.until && rows.length < 2 * COVER_AT_MOST;) {
      const value = longestInside(schedule, span.value, gap);
      rows.push(pairs.putOf[value]!, pairs.takeOf[value]!);
      gap = leaves[value]!;
      const from = schedule.readyAt(value);
      if (from < gap && from !== OPEN) spans.push({ value, from, until: gap });
    }
  }
  return rows;
}

function longestInside({ history, pairs, leaves }: Schedule, than: number, gap: number): number {
  const { b, returned } = history;
  const { putOf, valueCount } = pairs;
  let longest = 0;
  for (let value = 1; value < valueCount; value++) {
    const put = putOf[value]!;
    if (put === NONE || returned[put]! > gap || leaves[value]! <= gap) continue;
    if (than !== NONE && b[put]! >= b[putOf[than]!]!) continue;
    if (longest === 0 || leaves[value]! > leaves[longest]!) longest = value;
  }
  return longest;
}
