/** FIFO and unordered queues whose elements are enqueued once: linear time. */
import type { Violation } from "../answer.ts";
import { NONE, OPEN, type Columns } from "../columns.ts";
import { PUT } from "../models/containers.ts";
import { findFalseEmpty, lostElements } from "./emptiness.ts";
import { pairsOf, type Pairs } from "./pairs.ts";
import { BEAT, VALID, violation, type Pulse, type Ruling } from "./ruling.ts";

/**
 * Decides a FIFO queue, O(n) in time and memory, with empty answers, and with puts and takes that
 * never answered ("jokers": a take that may have removed any one element that nobody was seen to
 * take, called "lost" here).
 *
 * Without jokers a history is linearizable if and only if elements are taken after they are put in,
 * no y is put in after x and taken before x (x lost: never taken), and no take answers "empty"
 * while some element is certainly inside (Henzinger, Sezgin and Vafeiadis, CONCUR 2013).
 *
 * With jokers, some lost elements x have a deadline: if y is put in after x, x must have left
 * before y's take returns; if a take finds the queue empty at gap g, then all x put in before g
 * have left by g. x can use any joker called before its deadline, and to give it one is to give it
 * a take [call of the joker, ∞), which breaks no rule again exactly if the deadline holds. So: is
 * there a matching of elements with deadlines to jokers? What is needed by deadline D is in both
 * cases a prefix of the lost elements in order of their puts' returns (before the call of y's put;
 * before g), and the jokers that can help are those called before D: both grow with D, so that by
 * Hall's theorem a matching exists if and only if no single demand asks for more elements than it
 * has jokers. For y: lost before the call of its put ≤ jokers before the return of its take. For an
 * empty answer: some gap within it where no element with a known take is inside and lost ≤ jokers;
 * which gap the other answers choose does not matter, because each demand stands alone.
 */
export function judgeQueue(history: Columns, pulse: Pulse): Ruling {
  const pairs = pairsOf(history, pulse);
  if ("valid" in pairs) return pairs;
  return findOvertaking(history, pairs, pulse) ?? findFalseEmpty(history, pairs) ?? VALID;
}

/** A queue without order: only the rules on pairs and on emptiness are left, by the same proof. */
export function judgeBag(history: Columns, pulse: Pulse): Ruling {
  const pairs = pairsOf(history, pulse);
  if ("valid" in pairs) return pairs;
  return findFalseEmpty(history, pairs) ?? VALID;
}

/** Sweeps over the calls of puts, which is the order of the rows, and the returns between them. */
function findOvertaking(history: Columns, pairs: Pairs, pulse: Pulse): Violation | undefined {
  const { count, word, a, invoked, returned } = history;
  const { takeOf } = pairs;
  const putReturningAt = returnsOf(history, pairs);
  const jokersBefore = countJokers(history, pairs);
  let latestTake = -1;
  let lost = 0;
  let at = 0;
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    if (word[row] !== PUT) continue;
    for (; at < invoked[row]!; at++) {
      const put = putReturningAt[at]!;
      if (put === 0) continue;
      const taken = takeOf[put]!;
      if (taken === NONE) lost++;
      else if (invoked[taken]! > latestTake) latestTake = invoked[taken]!;
    }
    const take = takeOf[a[row]!]!;
    if (take === NONE) continue;
    if (returned[take]! < latestTake) return overtaken(history, pairs, row, take);
    if (lost > (jokersBefore === undefined ? 0 : jokersBefore[returned[take]!]!))
      return leftBehind(history, pairs, row, take);
  }
  return undefined;
}

/** By position: the element whose put returns there, or 0. */
function returnsOf({ count, returned }: Columns, { valueCount, putOf }: Pairs): Int32Array {
  const at = new Int32Array(2 * count);
  for (let value = 1; value < valueCount; value++) {
    const put = putOf[value]!;
    if (put !== NONE && returned[put] !== OPEN) at[returned[put]!] = value;
  }
  return at;
}

/** By position: how many jokers were called before it; undefined if there are none at all. */
function countJokers({ count, invoked }: Columns, { jokers }: Pairs): Int32Array | undefined {
  if (jokers.length === 0) return undefined;
  const before = new Int32Array(2 * count);
  let at = 0;
  for (const [index, row] of jokers.entries()) for (; at <= invoked[row]!; at++) before[at] = index;
  return before.fill(jokers.length, at);
}

/** The row put y in, after an x that was taken only after y. */
function overtaken(history: Columns, pairs: Pairs, row: number, take: number): Violation {
  const { invoked, returned } = history;
  const isIt = (put: number, value: number): boolean =>
    put !== NONE &&
    returned[put]! < invoked[row]! &&
    pairs.takeOf[value] !== NONE &&
    invoked[pairs.takeOf[value]!]! > returned[take]!;
  const first = pairs.putOf.findIndex(isIt);
  const because = "An element was put in after another one and taken before it.";
  return violation("overtaken", because, [row, take, pairs.putOf[first]!, pairs.takeOf[first]!]);
}

/** The row put y in after elements that nobody took, more than there are takes without answer. */
function leftBehind(history: Columns, pairs: Pairs, row: number, take: number): Violation {
  const { invoked, returned } = history;
  const jokers = pairs.jokers.filter((joker) => invoked[joker]! < returned[take]!);
  const lost = lostElements(history, pairs, invoked[row]!).slice(0, jokers.length + 1);
  const because = "An element was taken, but one that was put in before it never was.";
  return violation("left-behind", because, [row, take, ...lost, ...jokers]);
}
