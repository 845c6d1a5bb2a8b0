/** Asks the generator, assigns threads, records: one pure step at a time, with no clock of its own. */
import type { Generator, Step, Thread } from "../generator/generator.ts";
import type { Event } from "../history.ts";
import type { Invocation, OpError, Outcome } from "../operation.ts";
import { nanos, type Nanos, type NodeId, type ProcessId } from "../units.ts";
import { contextOf, type Lane } from "./lanes.ts";

/** Everything the interpreter remembers between two steps. */
export interface Interpreter {
  readonly generator: Generator;
  /** What it offered last, for a moment that was still to come; null once anything has happened. */
  readonly offered: Offer | null;
  readonly lanes: readonly Lane[];
  readonly threads: readonly Thread[];
  /** Those of them that wait for work, the one that has waited longest first. */
  readonly free: readonly Thread[];
  /** The next event's index. */
  readonly index: number;
  /** The number of the next process that replaces one. */
  readonly nextProcess: number;
  /** False from `stop` on: nothing new begins, what is open may complete. */
  readonly asking: boolean;
}

export type Offer = Extract<Step, { readonly kind: "op" }>;

/** What the outside tells it. Completions of one batch come before the invocations they free. */
export type Input =
  | { readonly kind: "completed"; readonly thread: Thread; readonly outcome: Outcome }
  /** A line of the harness: a phase begins, a node died. */
  | { readonly kind: "note"; readonly note: HarnessNote }
  | { readonly kind: "stop" };

export interface HarnessNote {
  readonly f: string;
  readonly value: unknown;
  readonly node?: NodeId;
}

/** What the outside must do, in this order: write the records, then send the invocations. */
export interface Output {
  readonly state: Interpreter;
  readonly records: readonly Event[];
  readonly invocations: readonly Dispatch[];
  readonly logs: readonly string[];
  /** `finished` once the generator is done and nothing is open. */
  readonly next:
    { readonly kind: "wait"; readonly until: Nanos | null } | { readonly kind: "finished" };
}

export interface Dispatch {
  readonly thread: Thread;
  readonly process: ProcessId | "nemesis";
  /** Null for the nemesis. */
  readonly node: NodeId | null;
  readonly op: Invocation;
  /** The index of its invocation event. */
  readonly index: number;
}

/** Lateness below this is our own timers, not the system. */
const LATE: Nanos = nanos(10e6);

/**
 * Jepsen's rules: completions are taken before anything new is asked for, or operations would seem
 * concurrent that were not; a client whose operation ends in `info` is replaced by a new process; a
 * thread runs one operation at a time.
 */
export function step(state: Interpreter, now: Nanos, inputs: readonly Input[]): Output {
  const turn = new Turn(state, now);
  for (const input of inputs) turn.take(input);
  const until = turn.ask();
  return turn.output(until);
}

/** One step's working copy; the state that it came from stays as it was. */
class Turn {
  private generator: Generator;
  private offered: Offer | null;
  readonly lanes: Lane[];
  readonly threads: readonly Thread[];
  free: readonly Thread[];
  private index: number;
  private nextProcess: number;
  private asking: boolean;
  private readonly now: Nanos;
  private readonly records: Event[] = [];
  private readonly invocations: Dispatch[] = [];
  private readonly logs: string[] = [];
  private exhausted = false;

  constructor(state: Interpreter, now: Nanos) {
    this.generator = state.generator;
    this.offered = state.offered;
    this.lanes = [...state.lanes];
    this.threads = state.threads;
    this.free = state.free;
    this.index = state.index;
    this.nextProcess = state.nextProcess;
    this.asking = state.asking;
    this.now = now;
  }

  take(input: Input): void {
    this.offered = null;
    if (input.kind === "stop") this.asking = false;
    else if (input.kind === "note")
      this.record({ process: "harness", type: "info", ...input.note });
    else this.complete(input.thread, input.outcome);
  }

  private complete(thread: Thread, outcome: Outcome): void {
    const at = this.lanes.findIndex((lane) => lane.thread === thread);
    const lane = this.lanes[at];
    const op = lane?.busy;
    if (lane === undefined || op === undefined || op === null) return;
    const event = this.record({
      process: lane.process,
      // A fault neither succeeds nor fails: its completion only says that the nemesis is done.
      type: thread === "nemesis" ? "info" : outcome.type,
      f: op.f,
      ...(op.key === "" ? {} : { key: op.key }),
      // An answer without news repeats the question, as in Jepsen's histories.
      value: outcome.type === "ok" && outcome.value !== undefined ? outcome.value : op.value,
      ...(outcome.type === "ok" ? {} : { error: plainError(outcome.error) }),
      ...(lane.node === null ? {} : { node: lane.node }),
    });
    this.generator = this.generator.observe(event, thread);
    const replaced = thread !== "nemesis" && outcome.type === "info";
    const process = replaced ? (this.nextProcess++ as ProcessId) : lane.process;
    this.lanes[at] = { thread, process, node: lane.node, busy: null };
    this.free = [...this.free, thread];
  }

  /** Begins all that is due; answers when to ask again at the latest. */
  ask(): Nanos | null {
    while (this.asking) {
      const step = this.next();
      if (step.kind === "done") {
        this.exhausted = true;
        return null;
      }
      if (step.kind === "pending") {
        this.generator = step.rest;
        return step.until;
      }
      if (step.kind === "log") {
        this.logs.push(step.message);
        this.generator = step.rest;
        continue;
      }
      if (step.at > this.now) {
        this.offered = step;
        return step.at;
      }
      this.generator = step.rest;
      this.invoke(step.thread, step.op, step.at);
    }
    return null;
  }

  /** If nothing has happened since, and its moment is now, an offer is what it would offer again. */
  private next(): Step {
    const { offered } = this;
    this.offered = null;
    if (offered?.at === this.now) return offered;
    return this.generator.next(contextOf(this.now, this));
  }

  private invoke(thread: Thread, op: Invocation, due: Nanos): void {
    const at = this.lanes.findIndex((lane) => lane.thread === thread);
    const lane = this.lanes[at];
    if (lane === undefined || lane.busy !== null) return;
    const { process, node } = lane;
    const late = nanos(this.now - due);
    const event = this.record({
      process,
      type: "invoke",
      f: op.f,
      ...(op.key === "" ? {} : { key: op.key }),
      value: op.value,
      ...(node === null ? {} : { node }),
      ...(late >= LATE ? { late } : {}),
    });
    this.lanes[at] = { thread, process, node, busy: op };
    this.free = this.free.filter((other) => other !== thread);
    this.invocations.push({ thread, process, node, op, index: event.index });
    this.generator = this.generator.observe(event, thread);
  }

  private record(event: Omit<Event, "index" | "time">): Event {
    const full: Event = { index: this.index++, time: this.now, ...event };
    this.records.push(full);
    return full;
  }

  output(until: Nanos | null): Output {
    const { generator, offered, lanes, threads, free, index, nextProcess, asking } = this;
    const { records, invocations, logs } = this;
    const over = this.exhausted || !asking;
    const finished = over && lanes.every((lane) => lane.busy === null);
    return {
      state: {
        generator,
        offered,
        lanes,
        threads,
        free,
        index,
        nextProcess,
        asking: asking && !this.exhausted,
      },
      records,
      invocations,
      logs,
      next: finished ? { kind: "finished" } : { kind: "wait", until },
    };
  }
}

/** Only what belongs in the history, whatever class the error is of. */
const plainError = ({ code, message }: OpError): OpError => ({ code, message });
