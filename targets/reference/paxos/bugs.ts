/** The bugs of Paxos that switch on by name: what is wrong, and what can show it. */
import type { Bug } from "#core/ports/target.ts";

export type PaxosBug =
  | "forgotten-promise"
  | "not-adopted"
  | "ballots-collide"
  | "quorums-apart"
  | "early-ack"
  | "local-read"
  | "no-fsync";

export interface PaxosBugCard extends Bug {
  readonly name: PaxosBug;
}

const ANYWHERE: readonly string[] = ["local", "simulated"];
const SIMULATED: readonly string[] = ["simulated"];

export const PAXOS_BUGS: readonly PaxosBugCard[] = [
  {
    name: "forgotten-promise",
    description: "A restarted acceptor does not read again what it promised and voted for.",
    environments: ANYWHERE,
    faults: ["kill"],
  },
  {
    name: "not-adopted",
    description: "A new leader proposes what it likes, whatever was accepted before.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "ballots-collide",
    description: "Ballots do not say whose they are, so that two proposers can have the same.",
    environments: SIMULATED,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "quorums-apart",
    description: "Phase 1 needs one answer less, so that its quorum may miss that of phase 2.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "early-ack",
    description: "A leader takes a value for chosen as soon as it has accepted it itself.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "local-read",
    description: "A leader answers reads at once, without giving them a place in the log.",
    environments: ANYWHERE,
    faults: ["partition", "pause"],
  },
  {
    name: "no-fsync",
    description: "Promises and votes are written, but nothing waits until they are on the disk.",
    environments: SIMULATED,
    faults: ["kill"],
  },
];
