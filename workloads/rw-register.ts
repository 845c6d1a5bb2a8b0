/** Reads and writes of registers, every written value a new one: for systems without a cas. */
import type { InvocationOf } from "#core/operation.ts";
import type { Workload } from "#core/ports/workload.ts";
import type { RwRegisterWords } from "#core/vocabulary/rw-register.ts";
import { linearizable } from "#checkers/linearizable.ts";
import { finalReads } from "./final-reads.ts";
import { rotation, type Asked, type Talk } from "./rotation.ts";

export const rwRegister: Workload = {
  name: "rw-register",
  description: "Reads and writes of registers, judged for linearizability.",
  generator: (seed, { threads }) => rotation(seed, threads, talk),
  final: finalReads,
  checkers: [linearizable("register")],
  minimum: { faults: { read: 5, write: 5 }, recovery: { read: 1 } },
};

const talk: Talk = {
  prefix: "k",
  operations: 200,
  doublings: 20,
  ask: (dice, _seen, fresh) =>
    dice.chance(500)
      ? asked({ f: "read", key: "", value: null })
      : asked({ f: "write", key: "", value: fresh }),
  learn: () => null,
};

const asked = ({ f, value }: InvocationOf<RwRegisterWords>): Asked => ({
  f,
  value,
  spent: f === "write",
});
