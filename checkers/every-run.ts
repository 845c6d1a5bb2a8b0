/** The checkers that judge every run, whatever its workload, assumptions first. */
import type { Checker } from "#core/ports/checker.ts";
import type { Minimum } from "#core/ports/workload.ts";
import { assumptions } from "./assumptions.ts";
import { availability } from "./availability.ts";
import { recovery } from "./recovery.ts";
import { stats } from "./stats.ts";

export const everyRun = (minimum: Minimum): readonly Checker[] => [
  assumptions(minimum),
  stats,
  availability,
  recovery,
];
