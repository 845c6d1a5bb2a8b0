/** The bugs of the sequencer that switch on by name: what is wrong, and what can show it. */
import type { Bug } from "#core/ports/target.ts";

export type SequencerBug =
  | "no-seal"
  | "lagging-failover"
  | "early-delivery"
  | "split-brain"
  | "gaps"
  | "local-reads"
  | "no-fsync";

export interface SequencerBugCard extends Bug {
  readonly name: SequencerBug;
}

const ANYWHERE: readonly string[] = ["local", "simulated"];
const SIMULATED: readonly string[] = ["simulated"];

export const SEQUENCER_BUGS: readonly SequencerBugCard[] = [
  {
    name: "no-seal",
    description: "An epoch that is over stays open: its sequencer orders on, and is obeyed.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "lagging-failover",
    description: "A new sequencer begins with its own log, though others hold more.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "early-delivery",
    description: "An order is delivered, and answered, as soon as its sequencer holds it.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "split-brain",
    description: "No majority is needed for anything: whoever is left alone goes on alone.",
    environments: ANYWHERE,
    faults: ["partition", "pause"],
  },
  {
    name: "gaps",
    description: "An order is taken for the next one, whatever should have gone before it.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "local-reads",
    description: "A replica answers reads from what it has, without giving them a number.",
    environments: ANYWHERE,
    faults: ["partition", "pause"],
  },
  {
    name: "no-fsync",
    description: "Orders are written, but nothing waits until they are on the disk.",
    environments: SIMULATED,
    faults: ["kill"],
  },
];
