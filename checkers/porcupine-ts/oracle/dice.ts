/** Reproducible random integers for generated histories. */

export interface Dice {
  /** From 0 up to, not with, `bound`. */
  below(bound: number): number;
  /** True about `percent` times in a hundred. */
  chance(percent: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** A Weyl sequence through a multiply-and-shift mixer: good enough to shuffle histories. */
export function makeDice(seed: number): Dice {
  let counter = Math.imul(seed | 0, 0x2545_f491) ^ 0x5bd1_e995;
  const next = (): number => {
    counter = (counter + 0x61c8_8647) | 0;
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x7feb_352d);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846c_a68b);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  const below = (bound: number): number => Math.floor((next() / 0x1_0000_0000) * bound);
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: (from) => {
      const chosen = from[below(from.length)];
      if (chosen === undefined) throw new Error("nothing to pick from");
      return chosen;
    },
  };
}
