/** What the threads share: one table, and a few numbers that they agree by. */
import type { Table } from "../columns.ts";
import type { Failures } from "../encode.ts";
import type { ModelName, Settings } from "../models/models.ts";
import type { Groups } from "../partition.ts";

export interface Job {
  readonly table: Table;
  readonly groups: Groups | "one";
  readonly model: ModelName;
  readonly settings: Settings;
  readonly failures: Failures;
  readonly memoryBytes: number;
  readonly algorithms: "all" | "search";
  /** On the clock of `now`. */
  readonly deadlineMs: number;
  /** Keys in the order in which they are to be taken: the longest first. */
  readonly order: Int32Array;
  readonly board: Int32Array;
}

/** Places on the board. */
export const NEXT = 0;
/** The first key, in order of keys, that is known to be impossible. */
export const IMPOSSIBLE = 1;
export const STOP = 2;
export const PLACES = 3;

/** The same clock on all threads. */
export const now = (): number => performance.timeOrigin + performance.now();
