/** Calls and returns by their order alone: what happened at once is told apart, what is far is near. */
import type { Operation } from "../operation.ts";

export interface RankedRow {
  readonly operation: Operation;
  readonly from: number;
  /** Undefined where no answer came. */
  readonly to: number | undefined;
}

export interface Ranked {
  /** In order of calls. */
  readonly rows: readonly RankedRow[];
  readonly events: number;
  /** The rank of the first event at or after a time. */
  rankOf(time: number): number;
}

/** At equal times calls come before returns, as for the checker. */
export function rankEvents(operations: readonly Operation[]): Ranked {
  const rows = operations
    .map((operation) => ({ operation, from: 0, to: undefined as number | undefined }))
    .toSorted((x, y) => x.operation.invoked - y.operation.invoked);
  const returns = rows
    .filter(({ operation }) => operation.outcome !== "info")
    .toSorted((x, y) => returnOf(x.operation) - returnOf(y.operation));
  const times: number[] = [];
  let next = 0;
  const returnBefore = (time: number): void => {
    for (; next < returns.length; next++) {
      const row = returns[next]!;
      if (returnOf(row.operation) >= time) return;
      row.to = times.push(returnOf(row.operation)) - 1;
    }
  };
  for (const row of rows) {
    returnBefore(row.operation.invoked);
    row.from = times.push(row.operation.invoked) - 1;
  }
  returnBefore(Number.POSITIVE_INFINITY);
  return { rows, events: times.length, rankOf: (time) => firstAtOrAfter(times, time) };
}

const returnOf = (operation: Operation): number =>
  operation.outcome === "info" ? Number.POSITIVE_INFINITY : operation.returned;

function firstAtOrAfter(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
