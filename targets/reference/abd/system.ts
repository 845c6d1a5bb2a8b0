/** ABD, as the list of reference systems has it. */
import { millis } from "#core/units.ts";
import type { System } from "../system.ts";
import { abd } from "./abd.ts";
import { ABD_BUGS } from "./bugs.ts";

export const abdSystem: System = {
  name: "abd",
  description: "Registers without a leader: every read and write asks a majority twice (ABD).",
  vocabularies: ["rw-register"],
  bugs: ABD_BUGS,
  options: [],
  hasLeader: false,
  actor: ({ bugs, timeScale }) =>
    abd({
      times: {
        retry: millis(100 * timeScale),
        patience: millis(400 * timeScale),
        forget: millis(5000 * timeScale),
      },
      bugs: ABD_BUGS.flatMap(({ name }) => (bugs.includes(name) ? name : [])),
    }),
};
