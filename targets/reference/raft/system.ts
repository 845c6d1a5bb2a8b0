/** Raft, as the list of reference systems has it. */
import { millis } from "#core/units.ts";
import { registers } from "../register.ts";
import { sets } from "../set.ts";
import type { System } from "../system.ts";
import { RAFT_BUGS } from "./bugs.ts";
import { raft } from "./raft.ts";
import { timesOf } from "./settings.ts";

const HEARTBEAT_MS = 50;

export const raftSystem: System = {
  name: "raft",
  description: "Our reference Raft: five nodes agree on a log, and every word is linearizable.",
  vocabularies: ["register", "set"],
  bugs: RAFT_BUGS,
  actor: ({ vocabulary, bugs, timeScale }) =>
    raft({
      machine: vocabulary === "set" ? sets : registers,
      times: timesOf(millis(HEARTBEAT_MS * timeScale)),
      bugs: RAFT_BUGS.flatMap(({ name }) => (bugs.includes(name) ? name : [])),
    }),
};
