/** What can go wrong with a request to etcd, and what may be concluded from each of it. */
import { Refused } from "#core/ports/client.ts";
import type { OpError } from "#core/operation.ts";

export type Failure =
  /** The operation's time was up. */
  | { readonly kind: "deadline" }
  | {
      readonly kind: "socket";
      readonly code: string;
      readonly syscall: string;
      readonly message: string;
    }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly grpcCode: number;
      readonly message: string;
    }
  /** A 200 that is not what etcd says. */
  | { readonly kind: "garbage"; readonly message: string }
  /** Answered: the value was another one, nothing was written. */
  | { readonly kind: "compared-false"; readonly message: string };

export class Broken extends Error {
  override readonly name = "Broken";
  readonly failure: Failure;
  constructor(failure: Failure) {
    super("message" in failure ? failure.message : failure.kind);
    this.failure = failure;
  }
}

export interface Case {
  readonly code: string;
  /** Whether it is certain that nothing has happened and nothing will. */
  readonly certain: boolean;
  readonly because: string;
  covers(failure: Failure): boolean;
}

/** Numbers that gRPC gives to errors. */
const UNAVAILABLE = 14;
const DEADLINE_EXCEEDED = 4;

/** The first case that covers a failure decides. All but two leave open what has happened. */
export const CASES: readonly Case[] = [
  {
    code: "precondition-failed",
    certain: true,
    because: "the transaction was decided and took its empty branch",
    covers: ({ kind }) => kind === "compared-false",
  },
  {
    code: "connection-refused",
    certain: true,
    because: "there was no connection that a byte of the request could have left by",
    covers: (failure) =>
      failure.kind === "socket" && failure.code === "ECONNREFUSED" && failure.syscall === "connect",
  },
  {
    code: "timeout",
    certain: false,
    because: "the request may be waiting in the server, or its answer on the way",
    covers: ({ kind }) => kind === "deadline",
  },
  {
    code: "connection-lost",
    certain: false,
    because: "the server may have read the request before the connection ended",
    covers: ({ kind }) => kind === "socket",
  },
  {
    code: "unavailable",
    certain: false,
    because: 'a proposal outlives the leader that took it: "leader changed" is not a no',
    covers: (failure) => failure.kind === "status" && failure.grpcCode === UNAVAILABLE,
  },
  {
    code: "server-timeout",
    certain: false,
    because: "the server stopped waiting for its proposal, which may still be agreed upon",
    covers: (failure) => failure.kind === "status" && failure.grpcCode === DEADLINE_EXCEEDED,
  },
  {
    code: "server-error",
    certain: false,
    because: "nothing is known about when it went wrong",
    covers: ({ kind }) => kind === "status",
  },
  {
    code: "garbage",
    certain: false,
    because: "whoever answers like this cannot be believed either way",
    covers: () => true,
  },
];

/** What a client throws: `Refused` becomes `fail`, everything else `info`. */
export function judged(error: unknown): Error {
  if (!(error instanceof Broken)) return error instanceof Error ? error : new Error(String(error));
  const found = CASES.find((row) => row.covers(error.failure));
  const code = found?.code ?? "garbage";
  return found?.certain === true
    ? new Refused(code, error.message)
    : new Indeterminate(code, error.message);
}

/** It may or may not have happened. */
export class Indeterminate extends Error implements OpError {
  override readonly name = "Indeterminate";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
