/** The target `program`: anyone's binary that speaks Maelstrom's protocol, as it is. */
import { HONEST_FAULTS } from "#core/fault.ts";
import type { Codec } from "#core/ports/message.ts";
import type { Target, TargetSettings } from "#core/ports/target.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import { parseCommand } from "./command-line.ts";
import { makeCodec } from "./codec.ts";
import { mustBeFindable } from "./findable.ts";
import { inOneSet } from "./one-set.ts";

export const program: Target = {
  name: "program",
  description: "Any program that speaks Maelstrom's protocol on stdin and stdout: --bin CMD.",
  hosts: ["program"],
  vocabularies: ["register", "rw-register", "set", "g-set", "g-counter", "pn-counter"],
  bugs: [],
  options: [
    {
      name: "absent",
      description:
        "A read answered with error 20: the observation that nothing is written yet, or a " +
        "failure, as Maelstrom has it.",
      choices: ["observation", "failure"],
    },
    {
      name: "sets",
      description:
        "Whether the program keeps one set, as Maelstrom's g-set does, so that ours are kept in " +
        "it together; or many, told apart by a key in each request.",
      choices: ["one", "keyed"],
    },
  ],
  tellsLeaders: false,
  // A program that keeps nothing on disk may lose what it promised when it is killed: Maelstrom
  // never asked it to. Kills come only when they are asked for.
  defaultNemesis: ["partition", "pause"],
  tolerates: HONEST_FAULTS.filter((kind) => kind !== "kill" && kind !== "disk"),
  deploy({ vocabulary, options, bin }) {
    const command = parseCommand(bin, process.cwd());
    mustBeFindable(command[0], process.env["PATH"] ?? "");
    return { program: { command, env: {}, codec: codecFor(vocabulary, options) } };
  },
};

function codecFor(vocabulary: VocabularyName, options: TargetSettings["options"]): Codec {
  const absent = options["absent"] === "failure" ? "failure" : "observation";
  const codec = makeCodec(vocabulary, { leadership: null, absent });
  const isSet = vocabulary === "set" || vocabulary === "g-set";
  return isSet && options["sets"] !== "keyed" ? inOneSet(codec) : codec;
}
