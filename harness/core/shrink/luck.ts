/** With which dice a case is tried: its own, then others, the more the quicker it is played. */
import type { Plan } from "../plan.ts";
import { lengthOf } from "../script.ts";
import { seedOf } from "../seed.ts";
import type { Case } from "./case.ts";

/** A guess that would save much is tried with more dice than one of many small steps. */
export type Effort = "bold" | "careful";

/** How many other seeds may show what a smaller case has left to chance: the quicker, the more. */
export function otherSeeds({ script }: Case, effort: Effort): number {
  const cost = 1 + lengthOf(script) / 1e9 + script.operations.length / 100;
  return Math.ceil((effort === "bold" ? 60 : 15) / cost);
}

export function* seedsOf(plan: Plan, others: number): Iterable<Plan> {
  yield plan;
  const [stem = ""] = plan.seed.split("~");
  for (let i = 1; i <= others; i++) yield { ...plan, seed: `${stem}~${i}` };
}

/** Two cases of one name would cost no more than a chance; 64 bits leave none. */
export const nameOf = ({ plan, script }: Case): string =>
  seedOf(JSON.stringify([plan, script])).toString();
