/** How many, how fast, how long: limits and rhythms around a generator. */
import type { Seed } from "../seed.ts";
import { millis, nanos, type Nanos } from "../units.ts";
import { DONE } from "./basic.ts";
import { withRest, type Generator } from "./generator.ts";

/** The first `count` operations. */
export function limit(count: number, inner: Generator): Generator {
  if (count <= 0) return DONE;
  return {
    next: (context) => {
      const step = inner.next(context);
      const left = step.kind === "op" ? count - 1 : count;
      return withRest(step, (rest) => limit(left, rest));
    },
    observe(event, thread) {
      const seen = inner.observe(event, thread);
      return seen === inner ? this : limit(count, seen);
    },
  };
}

/** The same first operation `count` times (endlessly, unless said). */
export function repeat(inner: Generator, count: number = Infinity): Generator {
  if (count <= 0) return DONE;
  return {
    next: (context) => {
      const step = inner.next(context);
      if (step.kind === "op") return { ...step, rest: repeat(inner, count - 1) };
      return withRest(step, (rest) => repeat(rest, count));
    },
    observe(event, thread) {
      const seen = inner.observe(event, thread);
      return seen === inner ? this : repeat(seen, count);
    },
  };
}

/** From the beginning again whenever it ends, `times` rounds in all (endlessly, unless said). */
export function cycle(
  round: Generator,
  times: number = Infinity,
  current: Generator = round,
): Generator {
  return {
    next: (context) => {
      const step = current.next(context);
      if (step.kind !== "done") return withRest(step, (rest) => cycle(round, times, rest));
      // A round that is empty from its start would turn for ever.
      if (times <= 1 || current === round) return { kind: "done" };
      return cycle(round, times - 1).next(context);
    },
    observe(event, thread) {
      const seen = current.observe(event, thread);
      return seen === current ? this : cycle(round, times, seen);
    },
  };
}

/** Ends `duration` after its first operation was due; what is open then may still complete. */
export function timeLimit(duration: Nanos, inner: Generator, end: Nanos | null = null): Generator {
  return {
    next: (context) => {
      if (end !== null && context.now >= end) return { kind: "done" };
      const step = inner.next(context);
      if (step.kind === "pending") {
        const until = nanos(Math.min(step.until ?? Infinity, end ?? Infinity));
        const wake = until === Infinity ? null : until;
        return { ...step, until: wake, rest: timeLimit(duration, step.rest, end) };
      }
      if (step.kind !== "op") return withRest(step, (rest) => timeLimit(duration, rest, end));
      const stop = end ?? nanos(step.at + duration);
      if (step.at >= stop)
        return { kind: "pending", until: stop, rest: timeLimit(duration, inner, stop) };
      return { ...step, rest: timeLimit(duration, step.rest, stop) };
    },
    observe(event, thread) {
      const seen = inner.observe(event, thread);
      return seen === inner ? this : timeLimit(duration, seen, end);
    },
  };
}

/**
 * Operations `interval` apart on average, all threads together: each gap is uniform in
 * [0, 2 × interval). One that had to wait, for a thread or for a timer, is late. The next gap counts
 * from when it was due, so that many small delays do not add up to a slower pace; but what is later
 * than `MADE_UP` counts only for that much, so that an outage is not followed by a burst.
 */
export function stagger(seed: Seed, interval: Nanos, inner: Generator): Generator {
  return staggered({ seed, interval }, inner, null, 0);
}

interface Stagger {
  readonly seed: Seed;
  readonly interval: Nanos;
}

/** The next gap counts from `mark`; there is none before the first operation. */
function staggered(pace: Stagger, inner: Generator, mark: Nanos | null, index: number): Generator {
  // Drawn when first asked for: what is offered is offered many times before it is taken.
  let due: Nanos | null = null;
  const self: Generator = {
    next(context) {
      const step = inner.next(context);
      if (step.kind !== "op")
        return withRest(step, (rest) =>
          rest === inner ? self : staggered(pace, rest, mark, index),
        );
      due ??= mark === null ? null : nanos(mark + gapBefore(pace, index));
      const at = due ?? step.at;
      const next = nanos(Math.max(at, context.now - MADE_UP));
      return { ...step, at, rest: staggered(pace, step.rest, next, index + 1) };
    },
    observe(event, thread) {
      const seen = inner.observe(event, thread);
      return seen === inner ? self : staggered(pace, seen, mark, index);
    },
  };
  return self;
}

/** Each gap is named after the operation before it. */
function gapBefore({ seed, interval }: Stagger, index: number): number {
  if (interval <= 0) return 0;
  const dice = seed.child(index - 1).open();
  return dice.span(2 * interval);
}

/** So much lateness is made up for. */
const MADE_UP: Nanos = millis(50);

/** Operations exactly `interval` apart, or as soon after that as a thread is free. */
export function delay(interval: Nanos, inner: Generator, due: Nanos | null = null): Generator {
  return {
    next: (context) => {
      const step = inner.next(context);
      if (step.kind !== "op") return withRest(step, (rest) => delay(interval, rest, due));
      const at = nanos(Math.max(due ?? step.at, step.at));
      return { ...step, at, rest: delay(interval, step.rest, nanos(at + interval)) };
    },
    observe(event, thread) {
      const seen = inner.observe(event, thread);
      return seen === inner ? this : delay(interval, seen, due);
    },
  };
}
