/** Data types whose replicas agree in the end: what is read before may be as old as it likes. */
import { endless } from "#core/generator/basic.ts";
import type { InvocationOf } from "#core/operation.ts";
import type { Workload } from "#core/ports/workload.ts";
import type { Seed } from "#core/seed.ts";
import type { CounterWords } from "#core/vocabulary/counter.ts";
import type { OrSetWords } from "#core/vocabulary/or-set.ts";
import type { RwRegisterWords } from "#core/vocabulary/rw-register.ts";
import { convergence } from "#checkers/convergence.ts";
import { counterBounds } from "#checkers/counter-bounds.ts";
import { eventualRegister } from "#checkers/eventual-register.ts";
import { eventualSet } from "#checkers/eventual-set.ts";
import { rotation, type Asked, type Talk } from "./rotation.ts";
import { settledReads } from "./settled-reads.ts";

export const gSet: Workload = {
  name: "g-set",
  description: "Adds to sets and reads; in the end all replicas have all that was acknowledged.",
  generator: (seed, { threads }) => rotation(seed, threads, growing),
  final: settledReads,
  checkers: [convergence(eventualSet)],
  minimum: { faults: { add: 5, read: 5 }, recovery: { read: 1 } },
};

export const orSet: Workload = {
  name: "or-set",
  description: "Adds and removals on sets; in the end all replicas agree, and adds win.",
  generator: (seed, { threads }) => rotation(seed, threads, comingAndGoing),
  final: settledReads,
  checkers: [convergence(eventualSet)],
  minimum: { faults: { add: 5, remove: 2, read: 5 }, recovery: { read: 1 } },
};

export const lwwRegister: Workload = {
  name: "lww-register",
  description: "Reads and writes of registers; in the end all replicas agree on one of the writes.",
  generator: (seed, { threads }) => rotation(seed, threads, overwriting),
  final: settledReads,
  checkers: [convergence(eventualRegister)],
  minimum: { faults: { read: 5, write: 5 }, recovery: { read: 1 } },
};

export const gCounter: Workload = counter(
  "g-counter",
  "Adds to a counter that only grows; in the end all replicas count each add once.",
  (seed) => 1 + seed.open().int(5),
);

export const pnCounter: Workload = counter(
  "pn-counter",
  "Adds to a counter that goes up and down; in the end all replicas count each add once.",
  (seed) => seed.open().pick([-5, -3, -2, -1, 1, 2, 3, 4, 5]),
);

/** There is one counter, as Maelstrom has it: the longer the run, the more it has to keep. */
function counter(
  name: "g-counter" | "pn-counter",
  description: string,
  draw: (seed: Seed) => number,
): Workload {
  const word = (seed: Seed): InvocationOf<CounterWords> =>
    seed.child("word").open().chance(600)
      ? { f: "add", key: "", value: draw(seed.child("delta")) }
      : { f: "read", key: "", value: null };
  return {
    name,
    description,
    generator: (seed) => endless(seed, word),
    final: settledReads,
    checkers: [counterBounds, convergence(() => [])],
    minimum: { faults: { add: 5, read: 5 }, recovery: { read: 1 } },
  };
}

/** Each read carries the whole set: keys stay short. */
const sets = { prefix: "s", operations: 150, doublings: 3 } as const;

const growing: Talk = {
  ...sets,
  ask: (dice, _seen, fresh) =>
    dice.chance(600) ? change({ f: "add", key: "", value: fresh }, true) : READ,
  learn: () => null,
};

/** Much is asked of the latest element: it is removed and comes back, from several sides at once. */
const comingAndGoing: Talk = {
  ...sets,
  ask(dice, seen, fresh) {
    const lot = dice.int(100);
    if (lot < 30) return READ;
    if (lot < 55 || seen === null) return change({ f: "add", key: "", value: fresh }, true);
    return change({ f: lot < 75 ? "add" : "remove", key: "", value: seen }, false);
  },
  learn: ({ f, value }) => (f === "add" && typeof value === "number" ? value : null),
};

const overwriting: Talk = {
  prefix: "k",
  operations: 200,
  doublings: 20,
  ask: (dice, _seen, fresh) =>
    dice.chance(400) ? READ : written({ f: "write", key: "", value: fresh }),
  learn: () => null,
};

const READ: Asked = { f: "read", value: null, spent: false };

const change = ({ f, value }: InvocationOf<OrSetWords>, spent: boolean): Asked => ({
  f,
  value,
  spent,
});

const written = ({ f, value }: InvocationOf<RwRegisterWords>): Asked => ({ f, value, spent: true });
