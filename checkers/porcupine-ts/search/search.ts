/** The general search: any model, any history, exponential at worst and direct as a rule. */
import type { Decided } from "../answer.ts";
import type { Columns } from "../columns.ts";
import type { Machine } from "../machine.ts";
import { DepthFirst } from "./depth-first.ts";
import { precheck } from "./precheck.ts";
import { Timeline } from "./timeline.ts";

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
export function search(columns: Columns, machine: Machine, options: SearchOptions): Decided {
  const timeline = new Timeline(columns);
  const early = precheck(columns, timeline, machine, options.shouldStop);
  if (early === "stopped") return { ...STOPPED, algorithm: "precheck" };
  if (early !== "passed") return { ...early, algorithm: "precheck" };
  return searchOrders(columns, timeline, machine, options);
}

/** The same without the precheck: what is invalid is found with the longest order there is. */
export function searchOrders(
  columns: Columns,
  timeline: Timeline,
  machine: Machine,
  options: SearchOptions,
): Decided {
  const first = new DepthFirst(columns, timeline, machine, options, FIRST_SEED);
  const outcome = first.run(0);
  if (outcome !== "exhausted") return conclude(outcome, first);
  const second = new DepthFirst(columns, timeline, machine, options, SECOND_SEED);
  const again = second.run(first.furthest);
  if (again !== "exhausted") return conclude(again, second);
  return {
    algorithm: "search",
    valid: false,
    rule: "no-order",
    because:
      "no order explains every answer: when all before is in order, one of these has no place",
    rows: second.stuck,
    order: second.order,
  };
}

const STOPPED = { valid: "unknown", reason: "stopped", placed: 0 } as const;

function conclude(outcome: "found" | "stopped" | "memory", search: DepthFirst): Decided {
  if (outcome === "found") return { algorithm: "search", valid: true };
  return { algorithm: "search", valid: "unknown", reason: outcome, placed: search.mostPlaced };
}
