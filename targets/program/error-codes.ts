/** Maelstrom's error codes: which of them promise that nothing happened. */

export interface ErrorCode {
  readonly name: string;
  /** The request certainly had no effect, and never will. */
  readonly definite: boolean;
}

/** Codes from 1000 up are the program's own; they promise nothing, nor does any other. */
export function describeError(code: unknown): ErrorCode {
  const known = typeof code === "number" ? ERROR_CODES.get(code) : undefined;
  return known ?? { name: `error-${String(code).slice(0, 20)}`, definite: false };
}

export const ERROR_CODES: ReadonlyMap<number, ErrorCode> = new Map([
  [0, { name: "timeout", definite: false }],
  [1, { name: "node-not-found", definite: true }],
  [10, { name: "not-supported", definite: true }],
  [11, { name: "temporarily-unavailable", definite: true }],
  [12, { name: "malformed-request", definite: true }],
  [13, { name: "crash", definite: false }],
  [14, { name: "abort", definite: true }],
  [20, { name: "key-does-not-exist", definite: true }],
  [21, { name: "key-already-exists", definite: true }],
  [22, { name: "precondition-failed", definite: true }],
  [30, { name: "txn-conflict", definite: true }],
]);
