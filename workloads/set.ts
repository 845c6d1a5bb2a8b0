/** Adds to sets and reads of the whole, every added element a new one. */
import type { InvocationOf } from "#core/operation.ts";
import type { Workload } from "#core/ports/workload.ts";
import type { SetWords } from "#core/vocabulary/set.ts";
import { linearizable } from "#checkers/linearizable.ts";
import { setFull } from "#checkers/set-full.ts";
import { finalReads } from "./final-reads.ts";
import { rotation, type Asked, type Talk } from "./rotation.ts";

export const set: Workload = {
  name: "set",
  description: "Adds to sets and reads of the whole set: nothing acknowledged may be lost.",
  generator: (seed, { threads }) => rotation(seed, threads, talk),
  final: finalReads,
  checkers: [linearizable("set"), setFull],
  minimum: { faults: { add: 5, read: 5 }, recovery: { read: 1 } },
};

/** Sets grow with every add, and each read carries all of it: keys stay shorter than registers'. */
const talk: Talk = {
  prefix: "s",
  operations: 150,
  doublings: 3,
  ask: (dice, _seen, fresh) =>
    dice.chance(600)
      ? asked({ f: "add", key: "", value: fresh })
      : asked({ f: "read", key: "", value: null }),
  learn: () => null,
};

const asked = ({ f, value }: InvocationOf<SetWords>): Asked => ({ f, value, spent: f === "add" });
