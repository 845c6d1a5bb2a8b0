/** Where a history is written as it happens. */
import type { Event } from "../history.ts";

export interface Journal {
  /** Returns when the events' bytes are with the kernel; a full disk throws. */
  append(events: readonly Event[]): void;
}
