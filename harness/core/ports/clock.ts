/** Time as a run sees it: monotonic nanoseconds since its beginning. */
import type { Cancel } from "../cancel.ts";
import type { Nanos } from "../units.ts";

export interface Clock {
  now(): Nanos;
  /** Resolves at or after `until`; rejects when cancelled. */
  sleep(until: Nanos, cancel?: Cancel): Promise<void>;
}
