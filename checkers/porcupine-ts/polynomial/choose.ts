/** Picks the polynomial algorithm for a family of models, where there is one. */
import type { PolynomialAnswer } from "../answer.ts";
import type { Columns } from "../columns.ts";
import type { Family } from "../model.ts";
import { judgeChangingSet } from "./changing-set.ts";
import { judgeCounter } from "./counter.ts";
import { judgeGrowingSet } from "./growing-set.ts";
import { judgePresence } from "./presence.ts";
import { judgePriorityQueue } from "./priority-queue.ts";
import { judgeBag, judgeQueue } from "./queue.ts";
import { judgeRegister } from "./register.ts";
import { judgeRepeatedBag } from "./repeated-bag.ts";
import { judgeStack } from "./stack.ts";
import { STOPPED, type Judge, type Pulse } from "./ruling.ts";

export interface PolynomialOptions {
  readonly shouldStop: () => boolean;
}

/** In order of preference: the first one that applies decides. */
const JUDGES: Readonly<Partial<Record<Family, readonly (readonly [string, Judge])[]>>> = {
  register: [["register-zones", judgeRegister]],
  queue: [["queue-sweep", judgeQueue]],
  set: [
    ["set-presence", judgePresence],
    ["set-growth", judgeGrowingSet],
    ["set-changes", judgeChangingSet],
  ],
  "priority-queue": [["priority-gaps", judgePriorityQueue]],
  stack: [["stack-peeling", judgeStack]],
  counter: [["counter-windows", judgeCounter]],
  bag: [
    ["bag-sweep", judgeBag],
    ["bag-counts", judgeRepeatedBag],
  ],
};

/** The answer, or `undefined` where no algorithm applies and the search has to decide. */
export function polynomial(
  family: Family,
  columns: Columns,
  { shouldStop }: PolynomialOptions,
): PolynomialAnswer | undefined {
  const pulse: Pulse = () => {
    if (shouldStop()) throw STOPPED;
  };
  for (const [algorithm, judge] of JUDGES[family] ?? []) {
    try {
      const ruling = judge(columns, pulse);
      if (ruling.valid !== "not-applicable") return { ...ruling, algorithm };
    } catch (thrown) {
      if (thrown !== STOPPED) throw thrown;
      return { valid: "unknown", reason: "stopped", placed: 0, algorithm };
    }
  }
  return undefined;
}
