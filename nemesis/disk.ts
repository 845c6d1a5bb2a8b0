/** Disks: full, slow, or without power so that what was not synced is lost, torn or out of order. */
import { unknownName } from "#core/errors.ts";
import { UNSYNCED, type DiskTrouble } from "#core/fault.ts";
import type { Chooser, Nemesis } from "#core/ports/nemesis.ts";
import { seedOf, type Dice } from "#core/seed.ts";
import { choose } from "./choosers.ts";

export const disk: Nemesis = {
  name: "disk",
  description:
    "Fills disks, slows them, or cuts the power: unsynced writes are lost, torn, reordered.",
  draw(seed, { knowsLeaders }) {
    const dice = seed.open();
    const shape = dice.pick(SHAPES);
    const chooser = dice.pick(knowsLeaders ? SIGHTED : BLIND);
    return { kind: "disk", shape, chooser, seed: seed.child("aim").toString() };
  },
  aim({ shape, chooser, seed }, view) {
    const who = choose(chooser, view, seedOf(seed).child("who").open());
    const trouble = troubleOf(shape, seedOf(seed).child("trouble").open());
    const name = `${said(trouble, who.name)}${who.aside}`;
    return { kind: "disk", name, nodes: who.nodes, trouble };
  },
};

/** What was not on disk shows best when all that knew of it are gone at once. */
const SHAPES = ["full", "slow", "power-loss", "power-loss"] as const;
const BLIND: readonly [Chooser, ...Chooser[]] = ["one", "minority", "majority", "all"];
const SIGHTED: readonly [Chooser, ...Chooser[]] = ["leader", "leader", "leader", ...BLIND];

function troubleOf(shape: string, dice: Dice): DiskTrouble {
  switch (shape) {
    case "full":
      return { mode: "full" };
    case "slow":
      return { mode: "slow", factor: dice.pick([10, 50, 200]) };
    case "power-loss": {
      const [first = "lost", ...others] = UNSYNCED;
      return { mode: "power-loss", unsynced: dice.pick([first, ...others]) };
    }
    default:
      throw unknownName("shape", shape, [...new Set(SHAPES)]);
  }
}

function said(trouble: DiskTrouble, who: string): string {
  switch (trouble.mode) {
    case "full":
      return `disk of ${who} full`;
    case "slow":
      return `disk of ${who} ${trouble.factor} times slower`;
    case "power-loss":
      return `power of ${who} lost, unsynced writes ${trouble.unsynced}`;
  }
}
