/** A reference system as a target: each node is a process, its actor behind the shim. */
import { fileURLToPath } from "node:url";
import { HONEST_FAULTS } from "#core/fault.ts";
import type { Body, Codec, Leadership, Operator } from "#core/ports/message.ts";
import type { Target } from "#core/ports/target.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import { makeCodec } from "../program/codec.ts";
import type { System } from "../reference/system.ts";

export function referenceTarget(system: System): Target {
  return {
    name: system.name,
    description: system.description,
    hosts: ["program", "actor"],
    vocabularies: system.vocabularies,
    bugs: system.bugs,
    options: system.options,
    tellsLeaders: system.hasLeader,
    ...(system.tellsPrefixes ? { tellsPrefixes: true } : {}),
    defaultNemesis: null,
    tolerates: system.changesMembers ? [...HONEST_FAULTS, "membership"] : HONEST_FAULTS,
    deploy: ({ vocabulary, bugs, options }) => ({
      program: {
        command: [
          process.execPath,
          ENTRY,
          system.name,
          `--vocabulary=${vocabulary}`,
          ...bugs.map((bug) => `--bug=${bug}`),
          ...system.options.flatMap(({ name }) =>
            options[name] === undefined ? [] : `--option=${name}=${options[name]}`,
          ),
        ],
        env: {},
        codec: codecOf(system, vocabulary),
      },
      actor: {
        actor: system.actor({ vocabulary, bugs, options, timeScale: 1 }),
        codec: codecOf(system, vocabulary),
      },
    }),
  };
}

const codecOf = ({ hasLeader, changesMembers }: System, vocabulary: VocabularyName): Codec =>
  makeCodec(vocabulary, {
    leadership: hasLeader ? STATUS : null,
    absent: "observation",
    ...(changesMembers ? { operator: OPERATOR } : {}),
  });

/** The bundle's copy of the shim lies beside the bundle. */
const ENTRY = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "main.ts" : "shim.js", import.meta.url),
);

/** Every reference system that has a leader says so when asked like this. */
const STATUS: Leadership = {
  request: { type: "ordeal_status" },
  term: ({ role, term }: Body) => (role === "leader" && typeof term === "number" ? term : null),
};

const OPERATOR: Operator = {
  add: (node) => ({ type: "ordeal_members", add: [node], remove: [] }),
  remove: (node) => ({ type: "ordeal_members", add: [], remove: [node] }),
  promote: (to) => ({ type: "ordeal_transfer", to }),
  members: ({ members }) => (Array.isArray(members) ? members.map(String) : null),
};
