/** One way to use the unanswered pops of a stack, which nearly always works. */
import { NONE, OPEN, type Columns } from "../columns.ts";
import { CoreTree } from "./core-tree.ts";
import { coresOf, type Cores } from "./cores.ts";
import { CutTree } from "./cut-tree.ts";
import { freeGapsOf, lostElements } from "./emptiness.ts";
import { FreeGaps } from "./free-gaps.ts";
import { JokerMatching } from "./joker-matching.ts";
import type { Pairs } from "./pairs.ts";
import type { Pulse } from "./ruling.ts";
import { pushParts } from "./parts.ts";

/**
 * Peels as `stack.ts` does; lost elements, which nobody was seen to pop, stay for ever until they
 * are in the way. They are where the stack was seen empty: those pushed before have left by then.
 * And they are where a component has no outermost element: its first lost element must leave in
 * every order (a component that reaches to the end of time could otherwise only be one that starts
 * with it), and all that were pushed before some moment that the other cores leave free must leave
 * before that moment; the first such moment is taken for which there are pops. The element that was
 * pushed last gets the earliest pop. If that does not help, any of them leaves earlier yet. What
 * was peeled before stays right, since cores only get shorter. True if nothing is left: then this
 * is a legal order. False says nothing.
 */
export function findsPops(history: Columns, pairs: Pairs, pulse: Pulse): boolean {
  const matching = new JokerMatching(history, pairs);
  if (!leaveForEmpties(history, pairs, matching)) return false;
  const cores = coresOf(history, pairs, matching.leavesFrom);
  return new Peeling(pairs, cores, matching).run(pulse);
}

/**
 * Lost elements that were pushed before a gap in which the stack was seen empty leave before it.
 */
function leaveForEmpties(history: Columns, pairs: Pairs, matching: JokerMatching): boolean {
  const { returned } = history;
  const gaps = Int32Array.from(freeGapsOf(history, pairs)).toSorted();
  const [lastGap = -1] = gaps.slice(-1);
  let next = 0;
  for (const put of lostElements(history, pairs, lastGap)) {
    while (gaps[next]! < returned[put]!) next++;
    if (!matching.give(history.a[put]!, gaps[next]!)) return false;
  }
  return true;
}

class Peeling {
  private readonly pairs: Pairs;
  private readonly cores: Cores;
  private readonly matching: JokerMatching;
  private readonly cuts: CutTree;
  private readonly tree: CoreTree;
  private readonly alive: FreeGaps;
  private readonly splitAt: number[] = [];

  constructor(pairs: Pairs, cores: Cores, matching: JokerMatching) {
    this.pairs = pairs;
    this.cores = cores;
    this.matching = matching;
    this.cuts = new CutTree(cores.depth);
    this.tree = new CoreTree(cores);
    this.alive = new FreeGaps(cores.count);
  }

  run(pulse: Pulse): boolean {
    const work: number[] = [];
    pushParts(work, 0, this.cores.count, this.cuts.roots());
    for (let steps = 0; work.length > 0; steps++) {
      if ((steps & 0xfff) === 0) pulse();
      const until = work.pop()!;
      const from = this.alive.nextFree(work.pop()!);
      if (from >= until) continue;
      this.splitAt.length = 0;
      const outermost = this.tree.outermost(from, until);
      if (outermost !== NONE) this.remove(outermost);
      else if (!this.hasten(from, until)) return false;
      pushParts(work, from, until, this.splitAt);
    }
    return true;
  }

  private remove(core: number): void {
    this.alive.block(core, core + 1);
    this.tree.remove(core);
    this.cuts.uncover(core + 1, this.cores.reach[core]!, this.splitAt);
  }

  /**
   * Lets lost elements of the component leave, early enough to make a hole: the first hole between
   * its other cores for which there are jokers. False if there is none.
   */
  private hasten(from: number, until: number): boolean {
    const { start, end } = this.cores;
    const lost: number[] = [];
    let covered = -1;
    for (let core = from; core <= until; core = this.alive.nextFree(core + 1)) {
      const isEnd = core >= until;
      if (covered >= 0 && (isEnd || start[core]! > covered)) {
        const inTheWay = lost.filter((late) => start[late]! < covered);
        const deadline = isEnd ? OPEN - 1 : start[core]! - 1;
        if (this.makeHole(inTheWay, deadline)) return true;
      }
      if (isEnd) break;
      if (this.isLost(core)) lost.push(core);
      else covered = Math.max(covered, end[core]!);
    }
    return lost.some((late) => this.makeHole([late], end[late]! - 1));
  }

  /** The element that was pushed first gets the latest pop. */
  private makeHole(lost: readonly number[], deadline: number): boolean {
    const { end, value } = this.cores;
    let hastened = 0;
    for (const late of lost) {
      // Gone already, or early enough, if it was given a pop for a smaller hole that failed.
      if (end[late]! <= deadline || this.alive.nextFree(late) !== late) continue;
      if (!this.matching.give(value[late]!, deadline)) return false;
      this.leaveFrom(late, this.matching.leavesFrom[value[late]!]!);
      hastened++;
    }
    this.splitAt.sort((x, y) => x - y);
    return hastened > 0;
  }

  private isLost(core: number): boolean {
    return this.pairs.takeOf[this.cores.value[core]!] === NONE;
  }

  /** The core ends at the position now, or there is no core any more. */
  private leaveFrom(core: number, position: number): void {
    const { start, end, reach } = this.cores;
    if (position <= start[core]!) return this.remove(core);
    let first = core + 1;
    for (let last = reach[core]!; first < last;) {
      const middle = (first + last) >> 1;
      if (start[middle]! < position) first = middle + 1;
      else last = middle;
    }
    this.cuts.uncover(first, reach[core]!, this.splitAt);
    reach[core] = first;
    end[core] = position;
    this.tree.endsEarlier(core);
  }
}
