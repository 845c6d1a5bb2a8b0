/** A reference system as the rest of Ordeal sees it: what it answers, its bugs, how to make one. */
import type { Bug, TargetOption } from "#core/ports/target.ts";
import type { ActorFactory } from "#core/sim/actor.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";

export interface System {
  readonly name: string;
  /** One sentence, for `ordeal list`. */
  readonly description: string;
  readonly vocabularies: readonly VocabularyName[];
  readonly bugs: readonly Bug[];
  readonly options: readonly TargetOption[];
  /** Whether a member that leads has `leads`, and says so when asked by `ordeal_status`. */
  readonly hasLeader: boolean;
  /** Whether its actors have a `prefix` of a log that all agree on. */
  readonly tellsPrefixes?: true;
  /** Whether `ordeal_members` and `ordeal_transfer` change who votes and who leads. */
  readonly changesMembers?: true;
  actor(settings: SystemSettings): ActorFactory;
}

export interface SystemSettings {
  readonly vocabulary: VocabularyName;
  /** Names from `bugs`. */
  readonly bugs: readonly string[];
  /** By the names of `options`; the first choice stands for one that is missing. */
  readonly options: Readonly<Record<string, string>>;
  /** All time-outs are this many times those of the literature: more on a loaded machine. */
  readonly timeScale: number;
}
