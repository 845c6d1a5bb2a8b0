/** Dice that begin anew from tick to tick of virtual time, so that no draw reaches into the next. */
import type { Dice, Seed } from "../seed.ts";
import { millis, type Nanos } from "../units.ts";

/**
 * One stream for the whole of a run would tie everything to everything: with one message less, each
 * later one would take another time to arrive. Here what is taken out of a run changes the draws of
 * its own tick alone, so that a failure survives when what has nothing to do with it is taken away.
 * Still a pure function of the seed and of what happens.
 */
export class TickingDice {
  private readonly seed: Seed;
  private tick = -1;
  private dice: Dice;

  constructor(seed: Seed) {
    this.seed = seed;
    this.dice = seed.open();
  }

  /** Time must not run backwards. */
  at(now: Nanos): Dice {
    const tick = Math.floor(now / TICK);
    if (tick !== this.tick) {
      this.tick = tick;
      this.dice = this.seed.child(tick).open();
    }
    return this.dice;
  }
}

/** Long enough for a small shift in time to leave most draws in their tick. */
const TICK: Nanos = millis(10);
