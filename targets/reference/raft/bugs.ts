/** Raft's bugs that switch on by name: what is wrong, and what can show it. */
import type { Bug } from "#core/ports/target.ts";

export type RaftBug = "stale-read" | "early-ack" | "small-quorum" | "no-persist";

export interface RaftBugCard extends Bug {
  readonly name: RaftBug;
}

const ANYWHERE: readonly string[] = ["local", "simulated"];

export const RAFT_BUGS: readonly RaftBugCard[] = [
  {
    name: "stale-read",
    description:
      "A leader answers reads at once, without asking a majority whether it still leads.",
    environments: ANYWHERE,
    faults: ["partition"],
  },
  {
    name: "early-ack",
    description: "A leader acknowledges an update as soon as it is in its own log.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "small-quorum",
    description: "Votes, commits and reads need one member less than a majority.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "no-persist",
    description: "Nothing is written to disk, so that a restarted member has forgotten everything.",
    environments: ANYWHERE,
    faults: ["kill"],
  },
];
