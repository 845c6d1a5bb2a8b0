/** The checkers that judge every run, whatever its workload, assumptions first. */
import type { Checker } from "#core/ports/checker.ts";
import type { Minimum } from "#core/ports/workload.ts";
import { assumptions } from "./assumptions.ts";
import { availability } from "./availability.ts";
import { recovery } from "./recovery.ts";
import { stats } from "./stats.ts";

/** Null for a run that was scripted to be small. */
export const everyRun = (minimum: Minimum | null): readonly Checker[] => [
  assumptions(minimum),
  ...(minimum === null ? [] : [stats]),
  availability,
  recovery,
];
