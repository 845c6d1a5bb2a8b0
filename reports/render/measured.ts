/** The figures of the checkers, taken out of the verdicts that carry them. */
import type { AvailabilityFigures, RecoveryFigures, StatsFigures } from "#core/figures.ts";
import type { StalenessFigures } from "#core/staleness.ts";
import type { Results } from "#core/record.ts";

/**
 * Null where the checker did not run, crashed or was stopped before it had figures. The shape is
 * the checkers' promise; only what tells figures from none is looked at here.
 */
export const availabilityOf = (results: Results): AvailabilityFigures | null =>
  detailsOf<AvailabilityFigures>(results, "availability", ["total", "nodes", "pace"]);

export const recoveryOf = (results: Results): RecoveryFigures | null =>
  detailsOf<RecoveryFigures>(results, "recovery", ["faults", "episodes", "kinds"]);

export const statsOf = (results: Results): StatsFigures | null =>
  detailsOf<StatsFigures>(results, "stats", ["total", "words"]);

export const stalenessOf = (results: Results): StalenessFigures | null =>
  detailsOf<StalenessFigures>(results, "staleness", ["total", "nodes", "oldest"]);

function detailsOf<T>(results: Results, checker: string, fields: readonly string[]): T | null {
  const details = results.verdicts[checker]?.details;
  if (typeof details !== "object" || details === null) return null;
  return fields.every((field) => field in details) ? (details as T) : null;
}
