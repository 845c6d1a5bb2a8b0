/** Raft's bugs that switch on by name: what is wrong, and what can show it. */
import type { Bug } from "#core/ports/target.ts";

export type RaftBug =
  | "stale-read"
  | "early-ack"
  | "small-quorum"
  | "no-persist"
  | "no-fsync"
  | "forgotten-vote"
  | "commit-by-counting"
  | "truncate-always"
  | "no-log-check"
  | "commit-beyond-match"
  | "duplicate-apply"
  | "forgotten-sessions"
  | "early-membership"
  | "lease-without-drift";

export interface RaftBugCard extends Bug {
  readonly name: RaftBug;
}

const ANYWHERE: readonly string[] = ["local", "simulated"];
/** What needs a disk that forgets, or a network that reorders, or more runs than time allows. */
const SIMULATED: readonly string[] = ["simulated"];

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
  {
    name: "no-fsync",
    description: "Term, vote and log are written, but nothing waits until they are on the disk.",
    environments: SIMULATED,
    faults: ["kill"],
  },
  {
    name: "forgotten-vote",
    description: "A restarted member knows its term, but not for whom it voted in it.",
    environments: SIMULATED,
    faults: ["kill"],
  },
  {
    name: "commit-by-counting",
    description: "A leader commits an earlier term's entry once a majority has it (Figure 3.7).",
    environments: SIMULATED,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "truncate-always",
    description: "A follower drops what follows the entries of a message, even where it agrees.",
    environments: SIMULATED,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "no-log-check",
    description: "A vote is given to any candidate, however far behind its log is.",
    environments: SIMULATED,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "commit-beyond-match",
    description: "A follower commits up to the leader's index in a log that it has not compared.",
    environments: SIMULATED,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "duplicate-apply",
    description: "A request that was handed over twice takes effect twice.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "forgotten-sessions",
    description: "A snapshot does not hold what clients were answered, so that a retry is new.",
    environments: SIMULATED,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "early-membership",
    description: "A new leader changes members before its term has committed an entry.",
    environments: SIMULATED,
    faults: ["membership"],
  },
  {
    name: "lease-without-drift",
    description: "A leader's lease is as long as its followers' patience, whatever their clocks.",
    environments: SIMULATED,
    faults: ["clock"],
  },
];
