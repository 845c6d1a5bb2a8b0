/** The target `program`: anyone's binary that speaks Maelstrom's protocol, as it is. */
import type { Target } from "#core/ports/target.ts";
import { parseCommand } from "./command-line.ts";
import { makeCodec } from "./codec.ts";

/** `commandLine` is what `--bin` says; paths in it are looked up from `folder`. */
export function program(commandLine: string, folder: string): Target {
  return {
    name: "program",
    description: "Any program that speaks Maelstrom's protocol on stdin and stdout: --bin CMD.",
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
    deploy: ({ vocabulary, options }) => ({
      program: {
        command: parseCommand(commandLine, folder),
        env: {},
        codec: makeCodec(vocabulary, {
          leadership: null,
          absent: options["absent"] === "failure" ? "failure" : "observation",
        }),
      },
    }),
  };
}
