/** Every vocabulary by name: the one list that workloads, targets and codecs share. */
import type { CounterWords } from "./counter.ts";
import type { OrSetWords } from "./or-set.ts";
import type { RegisterWords } from "./register.ts";
import type { RwRegisterWords } from "./rw-register.ts";
import type { SetWords } from "./set.ts";

/** The last five are what the others are not: replicas need agree in the end only. */
export interface Vocabularies {
  readonly register: RegisterWords;
  readonly "rw-register": RwRegisterWords;
  readonly set: SetWords;
  readonly "g-counter": CounterWords;
  readonly "pn-counter": CounterWords;
  readonly "g-set": SetWords;
  readonly "or-set": OrSetWords;
  readonly "lww-register": RwRegisterWords;
}

export type VocabularyName = keyof Vocabularies;
