/** Plays scenarios, and faults of plain kinds among them, one round after the other. */
import type { Fault } from "#core/fault.ts";
import type { Generator, Step } from "#core/generator/generator.ts";
import type { Event } from "#core/history.ts";
import type { Invocation } from "#core/operation.ts";
import type { Card, CureRequest, InjectRequest, Nemesis } from "#core/ports/nemesis.ts";
import type { Seed } from "#core/seed.ts";
import { millis, nanos, type Nanos, type NodeId } from "#core/units.ts";
import type { Scenario } from "./scenarios.ts";
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
    const card = nemesis.draw(seed.child("card"), { knowsLeaders, turn: 2 });
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
  /** Ids in force. */
  readonly inForce: readonly string[];
  /** When the next move was to begin to wait, and when no more is begun. */
  readonly due: Nanos;
  readonly end: Nanos;
  /** What is under way. */
  readonly under: NumberedMove | null;
}

const NOTHING = { round: 0, dealt: 0, moves: [], inForce: [], under: null } as const;

interface NumberedMove {
  readonly afterMs: number;
  readonly id: string;
  /** Null for a cure. */
  readonly inject: Card | Fault | null;
}

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
  if (move.inject === null && !ready.inForce.includes(move.id))
    return nextStep(settings, { ...ready, moves: others }, now);
  return offer(settings, { ...ready, moves: others }, move, nanos(Math.max(now, wanted)));
}

/** Time is up: what is in force is cured, and that is all. */
function last(settings: RoundSettings, state: State, now: Nanos): Step {
  const [id] = state.inForce;
  if (id === undefined) return { kind: "done" };
  return offer(settings, { ...state, end: now }, { afterMs: 0, id, inject: null }, now);
}

function offer(settings: RoundSettings, state: State, move: NumberedMove, at: Nanos): Step {
  const rest = playing(settings, { ...state, under: move });
  return { kind: "op", op: operationOf(move), thread: "nemesis", at, rest };
}

function operationOf({ id, inject }: NumberedMove): Invocation {
  if (inject === null) return { f: "cure", key: "", value: { id } satisfies CureRequest };
  const value: InjectRequest = "chooser" in inject ? { id, card: inject } : { id, fault: inject };
  return { f: "inject", key: "", value };
}

/** Numbers the faults of the next round in the order in which they come. */
function nextRound({ seed, scenarios, nodes }: RoundSettings, state: State): State {
  const mine = seed.child("round").child(state.round);
  const scenario = mine.child("which").open().pick(scenarios);
  const ids = new Map<string, string>();
  let { dealt } = state;
  const moves = scenario.round(mine.child("moves"), nodes).map((move): NumberedMove => {
    const { afterMs } = move;
    if ("cure" in move) return { afterMs, id: ids.get(move.cure) ?? "", inject: null };
    const id = `f${++dealt}`;
    ids.set(move.name, id);
    return { afterMs, id, inject: move.inject };
  });
  return { ...state, round: state.round + 1, dealt, moves };
}

function completed(state: State, { id, inject }: NumberedMove, event: Event): State {
  const others = state.inForce.filter((other) => other !== id);
  const tookHold = inject !== null && event.error === undefined;
  const inForce = tookHold ? [...others, id] : others;
  return { ...state, under: null, inForce, due: event.time };
}
