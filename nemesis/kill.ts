/** Kills: the process is gone at once, and comes back with what its disk kept. */
import type { Chooser, Nemesis } from "#core/ports/nemesis.ts";
import { seedOf } from "#core/seed.ts";
import { choose } from "./choosers.ts";

export const kill: Nemesis = {
  name: "kill",
  description: "Kills nodes with SIGKILL; they are started again with their data.",
  draw(seed, { knowsLeaders }) {
    const chooser = seed.open().pick(knowsLeaders ? SIGHTED : BLIND);
    return { kind: "kill", shape: "kill", chooser, seed: seed.child("aim").toString() };
  },
  aim({ chooser, seed }, view) {
    const { nodes, name, aside } = choose(chooser, view, seedOf(seed).open());
    return { kind: "kill", name: `${name} killed${aside}`, nodes };
  },
};

/** Only when a majority has been down at once does it show what was not on disk. */
const BLIND: readonly [Chooser, ...Chooser[]] = ["one", "minority", "majority", "majority", "all"];
const SIGHTED: readonly [Chooser, ...Chooser[]] = ["leader", "leader", ...BLIND];
