/** Raft, as the list of reference systems has it. */
import { millis } from "#core/units.ts";
import { registers } from "../register.ts";
import { sets } from "../set.ts";
import type { System } from "../system.ts";
import { RAFT_BUGS } from "./bugs.ts";
import { raft } from "./raft.ts";
import { timesOf } from "./settings.ts";

const HEARTBEAT_MS = 50;
const SNAPSHOT_EVERY = "200";

export const raftSystem: System = {
  name: "raft",
  description: "Our reference Raft: five nodes agree on a log, and every word is linearizable.",
  vocabularies: ["register", "set"],
  bugs: RAFT_BUGS,
  hasLeader: true,
  changesMembers: true,
  tellsPrefixes: true,
  options: [
    {
      name: "elections",
      description: "Whether pre-votes keep a member that cannot win from disturbing the others.",
      choices: ["guarded", "plain"],
    },
    {
      name: "read-proof",
      description: "Whether a read asks a quorum, or trusts a lease and thereby the clocks' rates.",
      choices: ["round", "lease"],
    },
    {
      name: "changes",
      description: "Whether members change through both sets at once, or one by one.",
      choices: ["joint", "single"],
    },
    {
      name: "snapshot-every",
      description: "After how many entries a snapshot takes their place.",
      choices: [SNAPSHOT_EVERY, "20", "50"],
    },
  ],
  actor: ({ vocabulary, bugs, options, timeScale }) =>
    raft({
      machine: vocabulary === "set" ? sets : registers,
      elections: options["elections"] === "plain" ? "plain" : "guarded",
      reads: options["read-proof"] === "lease" ? "lease" : "round",
      changes: options["changes"] === "single" ? "single" : "joint",
      snapshotEvery: Number(options["snapshot-every"] ?? SNAPSHOT_EVERY),
      times: timesOf(millis(HEARTBEAT_MS * timeScale)),
      bugs: RAFT_BUGS.flatMap(({ name }) => (bugs.includes(name) ? name : [])),
    }),
};
