/** When each element of a stack certainly was on it. */
import { NONE, OPEN, type Columns } from "../columns.ts";
import type { Pairs } from "./pairs.ts";

/** Elements that have a core, in the order in which their cores start. */
export interface Cores {
  readonly count: number;
  readonly value: Int32Array;
  readonly pushCalled: Int32Array;
  /** Return of the push. */
  readonly start: Int32Array;
  /** Call of the pop, or the end of time. */
  readonly end: Int32Array;
  readonly popReturned: Int32Array;
  /** The first core that starts after this one's end. */
  readonly reach: Int32Array;
  /** How many earlier cores last over the start of this one. */
  readonly depth: Int32Array;
}

/** `lostFrom`: by element that nobody was seen to pop, when it may leave, OPEN for never. */
export function coresOf(history: Columns, pairs: Pairs, lostFrom: Int32Array): Cores {
  const { count: rows, invoked, returned } = history;
  const { valueCount, putOf, takeOf } = pairs;
  const endOfTime = 2 * rows;
  const startingAt = new Int32Array(endOfTime);
  let count = 0;
  for (let value = 1; value < valueCount; value++) {
    const put = putOf[value]!;
    if (put === NONE || returned[put] === OPEN) continue;
    const take = takeOf[value]!;
    if (returned[put]! >= (take === NONE ? lostFrom[value]! : invoked[take]!)) continue;
    startingAt[returned[put]!] = value;
    count++;
  }
  const value = new Int32Array(count);
  const pushCalled = new Int32Array(count);
  const start = new Int32Array(count);
  const end = new Int32Array(count);
  const popReturned = new Int32Array(count);
  let core = 0;
  // By position: how many cores end there; then, how many started before.
  const startedBefore = new Int32Array(endOfTime + 1);
  const depth = new Int32Array(count);
  const ending = new Int32Array(endOfTime + 1);
  for (let at = 0; at < endOfTime; at++) {
    startedBefore[at] = core;
    const element = startingAt[at]!;
    if (element === 0) continue;
    const put = putOf[element]!;
    const take = takeOf[element]!;
    value[core] = element;
    pushCalled[core] = invoked[put]!;
    start[core] = at;
    end[core] = Math.min(endOfTime, take === NONE ? lostFrom[element]! : invoked[take]!);
    popReturned[core] = take === NONE ? OPEN : returned[take]!;
    ending[end[core]!]!++;
    core++;
  }
  startedBefore[endOfTime] = core;
  const reach = end.map((position) => startedBefore[position]!);
  let open = 0;
  for (let at = 0; at < endOfTime; at++) {
    open -= ending[at]!;
    if (startingAt[at] !== 0) depth[startedBefore[at]!] = open++;
  }
  return { count, value, pushCalled, start, end, popReturned, reach, depth };
}
