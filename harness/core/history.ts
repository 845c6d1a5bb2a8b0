/** The record of a run: invocations, completions, faults in one order, with Jepsen's field names. */
import type { Invocation, OpError, Outcome } from "./operation.ts";
import type { Nanos, NodeId, ProcessId } from "./units.ts";

/** Who speaks: a client, the nemesis (faults), or the harness (phases, deaths, late replies). */
export type Speaker = ProcessId | "nemesis" | "harness";

/** One line of `history.jsonl`. An invocation and its completion share process, `f` and key. */
export interface Event {
  /** Dense, from 0. */
  readonly index: number;
  readonly time: Nanos;
  readonly process: Speaker;
  readonly type: "invoke" | "ok" | "fail" | "info";
  readonly f: string;
  /** Absent where the data type has only one object. */
  readonly key?: string;
  /** What was asked, and on `ok` what was answered (what was asked again if success is all). */
  readonly value: unknown;
  readonly error?: OpError;
  /** The node that the client spoke to. */
  readonly node?: NodeId;
  /** How much later than its generator asked an operation began; absent below ten milliseconds. */
  readonly late?: Nanos;
}

export type History = readonly Event[];

/** An invocation joined with what became of it. */
export interface Operation extends Invocation {
  /** The index of its invocation in the history. */
  readonly index: number;
  readonly process: ProcessId;
  readonly node: NodeId | null;
  readonly invoked: Nanos;
  /** The index of its completion, null where the history ends before one. */
  readonly completion: number | null;
  /** When the completion was recorded, null likewise. An `info` may take effect even later. */
  readonly completed: Nanos | null;
  readonly outcome: Outcome;
  readonly late: Nanos;
}

/** What an operation is called that was still open when the history ended. */
const UNANSWERED: Outcome = {
  type: "info",
  error: { code: "unanswered", message: "the history ends before its completion" },
};

/** Client operations in order of invocation. Completions without an invocation are passed over. */
export const operationsOf: (history: History) => readonly Operation[] = remembered(join);

/** Every judge of a run asks for the same; a history that has grown since is looked at again. */
function remembered<T>(look: (history: History) => T): (history: History) => T {
  const seen = new WeakMap<History, { readonly events: number; readonly value: T }>();
  return (history) => {
    const before = seen.get(history);
    if (before?.events === history.length) return before.value;
    const value = look(history);
    seen.set(history, { events: history.length, value });
    return value;
  };
}

function join(history: History): readonly Operation[] {
  const operations: Joining[] = [];
  const open = new Map<Speaker, Joining>();
  for (const event of history) {
    if (typeof event.process !== "number") continue;
    if (event.type === "invoke") {
      const operation = begun(event, event.process);
      open.set(event.process, operation);
      operations.push(operation);
      continue;
    }
    const operation = open.get(event.process);
    if (operation === undefined) continue;
    open.delete(event.process);
    operation.completion = event.index;
    operation.completed = event.time;
    operation.outcome = outcomeOf(event);
  }
  return operations;
}

type Joining = { -readonly [Field in keyof Operation]: Operation[Field] };

const begun = (event: Event, process: ProcessId): Joining => ({
  index: event.index,
  process,
  node: event.node ?? null,
  f: event.f,
  key: event.key ?? "",
  value: event.value,
  invoked: event.time,
  completion: null,
  completed: null,
  outcome: UNANSWERED,
  late: event.late ?? (0 as Nanos),
});

function outcomeOf(event: Event): Outcome {
  const error = event.error ?? { code: "unknown", message: "" };
  if (event.type === "ok") return { type: "ok", value: event.value };
  return event.type === "fail" ? { type: "fail", error } : { type: "info", error };
}

/** The phases of a run, each announced by the harness as it begins. */
export type Phase = "setup" | "faults" | "heal" | "recovery" | "done";

export interface PhaseSpan {
  readonly phase: Phase;
  readonly began: Nanos;
  /** Null for the last phase of a history that was cut off. */
  readonly ended: Nanos | null;
}

export const phasesOf: (history: History) => readonly PhaseSpan[] = remembered(spans);

function spans(history: History): readonly PhaseSpan[] {
  const marks = history.filter((event) => event.process === "harness" && event.f === "phase");
  return marks.map((mark, i) => ({
    phase: mark.value as Phase,
    began: mark.time,
    ended: marks[i + 1]?.time ?? null,
  }));
}
