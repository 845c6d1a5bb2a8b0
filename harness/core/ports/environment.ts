/** A place where nodes live and can be hurt: it provisions a cluster, and says what it can break. */
import type { Cancel } from "../cancel.ts";
import type { Fault, FaultKind, Proof } from "../fault.ts";
import type { Seed } from "../seed.ts";
import type { Nanos, NodeId, ProcessId } from "../units.ts";
import type { Zone } from "../zones.ts";
import type { Client } from "./client.ts";
import type { Clock } from "./clock.ts";
import type { Deployments } from "./target.ts";

/** What every environment is to whoever chooses one. */
export interface Place {
  readonly name: string;
  /** One sentence, for `ordeal list`. */
  readonly description: string;
  /** Which of a target's deployments it can host. */
  readonly hosts: keyof Deployments;
  /** Looks at this machine: what can be done here, how, and why not the rest. Changes nothing. */
  examine(): Promise<Examination>;
}

/** A place in real time. */
export interface Environment extends Place {
  readonly hosts: "program" | "machine";
  /** Makes the nodes' places and starts the system; resolves when all nodes are healthy. */
  open(request: ClusterRequest): Promise<Cluster>;
  /** Removes what runs whose owner is dead left behind, and nothing else; says what it removed. */
  sweep(): Promise<readonly string[]>;
}

/** `how` and `why` are sentences for `ordeal doctor`. */
export type Ability =
  | { readonly available: true; readonly how: string }
  | { readonly available: false; readonly why: string };

export interface Examination {
  readonly usable: Ability;
  readonly faults: Readonly<Record<FaultKind, Ability>>;
}

export interface ClusterRequest {
  /** The run's id: everything made carries it under the label `ordeal`. */
  readonly run: string;
  /** An absolute path: the environment keeps each node's data and logs in folders below it. */
  readonly folder: string;
  readonly nodes: readonly NodeId[];
  readonly deployments: Deployments;
  readonly seed: Seed;
  readonly clock: Clock;
  readonly links: LinkSettings;
  readonly zones: readonly Zone[];
  /** How long the nodes may take to become healthy. */
  readonly startTimeoutMs: number;
  readonly cancel: Cancel;
  /** Something worth a line in the history: a node died by itself, a late reply, garbage. */
  note(note: Note): void;
  /** Progress for the person who waits: "building the image", "n3 is healthy". */
  progress(sentence: string): void;
}

/** The links of a simulated network; environments with a real one refuse what they cannot do. */
export interface LinkSettings {
  readonly latencyMs: number;
  readonly latency: "constant" | "uniform" | "exponential";
  readonly lossPerMille: number;
  readonly duplicatePerMille: number;
}

export interface Note {
  readonly f: "died" | "leads" | "prefix" | "late-reply" | "garbage" | "note";
  readonly node?: NodeId;
  readonly value: unknown;
}

export interface Cluster extends AsyncDisposable {
  readonly nodes: readonly NodeId[];
  /** A new client of one node for one process; processes never share one. */
  client(node: NodeId, process: ProcessId): Promise<Client>;
  /** Whether the system can be asked for its leaders at all. */
  readonly knowsLeaders: boolean;
  /** The nodes that say they lead, the highest term first. Asks around a fault, best effort. */
  leaders(cancel: Cancel): Promise<readonly NodeId[]>;
  /** Resolves when the fault is in force; rejects when it certainly is not. */
  inject(fault: Fault): Promise<ActiveFault>;
  /** The nodes whose process runs, is not paused, and has not died. */
  alive(): readonly NodeId[];
  /** Writes what the nodes logged to `<folder>/<node>/…`; works after a failure. */
  saveLogs(folder: string): Promise<void>;
}

/** A fault in force. It stays in force over a restart of its node until it is cured. */
export interface ActiveFault {
  /** When it took hold. */
  readonly began: Nanos;
  /** Looks for the effect now. Cheap; may be called any number of times before the cure. */
  prove(): Promise<Proof>;
  /** Ends it, with the last look before and after; resolves when it is certainly over. */
  cure(): Promise<Cure>;
}

export interface Cure extends Proof {
  readonly ended: Nanos;
}
