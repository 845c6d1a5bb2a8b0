/** Counter: bounds for any summands, exact where all summands are equal. */
import type { Violation } from "../answer.ts";
import { INFO, type Columns } from "../columns.ts";
import { COUNTER_ADD, COUNTER_READ } from "../models/counter.ts";
import { judgeCounting } from "./counting.ts";
import { BEAT, VALID, notApplicable, violation, type Pulse, type Ruling } from "./ruling.ts";

/**
 * A read of r saw all additions that returned before its call and some of those called before its
 * return, so r lies between the least and the largest sum of such. Linear time. Whether some choice
 * has just that sum is a knapsack: if r is within its bounds nothing follows, but where nobody
 * reads or all summands are equal, so that additions need only be counted (`counting.ts`).
 */
export function judgeCounter(history: Columns, pulse: Pulse): Ruling {
  const { count, word, a } = history;
  let summand = 0;
  let isUniform = true;
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    if (word[row] === COUNTER_READ || a[row] === 0) continue;
    if (summand === 0) summand = a[row]!;
    else if (a[row] !== summand) isUniform = false;
  }
  const wrong = findOutOfBounds(history, pulse);
  if (wrong) return wrong;
  if (summand === 0 || !word.subarray(0, count).includes(COUNTER_READ)) return VALID;
  if (isUniform) return judgeCounting(history, summand, pulse);
  return notApplicable("summands differ");
}

/** The sums of the raising and of the lowering additions up to some event. */
interface Sums {
  up: number;
  down: number;
}

function findOutOfBounds(history: Columns, pulse: Pulse): Violation | undefined {
  const { count, word, a, invoked, returned, outcome } = history;
  const returningAt = new Int32Array(2 * count).fill(-1);
  for (let row = 0; row < count; row++)
    if (outcome[row] !== INFO) returningAt[returned[row]!] = row;
  // By read: the sums of what had returned by its call.
  const up = new Float64Array(count);
  const down = new Float64Array(count);
  const called: Sums = { up: 0, down: 0 };
  const done: Sums = { up: 0, down: 0 };
  let next = 0;
  for (let at = 0; at < 2 * count; at++) {
    if ((at & BEAT) === 0) pulse();
    const row = returningAt[at]!;
    if (row < 0) {
      if (next === count || invoked[next] !== at) continue;
      up[next] = done.up;
      down[next] = done.down;
      if (word[next] === COUNTER_ADD) include(called, a[next]!);
      next++;
    } else if (word[row] === COUNTER_ADD) include(done, a[row]!);
    else if (a[row]! < up[row]! + called.down) return outOfBounds(history, row, -1);
    else if (a[row]! > down[row]! + called.up) return outOfBounds(history, row, 1);
  }
  return undefined;
}

function include(sums: Sums, summand: number): void {
  if (summand > 0) sums.up += summand;
  else sums.down += summand;
}

/** `direction`: 1 if the read was too high, -1 if it was too low. */
function outOfBounds(history: Columns, read: number, direction: 1 | -1): Violation {
  const { count, word, a, invoked, returned } = history;
  const rows = [read];
  for (let row = 0; row < count; row++) {
    if (word[row] !== COUNTER_ADD || invoked[row]! > returned[read]!) continue;
    // What helps may have happened; what hurts must have.
    if (a[row]! * direction > 0 || returned[row]! < invoked[read]!) rows.push(row);
  }
  return direction > 0
    ? violation("read-too-high", "A read was larger than all that was added by then.", rows)
    : violation("read-too-low", "A read was smaller than all that was certainly added.", rows);
}
