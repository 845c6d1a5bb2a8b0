/** Finding the operation that an event position belongs to: evidence is looked up, never stored. */
import { OPEN, type Columns } from "../columns.ts";

/** The row that is called at the position, or -1. */
export function rowInvokedAt({ count, invoked }: Columns, position: number): number {
  return invoked.subarray(0, count).indexOf(position);
}

/** The row that returns at the position, or -1. */
export function rowReturnedAt({ count, returned }: Columns, position: number): number {
  return position === OPEN ? -1 : returned.subarray(0, count).indexOf(position);
}
