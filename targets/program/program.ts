/** The target `program`: anyone's binary that speaks Maelstrom's protocol, as it is. */
import type { Target } from "#core/ports/target.ts";
import { parseCommand } from "./command-line.ts";
import { makeCodec } from "./codec.ts";

export const program: Target = {
  name: "program",
  description: "Any program that speaks Maelstrom's protocol on stdin and stdout: --bin CMD.",
  hosts: ["program"],
  vocabularies: ["register", "set"],
  bugs: [],
  options: [
    {
      name: "absent",
      description:
        "A read answered with error 20: the observation that nothing is written yet, or a " +
        "failure, as Maelstrom has it.",
      choices: ["observation", "failure"],
    },
  ],
  // A program that keeps nothing on disk may lose what it promised when it is killed: Maelstrom
  // never asked it to. Kills come only when they are asked for.
  defaultNemesis: ["partition", "pause"],
  deploy: ({ vocabulary, options, bin }) => ({
    program: {
      command: parseCommand(bin, process.cwd()),
      env: {},
      codec: makeCodec(vocabulary, {
        leadership: null,
        absent: options["absent"] === "failure" ? "failure" : "observation",
      }),
    },
  }),
};
