/** A reference system as the rest of Ordeal sees it: what it answers, its bugs, how to make one. */
import type { Bug } from "#core/ports/target.ts";
import type { ActorFactory } from "#core/sim/actor.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";

export interface System {
  readonly name: string;
  /** One sentence, for `ordeal list`. */
  readonly description: string;
  readonly vocabularies: readonly VocabularyName[];
  readonly bugs: readonly Bug[];
  actor(settings: SystemSettings): ActorFactory;
}

export interface SystemSettings {
  readonly vocabulary: VocabularyName;
  /** Names from `bugs`. */
  readonly bugs: readonly string[];
  /** All time-outs are this many times those of the literature: more on a loaded machine. */
  readonly timeScale: number;
}
