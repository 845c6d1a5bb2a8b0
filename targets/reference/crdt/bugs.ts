/** The CRDTs' bugs that switch on by name: what is wrong, and what can show it. */
import type { Bug } from "#core/ports/target.ts";

export type CrdtBug =
  "merge-adds" | "merge-replaces" | "add-wins-lost" | "no-tie-break" | "no-persist";

const ANYWHERE: readonly string[] = ["local", "simulated"];

const CARDS: Readonly<Record<CrdtBug, Omit<Bug, "name">>> = {
  "merge-adds": {
    description:
      "A merge adds the other replica's counts to its own: what is heard twice counts twice.",
    environments: ANYWHERE,
    faults: [],
  },
  "merge-replaces": {
    description: "A merge takes the other replica's state in the place of its own.",
    environments: ANYWHERE,
    faults: [],
  },
  "add-wins-lost": {
    description: "An add is told apart by its element alone: once removed, it never comes back.",
    environments: ANYWHERE,
    faults: [],
  },
  "no-tie-break": {
    description: "Of two writes with one timestamp each replica keeps the one it heard of first.",
    environments: ANYWHERE,
    faults: [],
  },
  "no-persist": {
    description: "No update is written to disk: a killed replica forgets what it told nobody yet.",
    environments: ANYWHERE,
    faults: ["kill"],
  },
};

export const cardsOf = (names: readonly CrdtBug[]): readonly Bug[] =>
  names.map((name) => ({ name, ...CARDS[name] }));
