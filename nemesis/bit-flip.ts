/** Bit flips: nodes start anew on disks of which one bit is not what was written. */
import type { Chooser, Nemesis } from "#core/ports/nemesis.ts";
import { seedOf } from "#core/seed.ts";
import { choose } from "./choosers.ts";

/** A checksum finds it, and what was promised is gone all the same: few systems survive that. */
export const bitFlip: Nemesis = {
  name: "bit-flip",
  description:
    "Restarts nodes on disks with a bit changed; no system of ours survives it for sure.",
  draw(seed, { knowsLeaders }) {
    const chooser = seed.open().pick(knowsLeaders ? SIGHTED : BLIND);
    return { kind: "bit-flip", shape: "bit-flip", chooser, seed: seed.child("aim").toString() };
  },
  aim({ chooser, seed }, view) {
    const { nodes, name, aside } = choose(chooser, view, seedOf(seed).open());
    return {
      kind: "bit-flip",
      name: `${name} restarted with a bit flipped on disk${aside}`,
      nodes,
    };
  },
};

const BLIND: readonly [Chooser, ...Chooser[]] = ["one", "one", "minority", "majority"];
const SIGHTED: readonly [Chooser, ...Chooser[]] = ["leader", "leader", "leader", ...BLIND];
