/** The general search: depth first over all orders, after Wing and Gong, with Lowe's memory. */
import type { Finding } from "../answer.ts";
import { INFO, OPEN, type Columns } from "../columns.ts";
import { ILLEGAL, type Machine } from "../machine.ts";

export interface SearchOptions {
  readonly shouldStop: () => boolean;
  readonly memoryBytes: number;
}

/** Configurations are remembered by the set of placed operations with the state. */
export function search(columns: Columns, machine: Machine, options: SearchOptions): Finding {
  const { count, returned, invoked, outcome } = columns;
  const placed = new Uint8Array(count);
  const order: number[] = [];
  let longest: number[] = [];
  const states: number[] = [machine.initial];
  const next: number[] = [0];
  const seen = new Set<string>();
  let left = outcome.reduce((sum, o) => sum + (o === INFO ? 0 : 1), 0);
  for (;;) {
    if (left === 0) return { valid: true };
    if (options.shouldStop())
      return { valid: "unknown", reason: "stopped", placed: longest.length };
    const depth = order.length;
    const state = states[depth]!;
    let firstReturn: number = OPEN;
    for (let i = 0; i < count; i++)
      if (placed[i] === 0 && returned[i]! < firstReturn) firstReturn = returned[i]!;
    let i = next[depth]!;
    let after = ILLEGAL;
    for (; i < count && invoked[i]! < firstReturn; i++) {
      if (placed[i] === 1) continue;
      after = machine.step(state, machine.classOf[i]!);
      if (after === ILLEGAL) continue;
      placed[i] = 1;
      const name = `${placed.join("")} ${after}`;
      if (!seen.has(name)) {
        seen.add(name);
        break;
      }
      placed[i] = 0;
      after = ILLEGAL;
    }
    if (after !== ILLEGAL) {
      next[depth] = i + 1;
      order.push(i);
      if (outcome[i] !== INFO) left--;
      if (order.length > longest.length) longest = [...order];
      states[depth + 1] = after;
      next[depth + 1] = 0;
      continue;
    }
    const undone = order.pop();
    if (undone === undefined) return violation(columns, longest);
    placed[undone] = 0;
    if (outcome[undone] !== INFO) left++;
  }
}

function violation({ count, returned, invoked }: Columns, order: readonly number[]): Finding {
  const placed = new Set(order);
  const rest = Array.from({ length: count }, (_, i) => i).filter((i) => !placed.has(i));
  const firstReturn = Math.min(...rest.map((i) => returned[i]!));
  const rows = rest.filter((i) => invoked[i]! < firstReturn);
  return {
    valid: false,
    rule: "no-order",
    because: "no order of the operations explains every answer: none of these can come next",
    rows,
    order,
  };
}
