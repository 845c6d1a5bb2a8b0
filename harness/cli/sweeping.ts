/** Removes what dead runs left, in every environment where something can be left. */
import { OrdealError } from "#core/errors.ts";
import { REAL_ENVIRONMENTS } from "./registry.ts";

export interface Swept {
  readonly removed: readonly string[];
  /** An environment that could not be swept keeps none of the others from it. */
  readonly failures: readonly OrdealError[];
}

export async function sweepAll(): Promise<Swept> {
  const removed: string[] = [];
  const failures: OrdealError[] = [];
  for (const environment of REAL_ENVIRONMENTS) {
    try {
      const { usable } = await environment.examine();
      if (usable.available) removed.push(...(await environment.sweep()));
    } catch (error) {
      if (!(error instanceof OrdealError)) throw error;
      failures.push(error);
    }
  }
  return { removed, failures };
}
