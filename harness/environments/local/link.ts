/** What a link does to a message: nothing, lose it, delay it, deliver it twice. */
import type { LinkSettings } from "#core/ports/environment.ts";
import { millis, nanos, type Nanos } from "#core/units.ts";
import type { Dice, Seed } from "#core/seed.ts";

/** The delays of the deliveries that one message becomes: none is loss, two are duplication. */
export type Link = () => readonly Nanos[];

/**
 * Delays are drawn for each message alone, so that uniform and exponential ones reorder messages;
 * a constant one keeps their order.
 */
export function makeLink(settings: LinkSettings, seed: Seed): Link {
  const delay = delayOf(settings, seed.child("latency").open());
  const fate = seed.child("fate").open();
  return () => {
    if (settings.lossPerMille > 0 && fate.chance(settings.lossPerMille)) return LOST;
    const twice = settings.duplicatePerMille > 0 && fate.chance(settings.duplicatePerMille);
    return twice ? [delay(), delay()] : [delay()];
  };
}

const LOST: readonly Nanos[] = [];

function delayOf(settings: LinkSettings, dice: Dice): () => Nanos {
  const mean = millis(settings.latencyMs);
  if (mean <= 0 || settings.latency === "constant") return () => mean;
  if (settings.latency === "uniform") return () => nanos(dice.span(2 * mean + 1));
  return () => exponential(dice, mean);
}

/**
 * Von Neumann's way to an exponential deviate, by comparisons alone, so that every engine draws the
 * same. The first of a run of falling uniforms is kept if the run's length is odd; each even run
 * adds a whole mean: P(odd run, first ≤ x) = 1 − e^−x for x in [0, 1), P(even run) = e^−1.
 */
export function exponential(dice: Dice, mean: Nanos): Nanos {
  for (let whole = 0; ; whole++) {
    const first = dice.u32();
    let length = 1;
    for (let last = first, next = dice.u32(); next < last; last = next, next = dice.u32()) length++;
    if (length % 2 === 1) return nanos(Math.round((whole + first / 0x1_0000_0000) * mean));
  }
}
