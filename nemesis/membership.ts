/** Membership: an operator takes nodes out of the cluster and back, or chooses who is to lead. */
import type { Chooser, Nemesis } from "#core/ports/nemesis.ts";
import { seedOf } from "#core/seed.ts";
import { choose } from "./choosers.ts";

/** Never so many that those who are left could not outvote them. */
export const membership: Nemesis = {
  name: "membership",
  description: "Takes nodes out of the cluster and back in, or hands leadership over.",
  draw(seed, { knowsLeaders }) {
    const dice = seed.open();
    const shape = dice.pick(SHAPES);
    const chooser = shape === "promote" || !knowsLeaders ? "one" : dice.pick(REMOVED);
    return { kind: "membership", shape, chooser, seed: seed.child("aim").toString() };
  },
  aim({ shape, chooser, seed }, view) {
    const { nodes, name, aside } = choose(chooser, view, seedOf(seed).open());
    const leads = shape === "promote";
    return {
      kind: "membership",
      name: `${name} ${leads ? "asked to lead" : "removed"}${aside}`,
      nodes,
      wish: leads ? "leading" : "removed",
    };
  },
};

const SHAPES = ["remove", "remove", "promote"] as const;
const REMOVED: readonly [Chooser, ...Chooser[]] = ["leader", "leader", "one", "minority"];
