/** How a workload's words reach a system under test. */
import type { Cancel } from "../cancel.ts";
import type { Invocation, OpError, Vocabulary } from "../operation.ts";

/**
 * Return for `ok`. Throw `Refused` only when the word certainly had no effect: that is `fail`.
 * Anything else thrown is `info`, because not knowing is the safe answer. `cancel` fires at the
 * operation's deadline: by then the outcome is `info`, whatever the client does; it must let go of
 * its sockets and timers. Nothing below a client may retry or redirect.
 */
export type Words<V extends Vocabulary> = {
  readonly [F in keyof V & string]: (
    key: string,
    value: V[F]["value"],
    cancel: Cancel,
  ) => Promise<V[F]["output"]>;
};

/** A connection of one process to one node, its word's types erased. */
export interface Client extends AsyncDisposable {
  invoke(op: Invocation, cancel: Cancel): Promise<unknown>;
}

/** Erases a record of methods, the one place where word and argument are paired by cast. */
export function defineClient<V extends Vocabulary>(
  words: Words<V>,
  close: () => Promise<void>,
): Client {
  const methods = words as unknown as Readonly<Record<string, Words<Vocabulary>[string]>>;
  return {
    invoke: (op, cancel) => {
      const method = methods[op.f];
      if (method === undefined) throw new Refused("not-supported", `no word "${op.f}"`);
      return method(op.key, op.value, cancel);
    },
    [Symbol.asyncDispose]: close,
  };
}

export class Refused extends Error implements OpError {
  override readonly name = "Refused";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
