/** Reads, writes, compare-and-sets on registers, every written value a new one. */
import type { InvocationOf } from "#core/operation.ts";
import type { Workload } from "#core/ports/workload.ts";
import type { Dice } from "#core/seed.ts";
import type { RegisterWords } from "#core/vocabulary/register.ts";
import { linearizable } from "#checkers/linearizable.ts";
import { finalReads } from "./final-reads.ts";
import { rotation, type Asked, type Talk } from "./rotation.ts";

export const register: Workload = {
  name: "register",
  description: "Reads, writes and compare-and-sets on registers, judged for linearizability.",
  generator: (seed, { threads }) => rotation(seed, threads, talk),
  final: finalReads,
  checkers: [linearizable("cas-register")],
  minimum: { faults: { read: 5, write: 5, cas: 2 }, recovery: { read: 1 } },
};

const talk: Talk = {
  prefix: "k",
  operations: 200,
  doublings: 20,
  ask(dice, seen, fresh) {
    const lot = dice.int(100);
    if (lot < 45) return asked({ f: "read", key: "", value: null });
    // Before any value was seen there is nothing to compare with: write one.
    if (lot < 70 || seen === null) return asked({ f: "write", key: "", value: fresh });
    return asked({ f: "cas", key: "", value: [expected(dice, seen, fresh), fresh] });
  },
  learn({ f, value }) {
    const now: unknown = f === "cas" && Array.isArray(value) ? value[1] : value;
    return typeof now === "number" ? now : null;
  },
};

/** The value that is probably there, so that many succeed; sometimes any earlier one. */
const expected = (dice: Dice, seen: number, fresh: number): number =>
  dice.chance(100) ? 1 + dice.int(fresh - 1) : seen;

const asked = ({ f, value }: InvocationOf<RegisterWords>): Asked => ({
  f,
  value,
  spent: f !== "read",
});
