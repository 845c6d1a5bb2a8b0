/** Multi-Paxos, as the list of reference systems has it. */
import { millis } from "#core/units.ts";
import { registers } from "../register.ts";
import { sets } from "../set.ts";
import type { System } from "../system.ts";
import { PAXOS_BUGS } from "./bugs.ts";
import { paxos } from "./paxos.ts";
import { timesOf } from "./settings.ts";
import { majority, quorumsOf } from "./synod.ts";

const HEARTBEAT_MS = 50;

export const paxosSystem: System = {
  name: "paxos",
  description: "Our reference Multi-Paxos: a log of decrees, and every word is linearizable.",
  vocabularies: ["register", "set"],
  bugs: PAXOS_BUGS,
  hasLeader: true,
  options: [
    {
      name: "quorums",
      description:
        "Which of the phases may do with less than a majority, since the other asks more.",
      choices: ["majority", "small-phase-1", "small-phase-2"],
    },
  ],
  actor: ({ vocabulary, bugs, options, timeScale }) =>
    paxos({
      machine: vocabulary === "set" ? sets : registers,
      quorums: (members) => quorumsOf(members, phase2Of(members, options["quorums"])),
      times: timesOf(millis(HEARTBEAT_MS * timeScale)),
      bugs: PAXOS_BUGS.flatMap(({ name }) => (bugs.includes(name) ? name : [])),
    }),
};

function phase2Of(members: number, quorums: string | undefined): number {
  const less = members - majority(members);
  if (quorums === "small-phase-2") return Math.max(1, less);
  return quorums === "small-phase-1" ? members - less + 1 : majority(members);
}
