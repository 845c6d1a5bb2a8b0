/** Who does it: clients or the nemesis, some threads, each thread for itself. */
import type { Event } from "../history.ts";
import { DONE } from "./basic.ts";
import {
  sooner,
  withRest,
  type Context,
  type Generator,
  type Step,
  type Thread,
} from "./generator.ts";

/** The inner generator sees and uses only the threads that are let through. */
export const onThreads = (allows: (thread: Thread) => boolean, inner: Generator): Generator =>
  through(passing(allows), inner);

function through(gate: Gate, inner: Generator): Generator {
  const self: Generator = {
    next(context) {
      const { now, free, process, node } = context;
      const threads = gate.all(context.threads);
      const step = inner.next({ now, free: free.filter(gate.allows), threads, process, node });
      return withRest(step, (rest) => (rest === inner ? self : through(gate, rest)));
    },
    observe(event, thread) {
      if (!gate.allows(thread)) return self;
      const seen = inner.observe(event, thread);
      return seen === inner ? self : through(gate, seen);
    },
  };
  return self;
}

interface Gate {
  allows(thread: Thread): boolean;
  /** Those of all threads that are let through: a crew is asked about thousands of times. */
  all(threads: readonly Thread[]): readonly Thread[];
}

function passing(allows: (thread: Thread) => boolean): Gate {
  let asked: readonly Thread[] = [];
  let passed: readonly Thread[] = [];
  return {
    allows,
    all(threads) {
      if (threads !== asked) [asked, passed] = [threads, threads.filter(allows)];
      return passed;
    },
  };
}

export const clients = (inner: Generator): Generator =>
  onThreads((thread) => thread !== "nemesis", inner);

export const nemesis = (inner: Generator): Generator =>
  onThreads((thread) => thread === "nemesis", inner);

export function restrict(context: Context, allows: (thread: Thread) => boolean): Context {
  const { now, free, threads, process, node } = context;
  return { now, free: free.filter(allows), threads: threads.filter(allows), process, node };
}

/** The first threads for the first generator and so on; `others` do the default. */
export function reserve(
  lots: readonly (readonly [threads: number, generator: Generator])[],
  others: Generator,
): Generator {
  let taken = 0;
  const ranges = lots.map(([count]) => ({ from: taken, to: (taken += count) }));
  const lotOf = (thread: Thread): number =>
    thread === "nemesis" ? -1 : ranges.findIndex(({ from, to }) => thread >= from && thread < to);
  const all = new Map<number, Generator>([[-1, others]]);
  for (const [i, [, generator]] of lots.entries()) all.set(i, generator);
  return split(lotOf, (lot) => all.get(lot) ?? DONE);
}

/** A fresh copy of the generator for each thread. */
export const eachThread = (inner: Generator): Generator =>
  split(
    (thread) => thread,
    () => inner,
  );

/** Stops after the first `ok` completion that it sees. */
export function untilOk(inner: Generator): Generator {
  return {
    next: (context) => withRest(inner.next(context), untilOk),
    observe(event, thread) {
      if (event.type === "ok") return DONE;
      const seen = inner.observe(event, thread);
      return seen === inner ? this : untilOk(seen);
    },
  };
}

/**
 * Threads in groups, a generator a group, made when its group is first seen. The soonest operation
 * of all goes first; equals go in the order in which their threads became free.
 */
export function split<G>(
  groupOf: (thread: Thread) => G,
  make: (group: G) => Generator,
  states: ReadonlyMap<G, Generator> = new Map(),
): Generator {
  const again = (group: G, state: Generator): Generator =>
    split(groupOf, make, new Map(states).set(group, state));
  const current = (group: G): Generator => states.get(group) ?? make(group);
  return {
    next: (context) => soonestGroup(context, groupOf, current, again),
    observe(event: Event, thread: Thread) {
      const group = groupOf(thread);
      const before = current(group);
      const seen = before.observe(event, thread);
      return seen === before ? this : again(group, seen);
    },
  };
}

function soonestGroup<G>(
  context: Context,
  groupOf: (thread: Thread) => G,
  current: (group: G) => Generator,
  again: (group: G, state: Generator) => Generator,
): Step {
  let best: Step = { kind: "done" };
  for (const group of new Set([...context.free, ...context.threads].map(groupOf))) {
    const mine = restrict(context, (thread) => groupOf(thread) === group);
    const step = withRest(current(group).next(mine), (rest) => again(group, rest));
    if (step.kind === "op" && step.at <= context.now) return step;
    best = sooner(best, step);
  }
  return best;
}
