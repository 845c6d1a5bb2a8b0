/** Every vocabulary by name: the one list that workloads, targets and codecs share. */
import type { RegisterWords } from "./register.ts";
import type { RwRegisterWords } from "./rw-register.ts";
import type { SetWords } from "./set.ts";

export interface Vocabularies {
  readonly register: RegisterWords;
  readonly "rw-register": RwRegisterWords;
  readonly set: SetWords;
}

export type VocabularyName = keyof Vocabularies;
