/** Chooses the polynomial algorithm for a model's family, where there is one for this history. */
import type { PolynomialAnswer } from "../answer.ts";
import type { Columns } from "../columns.ts";
import type { Family } from "../model.ts";

export interface PolynomialOptions {
  /** Asked at least every few milliseconds; then the answer is "unknown", reason "stopped". */
  readonly shouldStop: () => boolean;
}

/** Undefined where no algorithm is applicable: then the general search has to decide. */
export type Polynomial = (
  columns: Columns,
  options: PolynomialOptions,
) => PolynomialAnswer | undefined;

const ALGORITHMS: Readonly<Partial<Record<Family, Polynomial>>> = {};

export function polynomial(
  family: Family,
  columns: Columns,
  options: PolynomialOptions,
): PolynomialAnswer | undefined {
  return ALGORITHMS[family]?.(columns, options);
}
