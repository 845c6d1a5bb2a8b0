/** Primary–backup replication, as the list of reference systems has it. */
import { millis } from "#core/units.ts";
import { registers } from "../register.ts";
import { sets } from "../set.ts";
import type { System } from "../system.ts";
import { BACKUP_BUGS } from "./bugs.ts";
import { primaryBackup } from "./primary-backup.ts";
import { timesOf } from "./settings.ts";

const BEAT_MS = 25;

export const primaryBackupSystem: System = {
  name: "primary-backup",
  description: "A primary that copies to all backups of its view; views are agreed by majority.",
  vocabularies: ["register", "set"],
  bugs: BACKUP_BUGS,
  hasLeader: true,
  options: [
    {
      name: "replication",
      description:
        "Whether an update is acknowledged when all backups have it, or at once (then a failover may lose it).",
      choices: ["sync", "async"],
      weaker: ["async"],
    },
  ],
  actor: ({ vocabulary, bugs, options, timeScale }) =>
    primaryBackup({
      machine: vocabulary === "set" ? sets : registers,
      replication: options["replication"] === "async" ? "async" : "sync",
      times: timesOf(millis(BEAT_MS * timeScale)),
      bugs: BACKUP_BUGS.flatMap(({ name }) => (bugs.includes(name) ? name : [])),
    }),
};
