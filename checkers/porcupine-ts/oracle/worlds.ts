/** One world a family, with settings for how unique values are and how much is observed. */
import { FAIL, NONE, OK } from "../columns.ts";
import { PUT, TAKE } from "../models/containers.ts";
import { COUNTER_ADD, COUNTER_READ } from "../models/counter.ts";
import { CAS, READ, WRITE } from "../models/register.ts";
import { ADD, CONTAINS, REMOVE, SET_READ } from "../models/set.ts";
import type { Dice } from "./dice.ts";
import type { World } from "./world.ts";

export interface RegisterSettings {
  readonly readPercent: number;
  readonly casPercent: number;
  /** Values to choose from; 0: each is new. */
  readonly values: number;
  /** How many compare-and-sets in a hundred expect any value at all, not the current one. */
  readonly stalePercent: number;
  /** Whether a refused compare-and-set is kept as an observation (else it asks again). */
  readonly refusals: boolean;
}

export function registerWorld(dice: Dice, settings: RegisterSettings): World {
  let state = 0;
  let fresh = 1;
  const known = (): number => dice.below(Math.max(fresh, settings.values + 1));
  const value = (): number => (settings.values > 0 ? 1 + dice.below(settings.values) : fresh++);
  return {
    ask() {
      const kind = dice.below(100);
      if (kind < settings.readPercent) return { word: READ, a: NONE, b: NONE, outcome: OK };
      if (kind >= settings.readPercent + settings.casPercent)
        return { word: WRITE, a: value(), b: NONE, outcome: OK };
      return {
        word: CAS,
        a: dice.chance(settings.stalePercent) ? known() : state,
        b: value(),
        outcome: OK,
      };
    },
    apply(cells) {
      if (cells.word === READ) cells.a = state;
      else if (cells.word === WRITE) state = cells.a;
      else {
        const done = cells.a === state;
        if (done) state = cells.b;
        else if (settings.refusals) cells.outcome = FAIL;
        else Object.assign(cells, { word: READ, a: state, b: NONE });
      }
    },
    forget: (cells) => cells.word !== READ,
    spoil(cells) {
      if (cells.word === READ) cells.a = known();
      else if (cells.word === CAS && settings.refusals && dice.chance(50))
        cells.outcome = cells.outcome === FAIL ? OK : FAIL;
      else if (cells.word === CAS) cells.a = known();
    },
  };
}

export interface SetSettings {
  readonly elements: number;
  readonly removePercent: number;
  readonly containsPercent: number;
  readonly readPercent: number;
  /** Whether each element is added at most once. */
  readonly once: boolean;
  /** Words of updates that do not say if they changed the set. */
  readonly silent: readonly number[];
}

export function setWorld(dice: Dice, settings: SetSettings): World {
  const state = new Set<number>();
  let added = 0;
  const element = (): number => 1 + dice.below(settings.elements);
  const { removePercent, containsPercent, readPercent } = settings;
  return {
    ask() {
      const kind = dice.below(100);
      if (kind < removePercent) return { word: REMOVE, a: element(), b: NONE, outcome: OK };
      if (kind < removePercent + readPercent)
        return { word: SET_READ, a: NONE, b: NONE, items: [], outcome: OK };
      if (kind < removePercent + readPercent + containsPercent || added === settings.elements)
        return { word: CONTAINS, a: element(), b: NONE, outcome: OK };
      return { word: ADD, a: settings.once ? ++added : element(), b: NONE, outcome: OK };
    },
    apply(cells) {
      if (cells.word === SET_READ) {
        cells.items = [...state].toSorted((x, y) => x - y);
        return;
      }
      const present = state.has(cells.a);
      if (cells.word === ADD) state.add(cells.a);
      if (cells.word === REMOVE) state.delete(cells.a);
      const answer = cells.word === ADD ? !present : present;
      if (!settings.silent.includes(cells.word)) cells.b = answer ? 1 : 0;
    },
    forget(cells) {
      cells.b = NONE;
      return cells.word === ADD || cells.word === REMOVE;
    },
    spoil(cells) {
      if (cells.items !== undefined) {
        const other = element();
        if (dice.chance(5)) cells.items = [...cells.items, ...cells.items.slice(0, 1)];
        else
          cells.items = cells.items.includes(other)
            ? cells.items.filter((item) => item !== other)
            : [...cells.items, other];
      } else if (cells.b !== NONE) cells.b = 1 - cells.b;
    },
  };
}

export interface ContainerSettings {
  readonly kind: "queue" | "bag" | "stack" | "priority-queue";
  readonly takePercent: number;
  /** How many values share one priority. */
  readonly priorityTies: number;
  /** Elements to choose from; 0: each is new. */
  readonly elements: number;
}

export function containerWorld(
  dice: Dice,
  { kind, takePercent, priorityTies, elements }: ContainerSettings,
): World {
  let fresh = 1;
  const state: number[] = [];
  const priorities = new Map<number, number>();
  const priorityOf = (value: number): number => priorities.get(value) ?? NONE;
  const next = (): number => {
    if (kind === "queue") return 0;
    if (kind === "stack") return state.length - 1;
    if (kind === "bag") return dice.below(state.length);
    return state.reduce((best, v, i) => (priorityOf(v) < priorityOf(state[best]!) ? i : best), 0);
  };
  return {
    ask() {
      if (dice.chance(takePercent)) return { word: TAKE, a: NONE, b: NONE, outcome: OK };
      const value = elements > 0 ? 1 + dice.below(elements) : fresh++;
      if (kind === "priority-queue")
        priorities.set(value, dice.below(1 + Math.floor(40 / priorityTies)));
      return { word: PUT, a: value, b: priorityOf(value), outcome: OK };
    },
    apply(cells) {
      if (cells.word === PUT) {
        state.push(cells.a);
        return;
      }
      const [taken = 0] = state.length === 0 ? [] : state.splice(next(), 1);
      Object.assign(cells, { a: taken, b: priorityOf(taken) });
    },
    forget(cells) {
      if (cells.word === TAKE) Object.assign(cells, { a: NONE, b: NONE });
      return true;
    },
    spoil(cells) {
      if (cells.word !== TAKE) return;
      const value = dice.below((elements > 0 ? elements : fresh) + 1);
      Object.assign(cells, { a: value, b: priorityOf(value) });
    },
  };
}

export interface CounterSettings {
  readonly readPercent: number;
  /** Summands to choose from. */
  readonly summands: readonly number[];
}

export function counterWorld(dice: Dice, { readPercent, summands }: CounterSettings): World {
  let state = 0;
  return {
    ask: () =>
      dice.chance(readPercent)
        ? { word: COUNTER_READ, a: NONE, b: NONE, outcome: OK }
        : { word: COUNTER_ADD, a: dice.pick(summands), b: NONE, outcome: OK },
    apply(cells) {
      if (cells.word === COUNTER_READ) cells.a = state;
      else state += cells.a;
    },
    forget: (cells) => cells.word === COUNTER_ADD,
    spoil(cells) {
      if (cells.word === COUNTER_READ) cells.a += dice.pick(summands) * (dice.chance(50) ? 1 : -1);
    },
  };
}
