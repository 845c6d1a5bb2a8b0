/** The oracle: tries all orders, and is short enough to be believed. */
import { INFO, type Columns } from "../columns.ts";

/** A specification over the cells of the columns, written apart from the package's own models. */
export interface Rules<State extends string | number> {
  readonly initial: State;
  /**
   * All states after the row; none if it is not legal here. An `info` row may also never happen.
   */
  step(state: State, row: number, history: Columns): readonly State[];
}

/** Up to 30 operations; exponential. */
export function bruteForce<State extends string | number>(
  history: Columns,
  rules: Rules<State>,
): boolean {
  const { count, invoked, returned, outcome } = history;
  const seen = new Set<string>();
  let definite = 0;
  for (let row = 0; row < count; row++) if (outcome[row] !== INFO) definite |= 1 << row;
  const explore = (done: number, state: State): boolean => {
    if ((done & definite) === definite) return true;
    const name = `${done} ${state}`;
    if (seen.has(name)) return false;
    seen.add(name);
    let firstReturn = Infinity;
    for (let row = 0; row < count; row++)
      if (((done >> row) & 1) === 0) firstReturn = Math.min(firstReturn, returned[row]!);
    for (let row = 0; row < count && invoked[row]! < firstReturn; row++)
      if (((done >> row) & 1) === 0)
        for (const after of rules.step(state, row, history))
          if (explore(done | (1 << row), after)) return true;
    return false;
  };
  return explore(0, rules.initial);
}
