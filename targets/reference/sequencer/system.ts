/** Active replication by a sequencer, as the list of reference systems has it. */
import { millis } from "#core/units.ts";
import { registers } from "../register.ts";
import { sets } from "../set.ts";
import type { System } from "../system.ts";
import { SEQUENCER_BUGS } from "./bugs.ts";
import { sequencer } from "./member.ts";
import { timesOf } from "./settings.ts";

const BEAT_MS = 25;

export const sequencerSystem: System = {
  name: "sequencer",
  description:
    "Active replication: a sequencer numbers every word, all replicas execute all of them.",
  vocabularies: ["register", "set"],
  bugs: SEQUENCER_BUGS,
  hasLeader: true,
  options: [],
  actor: ({ vocabulary, bugs, timeScale }) =>
    sequencer({
      machine: vocabulary === "set" ? sets : registers,
      times: timesOf(millis(BEAT_MS * timeScale)),
      bugs: SEQUENCER_BUGS.flatMap(({ name }) => (bugs.includes(name) ? name : [])),
    }),
};
