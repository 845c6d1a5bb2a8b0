/** The general search: any model, any history, exponential at worst and direct as a rule. */
import type { Finding } from "../answer.ts";
import type { Columns } from "../columns.ts";
import type { Machine } from "../machine.ts";
import { Demand } from "./demand.ts";
import { DepthFirst } from "./depth-first.ts";

export interface SearchOptions {
  readonly shouldStop: () => boolean;
  readonly memoryBytes: number;
}

const FIRST_SEED = 1;
const SECOND_SEED = 0x5bd1e995;

/**
 * "Valid" comes with an order and is certain. "Invalid" rests on hashes (see failed-table.ts), so
 * that it is only said once a second search with other random numbers agrees; the second search also
 * notes the longest order, at the place where the first got stuck.
 */
export function search(columns: Columns, machine: Machine, options: SearchOptions): Finding {
  if (machine.values !== "none") {
    const demand = new Demand(columns, machine, machine.values);
    const value = demand.impossible(machine.initial);
    if (value >= 0) return neverMade(columns, machine, value);
  }
  const first = new DepthFirst(columns, machine, options, FIRST_SEED);
  const outcome = first.run(0);
  if (outcome !== "exhausted") return conclude(outcome, first);
  const second = new DepthFirst(columns, machine, options, SECOND_SEED);
  const again = second.run(first.furthest);
  if (again !== "exhausted") return conclude(again, second);
  return {
    valid: false,
    rule: "no-order",
    because:
      "no order explains every answer: when all before is in order, one of these has no place",
    rows: second.stuck,
    order: second.order,
  };
}

function conclude(outcome: "found" | "stopped" | "memory", search: DepthFirst): Finding {
  if (outcome === "found") return { valid: true };
  return { valid: "unknown", reason: outcome, placed: search.mostPlaced };
}

function neverMade({ count }: Columns, machine: Machine, value: number): Finding {
  const needs = machine.values === "none" ? undefined : machine.values.needs;
  const rows: number[] = [];
  for (let op = 0; op < count && rows.length === 0; op++)
    if (needs?.[machine.classOf[op]!] === value) rows.push(op);
  return {
    valid: false,
    rule: "value-from-nowhere",
    because: "this operation saw a value that nothing can have written",
    rows,
    order: [],
  };
}
