/** A run's schedule as a value: what clients and nemesis asked, and when, to be asked again. */
import { faultsOf, type Cured, type Fault, type Injected } from "./fault.ts";
import { pending, rest } from "./generator/basic.ts";
import type { Generator, Thread } from "./generator/generator.ts";
import { sequence } from "./generator/combine.ts";
import { split } from "./generator/route.ts";
import { phasesOf, type Event, type History, type Speaker } from "./history.ts";
import type { Invocation } from "./operation.ts";
import type { Plan } from "./plan.ts";
import type { Card, InjectRequest } from "./ports/nemesis.ts";
import type { Workload } from "./ports/workload.ts";
import { nanos, processId, type Nanos } from "./units.ts";

/** All times count from the beginning of the fault phase. */
export interface Script {
  readonly operations: readonly ScriptedOperation[];
  readonly faults: readonly ScriptedFault[];
  /** The keys that every node is to read at the end. */
  readonly final: readonly string[];
  /** Until then the phase lasts, even when all has been done. */
  readonly lasts: Nanos;
}

export interface ScriptedOperation extends Invocation {
  readonly at: Nanos;
  /** The client thread; it speaks to the node of its number modulo theirs. */
  readonly thread: number;
}

export interface ScriptedFault {
  readonly id: string;
  readonly at: Nanos;
  readonly until: Nanos;
  /** What the card became when it was aimed. */
  readonly fault: Fault;
  /** Where leaders differ from run to run, the card says better what was meant. */
  readonly card: Card | null;
  /** Places of its injection and its cure among all moves: what comes first at one moment. */
  readonly turns: readonly [inject: number, cure: number];
}

/** What a history shows to have been asked. Faults that never took hold are left out. */
export function scriptOf(history: History, plan: Plan): Script {
  const span = phasesOf(history).find(({ phase }) => phase === "faults");
  const began = span?.began ?? nanos(0);
  const ended = span?.ended ?? history.at(-1)?.time ?? began;
  const since = (time: Nanos): Nanos => nanos(Math.max(0, time - began));
  const cards = cardsOf(history);
  const turns = turnsOf(history);
  return {
    operations: asked(faultPhaseOf(history), plan).map((op) => ({ ...op, at: since(op.at) })),
    faults: faultsOf(history).map(({ id, fault, began: at, ended: until }) => ({
      id,
      at: since(at),
      until: since(until ?? ended),
      fault,
      card: cards.get(id) ?? null,
      turns: [turns.get(`inject ${id}`) ?? 0, turns.get(`cure ${id}`) ?? history.length],
    })),
    final: finalKeys(history),
    lasts: since(ended),
  };
}

/** Told by place, not by time: the final reads may begin at the moment at which the phase ends. */
function faultPhaseOf(history: History): History {
  const isPhase = ({ process, f }: Event): boolean => process === "harness" && f === "phase";
  const from = history.findIndex((event) => isPhase(event) && event.value === "faults");
  const length = history.slice(from + 1).findIndex(isPhase);
  return history.slice(from + 1, length < 0 ? history.length : from + 1 + length);
}

/** Threads are told from processes by the rule that made these: an `info` is followed by the next. */
function asked(history: History, { concurrency }: Plan): readonly ScriptedOperation[] {
  const operations: ScriptedOperation[] = [];
  const threads = new Map<Speaker, number>();
  let next = concurrency;
  for (const { process, type, f, key, value, time } of history) {
    if (typeof process !== "number") continue;
    const thread = threads.get(process) ?? process;
    if (type === "invoke") operations.push({ at: time, thread, f, key: key ?? "", value });
    else if (type === "info") threads.set(processId(next++), thread);
  }
  return operations;
}

function cardsOf(history: History): ReadonlyMap<string, Card> {
  const cards = new Map<string, Card>();
  for (const { process, type, f, value } of history) {
    if (process !== "nemesis" || type !== "invoke" || f !== "inject") continue;
    const request = value as InjectRequest;
    if ("card" in request) cards.set(request.id, request.card);
  }
  return cards;
}

/** When a move was made, as the index of its completion, by its name and its fault's. */
function turnsOf(history: History): ReadonlyMap<string, number> {
  const turns = new Map<string, number>();
  for (const { process, type, f, value, index } of history) {
    if (process !== "nemesis" || type === "invoke" || value === null) continue;
    turns.set(`${f} ${(value as Injected | Cured).id}`, index);
  }
  return turns;
}

function finalKeys(history: History): readonly string[] {
  const began = phasesOf(history).find(({ phase }) => phase === "recovery")?.began ?? Infinity;
  const isFinal = ({ process, type, time }: Event): boolean =>
    typeof process === "number" && type === "invoke" && time >= began;
  return [...new Set(history.filter(isFinal).map(({ key }) => key ?? ""))];
}

/** How long a script takes to ask all that is in it. */
export const lengthOf = ({ operations, faults }: Script): Nanos =>
  nanos(Math.max(0, ...operations.map(({ at }) => at), ...faults.map(({ until }) => until)));

/** The workload that asks what the script says, judged as the one that it was drawn from. */
export const scriptedWorkload = (script: Script, like: Workload): Workload => ({
  ...like,
  generator: () => clientsOf(script),
  final: () => like.final(script.final),
});

/** The nemesis of a script; `reaim` where who leads is not the script's to know. */
export function scriptedSchedule({ faults, lasts }: Script, reaim: boolean): Generator {
  const moves = faults.flatMap(({ id, at, until, fault, card, turns }): readonly Move[] => {
    const value: InjectRequest = reaim && card !== null ? { id, card } : { id, fault };
    const [inject, cure] = turns;
    return [
      { at, turn: inject, op: { f: "inject", key: "", value } },
      { at: until, turn: cure, op: { f: "cure", key: "", value: { id } } },
    ];
  });
  const ordered = moves.toSorted((a, b) => a.at - b.at || a.turn - b.turn);
  return fromNow("Faults: as in the script.", (start) =>
    sequence(queue(ordered, start), rest(lasts, nanos(start + lasts))),
  );
}

function clientsOf({ operations }: Script): Generator {
  const queues = Map.groupBy(operations, ({ thread }) => thread as Thread);
  const dues = new Map(
    [...queues].map(([thread, mine]) => [
      thread,
      mine.map(({ at, f, key, value }): Due => ({ at, op: { f, key, value } })),
    ]),
  );
  return fromNow("Operations: as in the script.", (start) =>
    split(
      (thread) => thread,
      (thread) => queue(dues.get(thread) ?? [], start),
    ),
  );
}

interface Due {
  readonly at: Nanos;
  readonly op: Invocation;
}

interface Move extends Due {
  readonly turn: number;
}

/** A sentence is always taken, so that the beginning is fixed by the first question. */
function fromNow(message: string, make: (start: Nanos) => Generator): Generator {
  const self: Generator = {
    next: ({ now }) => ({ kind: "log", message, rest: make(now) }),
    observe: () => self,
  };
  return self;
}

/** One after another on one thread, each at its time or as soon after it as the thread is free. */
function queue(dues: readonly Due[], start: Nanos, from = 0): Generator {
  const self: Generator = {
    next: ({ now, free }) => {
      const due = dues[from];
      const [thread] = free;
      if (due === undefined) return { kind: "done" };
      if (thread === undefined) return pending(self);
      const at = nanos(Math.max(now, start + due.at));
      return { kind: "op", op: due.op, thread, at, rest: queue(dues, start, from + 1) };
    },
    observe: () => self,
  };
  return self;
}
