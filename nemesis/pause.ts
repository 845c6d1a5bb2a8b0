/** Pauses: the process stands still, keeps what it believed, and wakes into another world. */
import type { Chooser, Nemesis } from "#core/ports/nemesis.ts";
import { seedOf } from "#core/seed.ts";
import { choose } from "./choosers.ts";

export const pause: Nemesis = {
  name: "pause",
  description: "Stops nodes with SIGSTOP and wakes them with SIGCONT.",
  draw(seed, { knowsLeaders }) {
    const chooser = seed.open().pick(knowsLeaders ? SIGHTED : BLIND);
    return { kind: "pause", shape: "pause", chooser, seed: seed.child("aim").toString() };
  },
  aim({ chooser, seed }, view) {
    const { nodes, name, aside } = choose(chooser, view, seedOf(seed).open());
    return { kind: "pause", name: `${name} paused${aside}`, nodes };
  },
};

/** A leader that slept through its own deposition is the classic; all at once is a long stall. */
const BLIND: readonly [Chooser, ...Chooser[]] = ["one", "one", "minority", "majority", "all"];
const SIGHTED: readonly [Chooser, ...Chooser[]] = ["leader", "leader", "leader", ...BLIND];
