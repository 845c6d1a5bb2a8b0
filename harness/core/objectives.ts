/** What is asked of a run's figures beside correctness: a missed objective is no violation. */
import type { Verdict } from "./verdict.ts";

/** Null where nothing is asked. */
export interface Objectives {
  /** The least share of the fault phase's attempts that is to be answered, 0 to 1. */
  readonly availability: number | null;
  /** How long after its end each fault may still be felt, at most. */
  readonly recoveryMs: number | null;
  /** For how long what a read answered may have been overwritten, at most. */
  readonly stalenessMs: number | null;
}

export const NO_OBJECTIVES: Objectives = {
  availability: null,
  recoveryMs: null,
  stalenessMs: null,
};

/** The details of the checker `objectives`. */
export interface ObjectiveFigures {
  readonly objectives: readonly ObjectiveFigure[];
}

export interface ObjectiveFigure {
  readonly met: boolean;
  /** With what was asked and what was measured. */
  readonly sentence: string;
}

/** The sentences of those that a verdict says were missed; none for every other checker's. */
export function missedIn({ details }: Verdict): readonly string[] {
  if (typeof details !== "object" || details === null || !("objectives" in details)) return [];
  const { objectives } = details as Partial<ObjectiveFigures>;
  return (objectives ?? []).filter(({ met }) => !met).map(({ sentence }) => sentence);
}
