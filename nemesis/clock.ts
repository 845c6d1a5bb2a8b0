/** Clocks: they jump, run too fast or too slow, or jump to and fro. */
import { unknownName } from "#core/errors.ts";
import type { Skew } from "#core/fault.ts";
import type { Chooser, Nemesis } from "#core/ports/nemesis.ts";
import { seedOf, type Dice } from "#core/seed.ts";
import { choose } from "./choosers.ts";

/**
 * The first two cards of a run are jumps of more than two seconds, since a server's own answers can
 * prove those; after that anything goes, large jumps still the most often.
 */
export const clock: Nemesis = {
  name: "clock",
  description: "Bends the clocks of nodes: bumps, drift, strobes.",
  draw(seed, { knowsLeaders, turn }) {
    const dice = seed.open();
    const shape = turn < 2 ? "bump" : dice.pick(SHAPES);
    const chooser = dice.pick(knowsLeaders ? SIGHTED : BLIND);
    return { kind: "clock", shape, chooser, seed: seed.child("aim").toString() };
  },
  aim({ shape, chooser, seed }, view) {
    const { nodes, name, aside } = choose(chooser, view, seedOf(seed).child("who").open());
    const skew = skewOf(shape, seedOf(seed).child("skew").open());
    return { kind: "clock", name: `clock of ${name} ${said(skew)}${aside}`, nodes, skew };
  },
};

const SHAPES: readonly [string, ...string[]] = ["bump", "bump", "small-bump", "drift", "strobe"];
const BLIND: readonly [Chooser, ...Chooser[]] = ["one", "one", "minority", "majority", "all"];
const SIGHTED: readonly [Chooser, ...Chooser[]] = ["leader", "leader", ...BLIND];

function skewOf(shape: string, dice: Dice): Skew {
  switch (shape) {
    case "bump":
      return { mode: "bump", offsetMs: signed(dice, upwards(dice, LARGE_MS)) };
    case "small-bump":
      return { mode: "bump", offsetMs: signed(dice, upwards(dice, SMALL_MS)) };
    case "slow":
      return { mode: "drift", ratePpm: -100_000 };
    case "drift":
      return { mode: "drift", ratePpm: signed(dice, upwards(dice, RATES_PPM)) };
    case "strobe":
      return {
        mode: "strobe",
        offsetMs: signed(dice, upwards(dice, STROBES_MS)),
        periodMs: upwards(dice, PERIODS_MS),
      };
    default:
      throw unknownName("shape", shape, [...new Set(SHAPES)]);
  }
}

/** Each magnitude as likely as the next: a table of bounds does what an exponential would. */
type Bounds = readonly [number, ...number[]];
const LARGE_MS: Bounds = [2500, 5000, 15_000, 60_000, 300_000];
const SMALL_MS: Bounds = [5, 20, 80, 300, 900];
/** No clock runs twice as fast as another: whoever holds a lease counts on that much (Raft, 6.4.1). */
const RATES_PPM: Bounds = [100, 1000, 10_000, 80_000, 165_000];
const STROBES_MS: Bounds = [50, 200, 1000, 2500, 10_000];
const PERIODS_MS: Bounds = [20, 50, 200, 500];

/** From a bound to less than twice as much. */
function upwards(dice: Dice, bounds: Bounds): number {
  const bound = dice.pick(bounds);
  return bound + dice.int(bound);
}

const signed = (dice: Dice, magnitude: number): number =>
  dice.chance(500) ? magnitude : -magnitude;

function said(skew: Skew): string {
  const sign = (n: number): string => (n < 0 ? `${n}` : `+${n}`);
  switch (skew.mode) {
    case "bump":
      return `bumped by ${sign(skew.offsetMs)} ms`;
    case "drift":
      return `drifting by ${sign(skew.ratePpm)} ppm`;
    case "strobe":
      return `strobing by ${sign(skew.offsetMs)} ms every ${skew.periodMs} ms`;
  }
}
