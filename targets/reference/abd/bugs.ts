/** ABD's bugs that switch on by name: what is wrong, and what can show it. */
import type { Bug } from "#core/ports/target.ts";

export type AbdBug = "no-write-back" | "local-timestamps" | "small-quorum";

export interface AbdBugCard extends Bug {
  readonly name: AbdBug;
}

const ANYWHERE: readonly string[] = ["local", "simulated"];

export const ABD_BUGS: readonly AbdBugCard[] = [
  {
    name: "no-write-back",
    description: "A read answers what it found without bringing it to a majority first.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "local-timestamps",
    description: "A write takes its timestamp from its own replica, without asking a majority.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "small-quorum",
    description: "Both phases are content with one replica less than a majority.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
];
