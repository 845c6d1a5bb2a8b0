/** The CRDTs, as the list of reference systems has them: one gossip, five data types. */
import { millis } from "#core/units.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import type { System } from "../system.ts";
import { cardsOf, type CrdtBug } from "./bugs.ts";
import { Counter } from "./counters.ts";
import type { GossipSettings } from "./gossip.ts";
import { gossip } from "./gossip.ts";
import { GSet } from "./g-set.ts";
import { LwwRegister } from "./lww-register.ts";
import { OrSet } from "./or-set.ts";

const INTERVAL_MS = 100;

interface DataType {
  readonly name: VocabularyName;
  readonly description: string;
  readonly bugs: readonly CrdtBug[];
  readonly make: GossipSettings["make"];
}

const TYPES: readonly DataType[] = [
  {
    name: "g-counter",
    description: "A counter that only grows, on replicas that gossip: they agree in the end.",
    bugs: ["merge-adds", "no-persist"],
    make: (bugs) => new Counter(false, bugs),
  },
  {
    name: "pn-counter",
    description: "A counter that goes up and down, on replicas that gossip.",
    bugs: ["merge-adds", "no-persist"],
    make: (bugs) => new Counter(true, bugs),
  },
  {
    name: "g-set",
    description: "Sets that only grow, on replicas that gossip: they agree in the end.",
    bugs: ["merge-replaces", "no-persist"],
    make: (bugs) => new GSet(bugs),
  },
  {
    name: "or-set",
    description: "Sets whose elements come and go, an add winning over a concurrent removal.",
    bugs: ["add-wins-lost", "no-persist"],
    make: (bugs) => new OrSet(bugs),
  },
  {
    name: "lww-register",
    description: "Registers on replicas that gossip: the last writer wins, by the wall clocks.",
    bugs: ["no-tie-break"],
    make: (bugs) => new LwwRegister(bugs),
  },
];

export const CRDT_SYSTEMS: readonly System[] = TYPES.map(({ name, description, bugs, make }) => ({
  name,
  description,
  vocabularies: [name],
  bugs: cardsOf(bugs),
  options: [],
  hasLeader: false,
  actor: ({ bugs: on, timeScale }) =>
    gossip({
      make,
      interval: millis(INTERVAL_MS * timeScale),
      bugs: bugs.filter((bug) => on.includes(bug)),
    }),
}));
