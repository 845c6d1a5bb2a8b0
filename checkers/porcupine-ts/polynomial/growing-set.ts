/** A set that only grows, with reads of the whole set: time linear in the history and its reads. */
import type { Violation } from "../answer.ts";
import { NONE, type Columns } from "../columns.ts";
import { ADD, REMOVE, SET_READ } from "../models/set.ts";
import { rowInvokedAt } from "./rows.ts";
import { BEAT, VALID, notApplicable, violation, type Pulse, type Ruling } from "./ruling.ts";
import { ReadChain } from "./read-chain.ts";

/** What is known of each element. */
interface Growth {
  /** The row that adds it, or NONE. */
  readonly addOf: Int32Array;
  /** The latest call of a `contains` that found it missing, or -1. */
  readonly missedAt: Int32Array;
  /** Rows of the answers that found one element there. */
  readonly sightings: readonly number[];
  /** Rows of the reads of the whole set. */
  readonly reads: readonly number[];
}

/**
 * Each element has one add. What an answer says is then an order between two operations: an
 * element's add precedes a read with it and follows a read without it; the same for `contains`. All
 * orders that keep these and the real times are legal, so there is one unless the two together have
 * a circle. Let M(o) be the latest call among the operations that must precede o by answers,
 * through others too. There is a circle if and only if some o returns before M(o): otherwise sort
 * by the larger of M and the own call, and all stand in both orders.
 *
 * Reads of the whole set must form a chain of growing sets, else two of them contradict each other.
 * Sorted by size they make phases: the adds of what is seen first in this size, the reads of this
 * size, and so on, at last the adds that no read saw. So M follows by one pass with a maximum.
 *
 * An add that was not answered returns never, so that it can go last if nobody saw it.
 */
export function judgeGrowingSet(history: Columns, pulse: Pulse): Ruling {
  const growth = growthOf(history, pulse);
  if ("valid" in growth) return growth;
  const chain = new ReadChain(history, growth.reads);
  const wrong = chain.lineUp(growth.addOf, pulse);
  if (wrong) return wrong;
  return place(history, growth, chain, pulse) ?? VALID;
}

function growthOf(history: Columns, pulse: Pulse): Growth | Ruling {
  const { count, word, a, b, invoked, valueCount } = history;
  const addOf = new Int32Array(valueCount).fill(NONE);
  const missedAt = new Int32Array(valueCount).fill(-1);
  const sightings: number[] = [];
  const reads: number[] = [];
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    const element = a[row]!;
    if (word[row] === SET_READ) reads.push(row);
    else if (word[row] === REMOVE && b[row] !== 0) return notApplicable("elements are removed");
    else if (word[row] === ADD && b[row] !== 0) {
      if (addOf[element] !== NONE) return notApplicable("an element is added twice");
      addOf[element] = row;
    } else if (word[row] === ADD || b[row] === 1) sightings.push(row);
    else missedAt[element] = invoked[row]!;
  }
  return { addOf, missedAt, sightings, reads };
}

/** Compares each operation's return with M. */
function place(
  history: Columns,
  { addOf, missedAt, sightings }: Growth,
  chain: ReadChain,
  pulse: Pulse,
): Violation | undefined {
  const { a, invoked, returned } = history;
  // By element: the later of M and the call of its add.
  const there = new Int32Array(addOf.length);
  let latest = -1;
  const add = (element: number): Violation | undefined => {
    const row = addOf[element]!;
    const after = Math.max(latest, missedAt[element]!);
    there[element] = Math.max(after, invoked[row]!);
    if (returned[row]! >= after) return undefined;
    return tooEarly(history, row, after, chain.adds(chain.readBefore(element), addOf));
  };
  for (const { appearing, reads } of chain.phases()) {
    pulse();
    let next = latest;
    for (const element of appearing) {
      const wrong = add(element);
      if (wrong) return wrong;
      next = Math.max(next, there[element]!);
    }
    latest = next;
    for (const row of reads) {
      if (returned[row]! < latest) return tooEarly(history, row, latest, chain.adds(row, addOf));
      next = Math.max(next, invoked[row]!);
    }
    latest = next;
  }
  for (let element = 1; element < addOf.length; element++) {
    if (addOf[element] === NONE || chain.hasSeen(element)) continue;
    const wrong = add(element);
    if (wrong) return wrong;
  }
  for (const row of sightings) {
    const element = a[row]!;
    if (addOf[element] === NONE)
      return violation("phantom-element", "An element was seen that nobody added.", [row]);
    if (returned[row]! >= there[element]!) continue;
    const links = chain.adds(chain.readBefore(element), addOf);
    return tooEarly(history, row, there[element]!, [addOf[element]!, ...links]);
  }
  return undefined;
}

/** The row returned before the operation that was called at `latest`, which has to precede it. */
function tooEarly(
  history: Columns,
  row: number,
  latest: number,
  links: readonly number[],
): Violation {
  const because = "An operation returned before one was called that its answer puts before it.";
  return violation("out-of-order", because, [row, rowInvokedAt(history, latest), ...links]);
}
