/** What to do next, as a value: a generator never waits, never draws shared dice, never mutates. */
import type { Event } from "../history.ts";
import type { Invocation } from "../operation.ts";
import type { Nanos, NodeId, ProcessId } from "../units.ts";

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

/** `op` with its thread and the earliest time it may begin; `rest` is what to do after it. */
export type Step =
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
 * Laws: asking twice gives the same answer; an op names a thread of `context.free`; `at` is never
 * before `context.now`; after `done` it stays done, whatever it observes.
 */
export interface Generator {
  next(context: Context): Step;
  /** What this generator becomes after an event of one of its threads; most stay as they are. */
  observe(event: Event, thread: Thread): Generator;
}
