/** One lane a process; a process that never came back leaves its lane to a later one. */
import type { RankedRow } from "./ranks.ts";

/** An operation without an answer is drawn at least so wide, in events, before its lane is free. */
const INFO_WIDTH = 6;

export interface Lanes {
  readonly lanes: readonly number[];
  /** Where each row's bar ends. */
  readonly ends: readonly number[];
}

/** Rows in order of calls. A history of many lost answers would otherwise be as high as it is long. */
export function assignLanes(rows: readonly RankedRow[], events: number): Lanes {
  const laneOf = new Map<number | string, number>();
  const lastOf = lastRows(rows);
  const freeFrom: number[] = [];
  const previous: number[] = [];
  const lanes: number[] = [];
  const ends: number[] = [];
  for (const [i, { operation, from, to }] of rows.entries()) {
    const known = laneOf.get(operation.process);
    const lane = known ?? firstFree(freeFrom, from);
    laneOf.set(operation.process, lane);
    const before = previous[lane];
    if (before !== undefined && (ends[before] ?? 0) > from) ends[before] = from;
    previous[lane] = i;
    lanes.push(lane);
    ends.push(to ?? events);
    const isLast = lastOf.get(operation.process) === i;
    freeFrom[lane] = isLast ? (to ?? from + INFO_WIDTH) : Number.POSITIVE_INFINITY;
  }
  return { lanes, ends };
}

function lastRows(rows: readonly RankedRow[]): ReadonlyMap<number | string, number> {
  return new Map(rows.map(({ operation }, i) => [operation.process, i]));
}

function firstFree(freeFrom: readonly number[], from: number): number {
  const lane = freeFrom.findIndex((free) => free < from);
  return lane < 0 ? freeFrom.length : lane;
}
