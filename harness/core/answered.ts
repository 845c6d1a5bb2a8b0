/** Whether an operation was answered, which is what availability counts. */
import type { Operation } from "./history.ts";
import { nanos, type Nanos } from "./units.ts";

/** Refusals for what was asked, not for the state the system is in: it was there to say no. */
const REFUSALS: ReadonlySet<string> = new Set([
  "precondition-failed",
  "key-does-not-exist",
  "key-already-exists",
  "txn-conflict",
]);

/** A compare that said no is an answer; a refused connection is a `fail` as well, but none. */
export function isAnswered({ outcome }: Operation): boolean {
  return outcome.type === "ok" || (outcome.type === "fail" && REFUSALS.has(outcome.error.code));
}

/** Null where there was no answer. */
export function latencyOf(operation: Operation): Nanos | null {
  const { completed, invoked } = operation;
  return completed === null || !isAnswered(operation) ? null : nanos(completed - invoked);
}
