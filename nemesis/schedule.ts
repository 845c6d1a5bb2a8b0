/** The seeded schedule: which fault when, for how long, dealt like cards, over before time is up. */
import type { Cured, FaultKind } from "#core/fault.ts";
import type { Context, Generator, Step } from "#core/generator/generator.ts";
import type { Event } from "#core/history.ts";
import type { Invocation } from "#core/operation.ts";
import type { Card, CureRequest, InjectRequest, Nemesis } from "#core/ports/nemesis.ts";
import type { Seed } from "#core/seed.ts";
import { millis, nanos, type Nanos } from "#core/units.ts";

export interface ScheduleSettings {
  readonly seed: Seed;
  readonly nemeses: readonly Nemesis[];
  readonly knowsLeaders: boolean;
  /** All cures are asked for before that, counted from when it is first asked. */
  readonly timeLimitMs: number;
  readonly rhythm: Rhythm;
  /** How many faults may be in force at once; 1 unless somebody asks for more. */
  readonly atOnce: number;
}

/** Means: what is drawn is up to a quarter shorter or longer. */
export interface Rhythm {
  /** From when a fault is in force to its cure. */
  readonly holdMs: number;
  /** From the end of a cure to the next fault; also before the first, and after the last. */
  readonly intervalMs: number;
}

/**
 * Three rounds in which each kind has its turn, as far as that leaves 1.2 to 20 seconds a fault. One
 * round of the three is slack for injections and cures that take their time.
 */
export function defaultRhythm(timeLimitMs: number, kinds: number): Rhythm {
  const period = Math.min(Math.max(timeLimitMs / (3 * kinds + 1), 1200), 20_000);
  const holdMs = Math.round(period * 0.55);
  return { holdMs, intervalMs: Math.round(period) - holdMs };
}

/**
 * For the nemesis's thread: `inject`, hold, `cure`, pause, again. A kind comes a second time only
 * when each had its turn, and one that could not be injected, or showed no effect, has not had it
 * yet: it comes once more at the end of the round. An injection that failed is not cured; whatever
 * is in force at the end, because time was up all the same, is the engine's to heal.
 */
export function schedule(settings: ScheduleSettings): Generator {
  const { nemeses, rhythm, timeLimitMs } = settings;
  const self: Generator = {
    // A sentence is always taken, so that the beginning is fixed by the first question.
    next: ({ now }) => {
      if (nemeses.length === 0) return { kind: "done" };
      const first = nanos(now + millis(rhythm.intervalMs));
      const end = nanos(now + millis(timeLimitMs));
      const state = { ...NOTHING, deck: deckOf(settings, 0), injectAt: first, end };
      return { kind: "log", message: announcement(settings), rest: running(settings, state) };
    },
    observe: () => self,
  };
  return self;
}

interface State {
  /** Cards so far. */
  readonly dealt: number;
  readonly round: number;
  /** What is still to come in this round. */
  readonly deck: readonly Nemesis[];
  /** Kinds that have been put back in this round: none is put back twice. */
  readonly again: readonly FaultKind[];
  readonly inForce: readonly InForce[];
  readonly injectAt: Nanos;
  readonly end: Nanos;
  /** What is under way, by its id. */
  readonly under: string | null;
}

const NOTHING = { dealt: 0, round: 0, again: [], inForce: [], under: null } as const;

interface InForce {
  readonly id: string;
  readonly kind: FaultKind;
  readonly cureAt: Nanos;
}

function running(settings: ScheduleSettings, state: State): Generator {
  // Drawn once, although it is asked for until its time has come.
  let card: Card | null = null;
  const draw = (nemesis: Nemesis): Card => (card ??= cardOf(settings, state, nemesis));
  const self: Generator = {
    next: (context) => nextStep(settings, state, context, { self, draw }),
    observe(event) {
      if (event.type === "invoke" || state.under === null) return self;
      return running(settings, completed(settings, state, state.under, event));
    },
  };
  return self;
}

interface Asked {
  readonly self: Generator;
  draw(nemesis: Nemesis): Card;
}

function nextStep(
  settings: ScheduleSettings,
  state: State,
  { now, free }: Context,
  { self, draw }: Asked,
): Step {
  if (state.under !== null) return { kind: "pending", until: null, rest: self };
  const cure = state.inForce.toSorted((a, b) => a.cureAt - b.cureAt)[0];
  const injects = mayInject(settings, state, now);
  if (cure === undefined && !injects) return { kind: "done" };
  if (!free.includes("nemesis")) return { kind: "pending", until: null, rest: self };
  if (injects && (cure === undefined || state.injectAt < cure.cureAt)) {
    return inject(settings, state, now, draw);
  }
  const { id, cureAt } = cure ?? { id: "", cureAt: now };
  const rest = running(settings, { ...state, under: id });
  const value: CureRequest = { id };
  return offer({ f: "cure", key: "", value }, cureAt, now, rest);
}

