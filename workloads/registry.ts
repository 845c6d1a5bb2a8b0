/** Every workload by the vocabulary that it speaks. */
import type { Workload } from "#core/ports/workload.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import { gCounter, gSet, lwwRegister, orSet, pnCounter } from "./eventual.ts";
import { register } from "./register.ts";
import { rwRegister } from "./rw-register.ts";
import { set } from "./set.ts";

export const workloads: Readonly<Record<VocabularyName, Workload>> = {
  register,
  "rw-register": rwRegister,
  set,
  "g-counter": gCounter,
  "pn-counter": pnCounter,
  "g-set": gSet,
  "or-set": orSet,
  "lww-register": lwwRegister,
};
