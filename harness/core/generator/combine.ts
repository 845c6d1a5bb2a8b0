/** Several generators as one: in sequence, in turns, by lot, or whichever is soonest. */
import type { Event } from "../history.ts";
import type { Seed } from "../seed.ts";
import { DONE, pending } from "./basic.ts";
import { sooner, withRest, type Generator, type Step, type Thread } from "./generator.ts";

/** One after another; the next may begin while operations of the last are still open. */
export function sequence(...all: readonly Generator[]): Generator {
  const [first, ...others] = all;
  if (first === undefined) return DONE;
  return {
    next: (context) => {
      const step = first.next(context);
      return step.kind === "done"
        ? sequence(...others).next(context)
        : withRest(step, (rest) => sequence(rest, ...others));
    },
    observe(event, thread) {
      const seen = first.observe(event, thread);
      return seen === first ? this : sequence(seen, ...others);
    },
  };
}

/** Waits until every thread is free, then goes on as the inner generator. */
export function synchronize(inner: Generator): Generator {
  const self: Generator = {
    next: (context) =>
      context.free.length === context.threads.length ? inner.next(context) : pending(self),
    observe: () => self,
  };
  return self;
}

/** One after another, each only when all operations of the last have completed. */
export const phases = (...all: readonly Generator[]): Generator =>
  sequence(...all.map(synchronize));

/** Each operation from a generator drawn by lot; one that ends is drawn no more. */
export function mix(seed: Seed, inners: readonly Generator[], index = 0): Generator {
  if (inners.length === 0) return DONE;
  return {
    next: (context) => {
      const chosen = seed.child(index).open().int(inners.length);
      const step = (inners[chosen] ?? DONE).next(context);
      if (step.kind === "done") {
        const others = inners.filter((_, i) => i !== chosen);
        return mix(seed, others, index + 1).next(context);
      }
      const after = step.kind === "op" ? index + 1 : index;
      return withRest(step, (rest) => mix(seed, inners.with(chosen, rest), after));
    },
    observe(event, thread) {
      const seen = observeAll(inners, event, thread);
      return seen === inners ? this : mix(seed, seen, index);
    },
  };
}

/** Whichever can go soonest; among equals they take turns. Ends when all have ended. */
export function any(inners: readonly Generator[], turn = 0): Generator {
  return {
    next: (context) => {
      let best: Step = { kind: "done" };
      let chosen = turn;
      for (let i = 0; i < inners.length; i++) {
        const at = (turn + i) % inners.length;
        const step = (inners[at] ?? DONE).next(context);
        best = sooner(best, step);
        if (best === step) chosen = at;
      }
      const after = best.kind === "op" ? chosen + 1 : turn;
      return withRest(best, (rest) => any(inners.with(chosen, rest), after));
    },
    observe(event, thread) {
      const seen = observeAll(inners, event, thread);
      if (seen === inners) return this;
      return any(seen, turn);
    },
  };
}

/** Takes turns; ends when the one whose turn it is ends. */
export function flipFlop(a: Generator, b: Generator): Generator {
  return {
    next: (context) => {
      const step = a.next(context);
      return withRest(step, (rest) => (step.kind === "op" ? flipFlop(b, rest) : flipFlop(rest, b)));
    },
    observe: (event, thread) => flipFlop(a.observe(event, thread), b.observe(event, thread)),
  };
}

/** Observes with each, and gives the same array where nobody changed. */
export function observeAll(
  inners: readonly Generator[],
  event: Event,
  thread: Thread,
): readonly Generator[] {
  let changed = false;
  const seen = inners.map((inner) => {
    const after = inner.observe(event, thread);
    changed ||= after !== inner;
    return after;
  });
  return changed ? seen : inners;
}
