/** Where operations come from: one, many, as many as asked; nothing, a sentence, a rest. */
import type { Invocation } from "../operation.ts";
import type { Seed } from "../seed.ts";
import { nanos, type Nanos } from "../units.ts";
import type { Context, Generator, Step } from "./generator.ts";

export const DONE: Generator = { next: () => ({ kind: "done" }), observe: () => DONE };

/** One operation on whichever thread has waited longest. */
export function once(op: Invocation): Generator {
  const self: Generator = {
    next: (context) => offer(context, op, self, DONE),
    observe: () => self,
  };
  return self;
}

/** The i-th operation is a pure function of the seed and i, whatever the timing of the run. */
export function endless(
  seed: Seed,
  make: (seed: Seed, index: number) => Invocation,
  index = 0,
): Generator {
  const self: Generator = {
    next: (context) =>
      context.free.length === 0
        ? pending(self)
        : offer(context, make(seed.child(index), index), self, endless(seed, make, index + 1)),
    observe: () => self,
  };
  return self;
}

/** Says a sentence on the terminal, once. */
export function log(message: string): Generator {
  const self: Generator = {
    next: () => ({ kind: "log", message, rest: DONE }),
    observe: () => self,
  };
  return self;
}

/** Does nothing for a while, counted from when it is first asked. */
export function rest(duration: Nanos, until: Nanos | null = null): Generator {
  const self: Generator = {
    next: ({ now }) => {
      const end = until ?? nanos(now + duration);
      return now >= end
        ? { kind: "done" }
        : { kind: "pending", until: end, rest: rest(duration, end) };
    },
    observe: () => self,
  };
  return self;
}

/** The operation on the first free thread now, or nothing yet where none is free. */
function offer(context: Context, op: Invocation, self: Generator, rest: Generator): Step {
  const thread = context.free[0];
  return thread === undefined ? pending(self) : { kind: "op", op, thread, at: context.now, rest };
}

export const pending = (rest: Generator, until: Nanos | null = null): Step => ({
  kind: "pending",
  until,
  rest,
});
