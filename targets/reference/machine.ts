/** A replicated state machine: what a system makes of the words once it has agreed on their order. */
import type { Body } from "#core/ports/message.ts";

/** Deterministic: equal requests in equal order give equal answers and equal states. */
export interface Machine {
  /** A read changes nothing, so that it needs no place in a log. */
  kind(request: Body): "read" | "update" | "unknown";
  /** Answers a request and takes its effect; the answer is a new body without `in_reply_to`. */
  apply(request: Body): Body;
  /** The whole state as plain data; it shares nothing that a later `apply` would change. */
  save(): unknown;
  load(saved: unknown): void;
}

/** Maelstrom's codes. All of these are definite: they claim that nothing happened. */
export const ERROR = {
  notSupported: 10,
  temporarilyUnavailable: 11,
  malformedRequest: 12,
  /** A read or a compare-and-set of a key that was never written. */
  keyDoesNotExist: 20,
  /** A compare that was answered false. */
  preconditionFailed: 22,
} as const;

export const refusal = (code: number, text: string): Body => ({ type: "error", code, text });
