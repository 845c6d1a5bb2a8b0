/** Every workload by the vocabulary that it speaks. */
import type { Workload } from "#core/ports/workload.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import { register } from "./register.ts";
import { rwRegister } from "./rw-register.ts";
import { set } from "./set.ts";

export const workloads: Readonly<Record<VocabularyName, Workload>> = {
  register,
  "rw-register": rwRegister,
  set,
};
