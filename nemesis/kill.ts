/** Kills: the process is gone at once, and comes back with what its disk kept. */
import type { Chooser, Nemesis } from "#core/ports/nemesis.ts";
import { seedOf } from "#core/seed.ts";
import { choose } from "./choosers.ts";

/** The second kill of a run takes all nodes: whatever was not on disk is then surely gone. */
export const kill: Nemesis = {
  name: "kill",
  description: "Kills nodes with SIGKILL; they are started again with their data.",
  draw(seed, { knowsLeaders, turn }) {
    const drawn = seed.open().pick(knowsLeaders ? SIGHTED : BLIND);
    const chooser = turn === 1 ? "all" : drawn;
    return { kind: "kill", shape: "kill", chooser, seed: seed.child("aim").toString() };
  },
  aim({ chooser, seed }, view) {
    const { nodes, name, aside } = choose(chooser, view, seedOf(seed).open());
    return { kind: "kill", name: `${name} killed${aside}`, nodes };
  },
};

/** The more are down at once, the more it shows what was not on disk. */
const BLIND: readonly [Chooser, ...Chooser[]] = ["one", "minority", "majority", "majority", "all"];
const SIGHTED: readonly [Chooser, ...Chooser[]] = ["leader", "leader", ...BLIND];