/** Room for another, of a kind that is not in force, and time to hold it for half its time. */
function mayInject(settings: ScheduleSettings, state: State, now: Nanos): boolean {
  const { rhythm, atOnce } = settings;
  const begin = Math.max(state.injectAt, now);
  const kind = state.deck[0]?.name;
  return (
    state.inForce.length < atOnce &&
    state.inForce.every((fault) => fault.kind !== kind) &&
    begin + millis(rhythm.holdMs / 2) <= lastCure(settings, state)
  );
}

/** After the last cure there is time to see what comes of it. */
const lastCure = ({ rhythm }: ScheduleSettings, { end }: State): Nanos =>
  nanos(end - millis(rhythm.intervalMs / 2));

function inject(
  settings: ScheduleSettings,
  state: State,
  now: Nanos,
  draw: (nemesis: Nemesis) => Card,
): Step {
  const { dealt, injectAt } = state;
  const [nemesis] = state.deck;
  if (nemesis === undefined) return { kind: "done" };
  const id = `f${dealt + 1}`;
  // Until it is in force nobody can say when it is to be cured.
  const fault: InForce = { id, kind: nemesis.name, cureAt: nanos(Number.MAX_SAFE_INTEGER) };
  const inForce = [...state.inForce, fault];
  const rest = running(settings, { ...state, dealt: dealt + 1, inForce, under: id });
  const value: InjectRequest = { id, card: draw(nemesis) };
  return offer({ f: "inject", key: "", value }, injectAt, now, rest);
}

const cardOf = ({ seed, knowsLeaders }: ScheduleSettings, state: State, nemesis: Nemesis): Card =>
  nemesis.draw(seed.child("card").child(state.dealt), { knowsLeaders, turn: state.round });

/** Each round is the kinds in another order. */
const deckOf = ({ seed, nemeses }: ScheduleSettings, round: number): readonly Nemesis[] =>
  seed.child("round").child(round).open().shuffle(nemeses);

const offer = (op: Invocation, at: Nanos, now: Nanos, rest: Generator): Step => ({
  kind: "op",
  op,
  thread: "nemesis",
  // What took longer than planned is not late: the schedule is about what is in force.
  at: nanos(Math.max(at, now)),
  rest,
});

/** What an injection or a cure leaves behind, and when it goes on from there. */
function completed(settings: ScheduleSettings, before: State, id: string, event: Event): State {
  const { seed, rhythm } = settings;
  const fault = before.inForce.find((other) => other.id === id);
  const state = fault === undefined ? before : turned(settings, before, fault.kind, event);
  const pause = around(seed.child("pause").child(state.dealt), rhythm.intervalMs);
  const injectAt = nanos(event.time + pause);
  const others = state.inForce.filter((other) => other.id !== id);
  const stays = event.f === "inject" && event.error === undefined && fault !== undefined;
  if (!stays) return { ...state, under: null, inForce: others, injectAt };
  const hold = around(seed.child("hold").child(state.dealt), rhythm.holdMs);
  const cureAt = nanos(Math.min(event.time + hold, lastCure(settings, state)));
  return { ...state, under: null, inForce: [...others, { ...fault, cureAt }], injectAt };
}

/** The deck after an injection or a cure: a kind whose turn was in vain is put back, once. */
function turned(
  settings: ScheduleSettings,
  { deck, again, round, ...state }: State,
  kind: FaultKind,
  event: Event,
): State {
  const left = event.f === "inject" ? deck.slice(1) : deck;
  const nemesis = settings.nemeses.find(({ name }) => name === kind);
  if (inVain(event) && nemesis !== undefined && !again.includes(kind))
    return { ...state, round, deck: [...left, nemesis], again: [...again, kind] };
  if (left.length > 0) return { ...state, round, deck: left, again };
  return { ...state, round: round + 1, deck: deckOf(settings, round + 1), again: [] };
}

function inVain({ f, error, value }: Event): boolean {
  if (error !== undefined) return f === "inject";
  return f === "cure" && (value as Cured | null)?.effect === "unproven";
}

/** Within a quarter of the mean. */
function around(seed: Seed, meanMs: number): Nanos {
  const mean = millis(meanMs);
  return nanos(mean - Math.floor(mean / 4) + seed.open().span(Math.floor(mean / 2) + 1));
}

function announcement({ nemeses, rhythm }: ScheduleSettings): string {
  const kinds = nemeses.map(({ name }) => name).join(", ");
  const [hold, interval] = [rhythm.holdMs, rhythm.intervalMs].map((ms) => (ms / 1000).toFixed(1));
  return `Faults: ${kinds}, each for about ${hold} s, ${interval} s apart.`;
}
