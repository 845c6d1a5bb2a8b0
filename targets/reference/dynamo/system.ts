/** Dynamo, as the list of reference systems has it. */
import { millis } from "#core/units.ts";
import type { System } from "../system.ts";
import { DYNAMO_BUGS } from "./bugs.ts";
import { dynamo } from "./dynamo.ts";
import { timesOf } from "./settings.ts";

const BEAT_MS = 100;

export const dynamoSystem: System = {
  name: "dynamo",
  description: "Items on a ring, with sloppy quorums, hints, vector clocks, anti-entropy (Dynamo).",
  vocabularies: ["or-set", "lww-register"],
  bugs: DYNAMO_BUGS,
  hasLeader: false,
  options: [
    { name: "n", description: "Copies of each item.", choices: ["3", "5", "2", "1"] },
    { name: "r", description: "Copies that a read waits for.", choices: ["2", "1", "3"] },
    { name: "w", description: "Copies that a write waits for.", choices: ["2", "1", "3"] },
    {
      name: "read-repair",
      description: "Whether a read brings copies up to date that are behind.",
      choices: ["on", "off"],
    },
  ],
  actor: ({ bugs, options, timeScale }) =>
    dynamo({
      quorums: {
        n: Number(options["n"] ?? 3),
        r: Number(options["r"] ?? 2),
        w: Number(options["w"] ?? 2),
      },
      readRepair: options["read-repair"] !== "off",
      times: timesOf(millis(BEAT_MS * timeScale)),
      bugs: DYNAMO_BUGS.flatMap(({ name }) => (bugs.includes(name) ? name : [])),
    }),
};
