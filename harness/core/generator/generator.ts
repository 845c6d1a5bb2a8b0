/** What to do next, as a value: a generator never waits, never shares dice, never mutates. */
import type { Event } from "../history.ts";
import type { Invocation } from "../operation.ts";
import { nanos, type Nanos, type NodeId, type ProcessId } from "../units.ts";

/** A lane of the interpreter: client threads count from 0; each runs one operation at a time. */
export type Thread = number | "nemesis";

export interface Context {
  readonly now: Nanos;
  /** Threads that wait for work, the one that has waited longest first. */
  readonly free: readonly Thread[];
  /** All threads that this generator may use, free or not. */
  readonly threads: readonly Thread[];
  /** The process that a thread currently is. */
  process(thread: Thread): ProcessId | "nemesis";
  /** The node that a client thread speaks to. */
  node(thread: number): NodeId;
}

export type Step =
  /** `at` is when it was due: later than now means wait, earlier means that it is late. */
  | {
      readonly kind: "op";
      readonly op: Invocation;
      readonly thread: Thread;
      readonly at: Nanos;
      readonly rest: Generator;
    }
  /** A sentence for the terminal, never in the history. */
  | { readonly kind: "log"; readonly message: string; readonly rest: Generator }
  /** Nothing yet: ask again after the next completion, or at `until` if that comes first. */
  | { readonly kind: "pending"; readonly until: Nanos | null; readonly rest: Generator }
  | { readonly kind: "done" };

/**
 * Laws: asking twice gives the same answer; an op names a thread of `context.free`; after `done` it
 * stays done, whatever it observes. An op that is not yet due may never be taken: if something
 * completes first, the old generator is told and asked again.
 */
export interface Generator {
  next(context: Context): Step;
  /** What this generator becomes after an event of one of its threads; most stay as they are. */
  observe(event: Event, thread: Thread): Generator;
}

/** Replaces what comes after a step. */
export function withRest(step: Step, wrap: (rest: Generator) => Generator): Step {
  return step.kind === "done" ? step : { ...step, rest: wrap(step.rest) };
}

/**
 * Which of two steps goes first: a sentence before an operation, the operation that is due sooner
 * (the first of equals), any of these before a wait. Two waits become one until the earlier wake.
 */
export function sooner(a: Step, b: Step): Step {
  if (a.kind === "done" || b.kind === "done") return a.kind === "done" ? b : a;
  if (a.kind !== "pending" || b.kind !== "pending") return rank(b) < rank(a) ? b : a;
  const until = Math.min(a.until ?? Infinity, b.until ?? Infinity);
  return { ...a, until: until === Infinity ? null : nanos(until) };
}

const rank = (step: Step): number =>
  step.kind === "op" ? step.at : step.kind === "log" ? -Infinity : Infinity;
