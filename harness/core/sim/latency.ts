/** How long things take, drawn from whole numbers alone, so that every engine draws the same. */
import type { Dice } from "../seed.ts";
import { nanos, type Nanos } from "../units.ts";

export type Latency =
  | { readonly shape: "constant"; readonly mean: Nanos }
  /** From the first to the second, both possible. */
  | { readonly shape: "uniform"; readonly min: Nanos; readonly max: Nanos }
  /** Memoryless, at least `min`: many quick ones, few very late. */
  | { readonly shape: "exponential"; readonly min: Nanos; readonly mean: Nanos };

export function draw(latency: Latency, dice: Dice): Nanos {
  switch (latency.shape) {
    case "constant":
      return latency.mean;
    case "uniform":
      return nanos(latency.min + dice.span(latency.max - latency.min + 1));
    case "exponential":
      return nanos(
        latency.min + Math.floor(((latency.mean - latency.min) * exponential(dice)) / ONE),
      );
  }
}

/** The table's unit: values are in parts of 65,536 of the mean. */
const ONE = 0x1_0000;
const STEPS = 4096;

/** The quantiles of the exponential distribution in the middle of each step. */
const QUANTILES: Int32Array = quantiles();

const exponential = (dice: Dice): number => QUANTILES[dice.u32() >>> 20] ?? ONE;

/**
 * -ln(1 - u) at u = (i + 1/2) / STEPS, by adding up ln(a / b) = 2 (z + z³/3 + z⁵/5 + …) with
 * z = (a - b) / (a + b) from step to step. Sums, products and quotients are exact to the last bit
 * in every engine, which `Math.log` is not.
 */
function quantiles(): Int32Array {
  const table = new Int32Array(STEPS);
  let sum = logRatio(2 * STEPS, 2 * STEPS - 1);
  for (let i = 0; i < STEPS; i++) {
    table[i] = Math.floor(sum * ONE + 0.5);
    const left = 2 * (STEPS - i) - 1;
    if (left > 2) sum += logRatio(left, left - 2);
  }
  return table;
}

function logRatio(a: number, b: number): number {
  const z = (a - b) / (a + b);
  let power = z;
  let sum = 0;
  for (let odd = 1; odd < 60; odd += 2) {
    sum += power / odd;
    power *= z * z;
  }
  return 2 * sum;
}
