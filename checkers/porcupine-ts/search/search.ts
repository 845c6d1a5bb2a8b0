/** The general search, for each model and history, exponential at worst and direct as a rule. */
import type { Decided } from "../answer.ts";
import type { Columns } from "../columns.ts";
import type { Machine } from "../machine.ts";
import { orStopped, pulseOf } from "../pulse.ts";
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
  const checked = orStopped(() => {
    const pulse = pulseOf(options.shouldStop);
    const timeline = new Timeline(columns, pulse);
    return { timeline, early: precheck(columns, timeline, machine, pulse) };
  });
  if (checked === "stopped")
    return { algorithm: "precheck", valid: "unknown", reason: "stopped", placed: 0 };
  const { timeline, early } = checked;
  if (early !== "passed") return { ...early, algorithm: "precheck" };
  return searchOrders(columns, timeline, machine, options);
}

/** What is invalid is found with the longest order there is. */
function searchOrders(
  columns: Columns,
  timeline: Timeline,
  machine: Machine,
  options: SearchOptions,
): Decided {
  let latest: DepthFirst | undefined;
  const explore = (seed: number, note: number): Outcome =>
    orStopped(() => {
      const effort = { pulse: pulseOf(options.shouldStop), memoryBytes: options.memoryBytes, seed };
      latest = new DepthFirst(columns, timeline, machine, effort);
      return latest.run(note);
    });
  let outcome = explore(FIRST_SEED, 0);
  if (outcome === "exhausted") outcome = explore(SECOND_SEED, latest?.furthest ?? 0);
  if (outcome === "found") return { algorithm: "search", valid: true };
  if (outcome === "exhausted") return noOrder(latest?.stuck ?? [], latest?.order ?? []);
  const placed = latest?.mostPlaced ?? 0;
  return { algorithm: "search", valid: "unknown", reason: outcome, placed };
}

/** An order that explains every answer; empty where there is none, or none was found in time. */
export function anOrder(
  columns: Columns,
  machine: Machine,
  { shouldStop, memoryBytes }: SearchOptions,
): readonly number[] {
  const order = orStopped(() => {
    const effort = { pulse: pulseOf(shouldStop), memoryBytes, seed: FIRST_SEED };
    const search = new DepthFirst(columns, new Timeline(columns), machine, effort);
    return search.run(0) === "found" ? search.soFar : [];
  });
  return order === "stopped" ? [] : order;
}

type Outcome = "found" | "exhausted" | "memory" | "stopped";

function noOrder(rows: readonly number[], order: readonly number[]): Decided {
  return {
    algorithm: "search",
    valid: false,
    rule: "no-order",
    because:
      "no order explains every answer: when all before is in order, one of these has no place",
    rows,
    order,
  };
}
