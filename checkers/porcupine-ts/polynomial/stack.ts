/** Stack whose elements are pushed once: O(n log n). */
import type { Violation } from "../answer.ts";
import { NONE, OPEN, type Columns } from "../columns.ts";
import { coresOf, type Cores } from "./cores.ts";
import { CoreTree } from "./core-tree.ts";
import { CutTree } from "./cut-tree.ts";
import { findFalseEmpty } from "./emptiness.ts";
import { FreeGaps } from "./free-gaps.ts";
import { pushParts } from "./parts.ts";
import { pairsOf, type Pairs } from "./pairs.ts";
import { findsPops } from "./stack-jokers.ts";
import { VALID, notApplicable, violation, type Pulse, type Ruling } from "./ruling.ts";

/**
 * Decides a stack, with empty answers.
 *
 * An order gives each element a stay, from its push to its pop; the order is legal if and only if
 * of any two stays one contains the other or they are apart, and no stay contains an empty answer.
 * An element's stay contains at least its core, from the return of the push to the call of the pop.
 * One whose pop is called before its push returns has no core; it can come and go at one moment and
 * disturbs nobody, so it is left out. An element that is never popped stays for ever.
 *
 * 1. Where no core is, nothing needs to be: let all stays end, or begin, at such a moment instead
 *    of crossing it; stays that contained each other still do or are apart now. So a history splits
 *    into components, each being a run of time that cores cover without a hole, and an empty answer
 *    is right if and only if such a moment lies within it (`emptiness.ts`).
 * 2. A component from time L to R has an element whose stay contains all others: between two stays
 *    that are both outermost there would be a hole. Its push is called before L, where the first
 *    core begins, and its pop returns after R, where the last one ends.
 * 3. Every element like that will do: let it stay from just before L to just after R, and shorten
 *    the stays of the others to that, if need be; their cores are within. So it can be left out:
 *    the rest is linearizable if and only if all is. Without it the component may fall apart; go
 *    on.
 * 4. A component without such an element is not linearizable.
 *
 * Leaving one element out takes O(log n): `CutTree` knows where components fall apart, `CoreTree`
 * which element can be outermost. The problem is that of Lee and Mathur (OOPSLA 2025), who found
 * the bound; the proof is ours.
 *
 * Pops without an answer are used as little as possible, as in `priority-queue.ts`: if the history
 * is linearizable without them, it is; if it is not even when from the first of them on every
 * element that nobody was seen to pop may leave, it is not; in between one way to use them is tried
 * (`stack-jokers.ts`), and where that fails this does not apply.
 */
export function judgeStack(history: Columns, pulse: Pulse): Ruling {
  const pairs = pairsOf(history, pulse);
  if ("valid" in pairs) return pairs;
  const lostFrom = new Int32Array(pairs.valueCount).fill(OPEN);
  const strict =
    findFalseEmpty(history, { ...pairs, jokers: [] }) ?? peel(history, pairs, lostFrom, pulse);
  if (strict === undefined) return VALID;
  const [joker] = pairs.jokers;
  if (joker === undefined) return strict;
  const wrong =
    findFalseEmpty(history, pairs) ??
    peel(history, pairs, lostFrom.fill(history.invoked[joker]!), pulse);
  if (wrong) return wrong;
  return findsPops(history, pairs, pulse)
    ? VALID
    : notApplicable("it depends on which elements the unanswered pops removed");
}

/** Takes outermost elements away until nothing is left, or a component has none. */
function peel(
  history: Columns,
  pairs: Pairs,
  lostFrom: Int32Array,
  pulse: Pulse,
): Violation | undefined {
  const cores = coresOf(history, pairs, lostFrom);
  const cuts = new CutTree(cores.depth);
  const tree = new CoreTree(cores);
  const alive = new FreeGaps(cores.count);
  // Components still to do, as ranges of cores; the later ones first.
  const work: number[] = [];
  const splitAt: number[] = [];
  pushParts(work, 0, cores.count, cuts.roots());
  for (let steps = 0; work.length > 0; steps++) {
    if ((steps & 0xfff) === 0) pulse();
    const until = work.pop()!;
    const from = alive.nextFree(work.pop()!);
    if (from >= until) continue;
    const outermost = tree.outermost(from, until);
    if (outermost === NONE) return noBottom(history, pairs, cores, alive, from, until);
    alive.block(outermost, outermost + 1);
    tree.remove(outermost);
    splitAt.length = 0;
    cuts.uncover(outermost + 1, cores.reach[outermost]!, splitAt);
    pushParts(work, from, until, splitAt);
  }
  return undefined;
}

/** Few cores that cover the component: none of them can be outermost, and they hang together. */
function noBottom(
  history: Columns,
  pairs: Pairs,
  { value, start, end }: Cores,
  alive: FreeGaps,
  from: number,
  until: number,
): Violation {
  const rows: number[] = [];
  let last = from;
  let next = from;
  for (;;) {
    rows.push(pairs.putOf[value[last]!]!, pairs.takeOf[value[last]!]!);
    let best = last;
    for (; next < until && start[next]! < end[last]!; next = alive.nextFree(next + 1))
      if (end[next]! > end[best]!) best = next;
    if (best === last) break;
    last = best;
  }
  const jokers = pairs.jokers.filter((row) => history.invoked[row]! < end[last]!);
  const because = "Elements were on the stack together, but none of them can have lain lowest.";
  return violation("no-bottom", because, [...rows, ...jokers]);
}
