/** The messages around a simulated run's violation: it is played once more, and listened to. */
import { OrdealError } from "#core/errors.ts";
import type { RunRecord } from "#core/record.ts";
import type { Crossing } from "#core/sim/crossing.ts";
import { isInside, worthSeeing } from "#reports/render/space-time-scene.ts";
import { readScript } from "#store/runs.ts";
import { hashOf } from "./hunt/comparing.ts";
import { environmentNamed, simulate } from "./parts.ts";

/** Empty if the run can't be played again to the same byte: other messages would explain nothing. */
export function crossingsOf(record: RunRecord, folder: string): readonly Crossing[] {
  const { plan, results } = record;
  if (results.valid !== false || !("simulate" in environmentNamed(plan.environment))) return [];
  const spans = worthSeeing(record);
  if (spans.length === 0) return [];
  const heard: Crossing[] = [];
  const listen = (crossing: Crossing): void => {
    if (isInside(spans, crossing.sent, crossing.arrived)) heard.push(crossing);
  };
  try {
    const script = plan.schedule === "drawn" ? null : readScript(folder);
    const again = simulate(plan, script, () => false, listen);
    return hashOf(again) === results.historyHash ? heard : [];
  } catch (error) {
    // What the plan names may be gone since.
    if (error instanceof OrdealError) return [];
    throw error;
  }
}
