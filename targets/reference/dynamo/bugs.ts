/** Dynamo's bugs that switch on by name: what is wrong, and what can show it. */
import type { Bug } from "#core/ports/target.ts";

export type DynamoBug =
  "last-write-wins" | "tombstone-dropped" | "lost-hint" | "version-forgotten" | "merkle-skips";

export interface DynamoBugCard extends Bug {
  readonly name: DynamoBug;
}

const ANYWHERE: readonly string[] = ["local", "simulated"];

export const DYNAMO_BUGS: readonly DynamoBugCard[] = [
  {
    name: "last-write-wins",
    description:
      "Of two versions the one with the later wall clock stays, whichever knew of which.",
    // The processes of one machine share its clock.
    environments: ["simulated"],
    faults: ["clock"],
  },
  {
    name: "tombstone-dropped",
    description: "A tombstone is collected at once, whether or not all copies have it.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "lost-hint",
    description: "A hint is forgotten when it was sent to its owner, whether or not it arrived.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "version-forgotten",
    description: "A coordinator counts on from what it has read, and may give a clock twice.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "merkle-skips",
    description: "Anti-entropy does not look at the last child of a branch of the Merkle tree.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
];
