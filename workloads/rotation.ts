/** Keys in rotation: a few at a time, each shared by a group of threads, each for a limited while. */
import type { Generator } from "#core/generator/generator.ts";
import type { Event } from "#core/history.ts";
import type { Invocation } from "#core/operation.ts";
import type { Dice, Seed } from "#core/seed.ts";

/** What a workload says about a key; the rest is common to all. */
export interface Talk {
  /** Of key names: `k` makes k0, k1 … */
  readonly prefix: string;
  /** How many operations the first keys get. */
  readonly operations: number;
  /** How often that is doubled at most. */
  readonly doublings: number;
  /** `seen` is the latest value known of the key; `fresh` is one that nobody has used yet. */
  ask(dice: Dice, seen: number | null, fresh: number): Asked;
  /** What an `ok` completion says about the key's value; null if nothing. */
  learn(event: Event): number | null;
}

export interface Asked {
  readonly f: string;
  readonly value: unknown;
  /** Whether `fresh` was used. */
  readonly spent: boolean;
}

/** So many threads work on the same keys: enough to contend, and one at least on each node. */
const GROUP = 5;
/** So many keys does a group work on at once. */
const KEYS_EACH = 2;
/** After so many keys each further one gets twice as many operations. */
const KEYS_BEFORE_DOUBLING = 64;

/**
 * Endless. Values are unique over the whole run, whichever process uses them, since they are counted
 * here. Each key is short enough to be judged soon; the longer the run, the longer the keys, so that
 * the final reads of all of them stay few.
 */
export function rotation(seed: Seed, threads: number, talk: Talk): Generator {
  const groups = Math.max(1, Math.floor(threads / GROUP));
  const slots = Array.from({ length: groups * KEYS_EACH }, (_, i) => slotOf(talk, i));
  return turning({ seed, talk, groups }, { asked: 0, fresh: 1, keys: slots.length, slots });
}

interface Setting {
  readonly seed: Seed;
  readonly talk: Talk;
  readonly groups: number;
}

interface State {
  /** Operations so far. */
  readonly asked: number;
  /** The next value. */
  readonly fresh: number;
  /** Keys so far. */
  readonly keys: number;
  /** The keys in use, `KEYS_EACH` for each group in turn. */
  readonly slots: readonly Slot[];
}

interface Slot {
  readonly key: string;
  /** Operations to come. */
  readonly left: number;
  readonly seen: number | null;
}

function turning(setting: Setting, state: State): Generator {
  // What is offered is offered many times before it is taken.
  const offers = new Map<number, Offer>();
  const self: Generator = {
    next({ now, free }) {
      const thread = free.find((lane) => lane !== "nemesis");
      if (thread === undefined) return { kind: "pending", until: null, rest: self };
      // The threads left over from the last whole group join it.
      const group = Math.min(Math.floor(thread / GROUP), setting.groups - 1);
      let offer = offers.get(group);
      if (offer === undefined) offers.set(group, (offer = offerTo(setting, state, group)));
      return { kind: "op", thread, at: now, op: offer.op, rest: offer.rest };
    },
    observe: (event) => {
      const slots = event.type === "ok" ? learned(setting.talk, state.slots, event) : state.slots;
      return slots === state.slots ? self : turning(setting, { ...state, slots });
    },
  };
  return self;
}

interface Offer {
  readonly op: Invocation;
  readonly rest: Generator;
}

function offerTo(setting: Setting, state: State, group: number): Offer {
  const { seed, talk } = setting;
  const dice = seed.child(state.asked).open();
  const at = group * KEYS_EACH + dice.int(KEYS_EACH);
  const slot = state.slots[at] ?? slotOf(talk, at);
  const { f, value, spent } = talk.ask(dice, slot.seen, state.fresh);
  const over = slot.left <= 1;
  const rest = turning(setting, {
    asked: state.asked + 1,
    fresh: state.fresh + (spent ? 1 : 0),
    keys: state.keys + (over ? 1 : 0),
    slots: state.slots.with(at, over ? slotOf(talk, state.keys) : { ...slot, left: slot.left - 1 }),
  });
  return { op: { f, key: slot.key, value }, rest };
}

function slotOf({ prefix, operations, doublings }: Talk, index: number): Slot {
  const doubled = Math.min(Math.floor(index / KEYS_BEFORE_DOUBLING), doublings);
  return { key: `${prefix}${index}`, left: operations * 2 ** doubled, seen: null };
}

/** The same array if the event teaches nothing: most keys are in nobody's use any more. */
function learned(talk: Talk, slots: readonly Slot[], event: Event): readonly Slot[] {
  const at = slots.findIndex((slot) => slot.key === event.key);
  const slot = slots[at];
  if (slot === undefined) return slots;
  const seen = talk.learn(event);
  return seen === null || seen === slot.seen ? slots : slots.with(at, { ...slot, seen });
}
