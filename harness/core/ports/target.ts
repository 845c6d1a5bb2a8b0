/** A system under test: what it speaks, how it can be deployed, and which bugs switch on. */
import type { Cancel } from "../cancel.ts";
import type { FaultKind } from "../fault.ts";
import type { ActorFactory } from "../sim/actor.ts";
import type { NodeId } from "../units.ts";
import type { VocabularyName } from "../vocabulary/vocabularies.ts";
import type { Client } from "./client.ts";
import type { Codec } from "./message.ts";

export interface Target {
  readonly name: string;
  /** One sentence, for `ordeal list`. */
  readonly description: string;
  readonly vocabularies: readonly VocabularyName[];
  readonly bugs: readonly Bug[];
  readonly options: readonly TargetOption[];
  /** Its nodes say, unasked, when they come to lead. */
  readonly tellsLeaders: boolean;
  /** As an actor it can be asked what of the log that all agree on took effect. */
  readonly tellsPrefixes?: true;
  /** The faults drawn unless `--nemesis` says otherwise; null stands for the usual ones. */
  readonly defaultNemesis: readonly FaultKind[] | null;
  /** Under these it promises right answers; any other is drawn only when asked for by name. */
  readonly tolerates: readonly FaultKind[];
  /** What an environment must be able to host; the first that can is the default. */
  readonly hosts: readonly (keyof Deployments)[];
  /** The ways in which it can run, one for each of `hosts`. */
  deploy(settings: TargetSettings): Deployments;
}

export interface Bug {
  readonly name: string;
  /** What is wrong, in a sentence. */
  readonly description: string;
  /** Where it can show itself at all; asking for it elsewhere is a usage error. */
  readonly environments: readonly string[];
  readonly faults: readonly FaultKind[];
}

export interface TargetOption {
  /** Without dashes: `reads`. */
  readonly name: string;
  readonly description: string;
  /** What it may be; an empty list stands for any text. The first is the default. */
  readonly choices: readonly string[];
  /** Choices that promise less than the workloads judge: a hunt takes them only when told to. */
  readonly weaker?: readonly string[];
}

export interface TargetSettings {
  readonly vocabulary: VocabularyName;
  readonly bugs: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  /** The command line of `--bin`, empty for every target but `program`. */
  readonly bin: string;
}

export interface Deployments {
  readonly actor?: ActorDeployment;
  readonly program?: ProgramDeployment;
  readonly machine?: MachineDeployment;
}

/** A pure actor, for the simulated world. */
export interface ActorDeployment {
  readonly actor: ActorFactory;
  readonly codec: Codec;
}

/** A process that speaks Maelstrom's protocol on its standard input and output. */
export interface ProgramDeployment {
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly codec: Codec;
}

/** A server in a machine of its own: a container, a namespace. */
export interface MachineDeployment {
  /** The folder with its Dockerfile. */
  readonly image: string;
  /** The server's command line; it runs in the foreground and its output becomes its log. */
  command(self: Machine, all: readonly Machine[]): readonly [string, ...string[]];
  /** One process is signalled; several are frozen together. */
  readonly processes: "one" | "several";
  /** The folder in the machine that holds its data and outlives a kill. */
  readonly dataFolder: string;
  healthy(machine: Machine, cancel: Cancel): Promise<boolean>;
  client(machine: Machine): Promise<Client>;
  /** The term in which it says it leads, null if it does not; absent if it cannot be asked. */
  leads?(machine: Machine, cancel: Cancel): Promise<number | null>;
  /** Milliseconds since 1970 by the server's own clock; absent if it cannot be asked. */
  time?(machine: Machine, cancel: Cancel): Promise<ClockReading>;
}

export interface ClockReading {
  readonly epochMs: number;
  /** The reading is right to within this much. */
  readonly resolutionMs: number;
}

export interface Machine {
  readonly node: NodeId;
  /** An IP address that the controller and its peers reach. */
  readonly address: string;
}
