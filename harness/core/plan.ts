/** What a run is to do, complete and serialisable: the same plan asks for the same run. */
import type { FaultKind } from "./fault.ts";
import type { Objectives } from "./objectives.ts";
import type { LinkSettings } from "./ports/environment.ts";
import type { NodeId } from "./units.ts";
import type { Zone } from "./zones.ts";
import type { VocabularyName } from "./vocabulary/vocabularies.ts";

export interface Plan {
  /** The version of Ordeal that made it. */
  readonly ordeal: string;
  /** The name of its folder in the store. */
  readonly run: string;
  readonly target: string;
  /** Its nodes say when they come to lead, so that it is judged who did. */
  readonly tellsLeaders: boolean;
  /** Its nodes say in the end what of their log took effect, so that it is judged whether they agree. */
  readonly tellsPrefixes: boolean;
  /** The command line of `--bin`, empty for every other target. */
  readonly bin: string;
  readonly options: Readonly<Record<string, string>>;
  readonly bugs: readonly string[];
  readonly environment: string;
  readonly workload: VocabularyName;
  /** Empty for `--nemesis none`. */
  readonly nemesis: readonly FaultKind[];
  /** Those of them under which the target promises nothing; they were asked for all the same. */
  readonly beyond: readonly FaultKind[];
  /** Directed scenarios by name, which take turns with the kinds above; mostly empty. */
  readonly scenarios: readonly string[];
  /**
   * Whether what is asked and broken is drawn from the seed, or stands in the run's `script.json`: as
   * another run had it, or what is left of that when it was made small.
   */
  readonly schedule: "drawn" | "recorded" | "shrunk";
  readonly nodes: readonly NodeId[];
  /** The places where they stand; empty where all stand in one. */
  readonly zones: readonly Zone[];
  readonly concurrency: number;
  /** Operations a second, all clients together; 0 is as fast as they answer. */
  readonly rate: number;
  readonly timeLimitMs: number;
  /** How long the final reads may take after everything is healed. */
  readonly recoveryLimitMs: number;
  readonly operationTimeoutMs: number;
  readonly startTimeoutMs: number;
  /** The mean time between a cure and the next fault. */
  readonly nemesisIntervalMs: number;
  /** How many faults of plain kinds may be in force at once. */
  readonly faultsAtOnce: number;
  readonly checkTimeoutMs: number;
  readonly links: LinkSettings;
  readonly objectives: Objectives;
  readonly seed: string;
  /** What the user typed, so that a report can end with the line that does it again. */
  readonly command: string;
}
