/** Plays scenarios, and faults of plain kinds among them, one round after the other. */
import { InternalError } from "#core/assert.ts";
import type { Fault, Injected } from "#core/fault.ts";
import type { Generator, Step } from "#core/generator/generator.ts";
import type { Event } from "#core/history.ts";
import type { Card, InjectRequest, Nemesis } from "#core/ports/nemesis.ts";
import type { Seed } from "#core/seed.ts";
import { millis, nanos, type Nanos, type NodeId } from "#core/units.ts";
import type { Scenario } from "./scenario.ts";
import type { Rhythm } from "./schedule.ts";

export interface RoundSettings {
  readonly seed: Seed;
  /** Each round is one of these, by lot. */
  readonly scenarios: readonly [Scenario, ...Scenario[]];
  readonly nodes: readonly NodeId[];
  readonly timeLimitMs: number;
}

/** A fault of one kind, held and cured, as a scenario like any other. */
export const plain = (nemesis: Nemesis, knowsLeaders: boolean, rhythm: Rhythm): Scenario => ({
  name: nemesis.name,
  description: nemesis.description,
  needs: [nemesis.name],
  round(seed) {
    const card = nemesis.draw(seed.child("card"), { knowsLeaders, turn: 3 });
    return [
      { afterMs: rhythm.intervalMs, inject: card, name: "fault" },
      { afterMs: rhythm.holdMs, cure: "fault" },
    ];
  },
});

/**
 * For the nemesis's thread. A fault that never took hold is not cured. Near the end nothing new is
 * begun; what is in force then is cured at once.
 */
export function rounds(settings: RoundSettings): Generator {
  const self: Generator = {
    // A sentence is always taken, so that the beginning is fixed by the first question.
    next({ now }) {
      const end = nanos(now + Math.floor(millis(settings.timeLimitMs) * 0.95));
      const state: State = { ...NOTHING, due: now, end };
      const names = settings.scenarios.map(({ name }) => name).join(", ");
      return { kind: "log", message: `Faults: ${names}.`, rest: playing(settings, state) };
    },
    observe: () => self,
  };
  return self;
}

interface State {
  /** Rounds begun, faults injected. */
  readonly round: number;
  readonly dealt: number;
  readonly moves: readonly NumberedMove[];
  /** What the cards of this round have become, by id. */
  readonly aimed: ReadonlyMap<string, Fault>;
  /** Ids in force. */
  readonly inForce: readonly string[];
  /** When the next move was to begin to wait, and when no more is begun. */
  readonly due: Nanos;
  readonly end: Nanos;
  /** What is under way. */
  readonly under: NumberedMove | null;
}

const NOTHING = { round: 0, dealt: 0, moves: [], aimed: new Map(), inForce: [], under: null };

type NumberedMove = { readonly afterMs: number; readonly id: string } & (
  | { readonly act: "cure" }
  | {
      readonly act: "inject";
      /** A card, a fault, or what the fault of that id has become. */
      readonly what: Card | Fault | { readonly again: string };
      readonly afterElectionMs: number | null;
    }
);

function playing(settings: RoundSettings, state: State): Generator {
  // Drawn once, although its first move is asked for until its time has come.
  let drawn: State | null = state.moves.length > 0 ? state : null;
  const ready = (): State => (drawn ??= nextRound(settings, state));
  const self: Generator = {
    next(context) {
      if (state.under !== null || !context.free.includes("nemesis"))
        return { kind: "pending", until: null, rest: self };
      return nextStep(settings, ready(), context.now);
    },
    observe(event) {
      if (event.type === "invoke" || state.under === null) return self;
      return playing(settings, completed(state, state.under, event));
    },
  };
  return self;
}

function nextStep(settings: RoundSettings, state: State, now: Nanos): Step {
  const ready = state.moves.length > 0 ? state : nextRound(settings, state);
  const [move, ...others] = ready.moves;
  if (move === undefined) return { kind: "done" };
  const wanted = nanos(ready.due + millis(move.afterMs));
  if (Math.max(now, wanted) >= ready.end) return last(settings, ready, now);
  if (!isPossible(ready, move)) return nextStep(settings, { ...ready, moves: others }, now);
  return offer(settings, { ...ready, moves: others }, move, nanos(Math.max(now, wanted)));
}

/** What never took hold is neither cured nor repeated. */
function isPossible({ inForce, aimed }: State, move: NumberedMove): boolean {
  if (move.act === "cure") return inForce.includes(move.id);
  return !("again" in move.what) || aimed.has(move.what.again);
}

/** Time is up: what is in force is cured, and that is all. */
function last(settings: RoundSettings, state: State, now: Nanos): Step {
  const [id] = state.inForce;
  if (id === undefined) return { kind: "done" };
  return offer(settings, { ...state, end: now }, { afterMs: 0, id, act: "cure" }, now);
}

function offer(settings: RoundSettings, state: State, move: NumberedMove, at: Nanos): Step {
  const rest = playing(settings, { ...state, under: move });
  const value = move.act === "cure" ? { id: move.id } : requestOf(state, move);
  return { kind: "op", op: { f: move.act, key: "", value }, thread: "nemesis", at, rest };
}

function requestOf(
  { aimed }: State,
  { id, what, afterElectionMs }: Extract<NumberedMove, { readonly act: "inject" }>,
): InjectRequest {
  const wait = afterElectionMs === null ? {} : { afterElectionMs };
  const known = "again" in what ? aimed.get(what.again) : what;
  if (known === undefined) throw new InternalError(`${id} repeats what never was`);
  return "chooser" in known ? { id, card: known, ...wait } : { id, fault: known, ...wait };
}

/** Numbers the faults of the next round in the order in which they come. */
function nextRound({ seed, scenarios, nodes }: RoundSettings, state: State): State {
  const mine = seed.child("round").child(state.round);
  const scenario = mine.child("which").open().pick(scenarios);
  const ids = new Map<string, string>();
  let { dealt } = state;
  const moves = scenario.round(mine.child("moves"), nodes).map((move): NumberedMove => {
    const { afterMs } = move;
    if ("cure" in move) return { afterMs, id: ids.get(move.cure) ?? "", act: "cure" };
    const what = "again" in move ? { again: ids.get(move.again) ?? "" } : move.inject;
    const id = `f${++dealt}`;
    ids.set(move.name, id);
    return { afterMs, id, act: "inject", what, afterElectionMs: move.afterElectionMs ?? null };
  });
  return { ...state, round: state.round + 1, dealt, moves, aimed: new Map() };
}

function completed(state: State, { id, act }: NumberedMove, event: Event): State {
  const others = state.inForce.filter((other) => other !== id);
  const tookHold = act === "inject" && event.error === undefined;
  const inForce = tookHold ? [...others, id] : others;
  const fault = tookHold ? (event.value as Injected).fault : null;
  const aimed = fault === null ? state.aimed : new Map([...state.aimed, [id, fault]]);
  return { ...state, under: null, inForce, aimed, due: event.time };
}
