/** A workload: what to ask, what must have happened, how to judge the answers. */
import type { Generator } from "../generator/generator.ts";
import type { Seed } from "../seed.ts";
import type { VocabularyName } from "../vocabulary/vocabularies.ts";
import type { Checker } from "./checker.ts";

export interface Workload {
  readonly name: VocabularyName;
  /** One sentence, for `ordeal list`. */
  readonly description: string;
  /** The client operations of the fault phase, endless: pace and time limit are put around it. */
  generator(seed: Seed, settings: WorkloadSettings): Generator;
  /**
   * The final reads: every thread (one a node) reads each key until ok. Keys are those of the
   * history so far.
   */
  final(keys: readonly string[]): Generator;
  /** Judges of the data, beside those that judge every run. */
  readonly checkers: readonly Checker[];
  /** What must have been acknowledged at least, by phase and word, for a pass not to be vacuous. */
  readonly minimum: Minimum;
}

export interface WorkloadSettings {
  readonly threads: number;
}

export interface Minimum {
  readonly faults: Readonly<Record<string, number>>;
  /** After the heal. */
  readonly recovery: Readonly<Record<string, number>>;
}
