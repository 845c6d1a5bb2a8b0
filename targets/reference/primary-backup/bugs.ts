/** The bugs of primary–backup that switch on by name: what is wrong, and what can show it. */
import type { Bug } from "#core/ports/target.ts";

export type BackupBug =
  "split-brain" | "early-ack" | "no-fencing" | "lagging-failover" | "no-lease";

export interface BackupBugCard extends Bug {
  readonly name: BackupBug;
}

const ANYWHERE: readonly string[] = ["local", "simulated"];

export const BACKUP_BUGS: readonly BackupBugCard[] = [
  {
    name: "split-brain",
    description: "A backup that misses its primary decides alone that it is the next one.",
    environments: ANYWHERE,
    faults: ["partition", "pause"],
  },
  {
    name: "early-ack",
    description: "The primary acknowledges an update before its backups have it.",
    environments: ANYWHERE,
    faults: ["partition", "kill", "pause"],
  },
  {
    name: "no-fencing",
    description: "Backups go on copying for the primary of a view that is over.",
    environments: ANYWHERE,
    faults: ["partition", "pause"],
  },
  {
    name: "lagging-failover",
    description: "A member that was dropped from the view, and lags, may become primary.",
    environments: ANYWHERE,
    faults: ["partition", "pause"],
  },
  {
    name: "no-lease",
    description: "The primary answers reads whether or not its backups still follow it.",
    environments: ANYWHERE,
    faults: ["partition", "pause"],
  },
];
