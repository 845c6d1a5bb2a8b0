/** Faults as values: what is asked, what was done, what was proven, and from when to when. */
import type { History } from "./history.ts";
import type { Nanos, NodeId } from "./units.ts";

export type FaultKind =
  | "partition"
  | "kill"
  | "pause"
  | "clock"
  | "packet"
  | "disk"
  | "zone"
  | "bit-flip"
  | "byzantine"
  | "membership";
export const FAULT_KINDS: readonly FaultKind[] = [
  "partition",
  "kill",
  "pause",
  "clock",
  "packet",
  "disk",
  "zone",
  "bit-flip",
  "byzantine",
  "membership",
];

/** What is drawn unless somebody asks for others: what any system must live with. */
export const USUAL_FAULTS: readonly FaultKind[] = ["partition", "kill", "pause", "clock"];

/**
 * What a system has to survive that recovers from crashes: nodes stop, links fail, and nothing is
 * other than it was written or sent.
 */
export const HONEST_FAULTS: readonly FaultKind[] = FAULT_KINDS.filter(
  (kind) => kind !== "bit-flip" && kind !== "byzantine" && kind !== "membership",
);

/** Messages from the first node to the second; the other direction is another link. */
export type Link = readonly [from: NodeId, to: NodeId];

/** Messages on this link are dropped. */
export type Cut = Link;

export type Skew =
  | { readonly mode: "bump"; readonly offsetMs: number }
  /** The clock gains (or loses) this many millionths. */
  | { readonly mode: "drift"; readonly ratePpm: number }
  /** The clock jumps by the offset and back, changing sides once a period. */
  | { readonly mode: "strobe"; readonly offsetMs: number; readonly periodMs: number };

/** What befalls messages; the share that it befalls is in parts of a thousand. */
export type Trouble =
  | { readonly mode: "loss"; readonly perMille: number }
  /** They come once more, up to so much later. */
  | { readonly mode: "duplication"; readonly perMille: number; readonly laterMs: number }
  /** All are late by at least the delay, at most the jitter more. */
  | { readonly mode: "delay"; readonly delayMs: number; readonly jitterMs: number }
  /** They are held back, and those behind them overtake. */
  | { readonly mode: "reordering"; readonly perMille: number; readonly delayMs: number }
  /** All wait for those before them; a queue that would take too long drops the newest. */
  | { readonly mode: "bandwidth"; readonly bytesPerSecond: number }
  /** They arrive after the cure. */
  | { readonly mode: "hold"; readonly perMille: number };

export type DiskTrouble =
  /** Every write is refused. Whose disk refuses a write stops, and is started again soon. */
  | { readonly mode: "full" }
  /** A sync takes so many times as long as it would. */
  | { readonly mode: "slow"; readonly factor: number }
  /** The nodes are down as after a kill, and of what no sync covered this is left. */
  | { readonly mode: "power-loss"; readonly unsynced: Unsynced };

/** All of it, nothing, of each write the beginning, or some writes while older ones are gone. */
export type Unsynced = "kept" | "lost" | "torn" | "reordered";
export const UNSYNCED: readonly Unsynced[] = ["kept", "lost", "torn", "reordered"];

/** What becomes of a share of a node's messages, in parts of a thousand. */
export type Lie =
  /** Each value that a client wrote has its lowest bit flipped. */
  | { readonly mode: "values"; readonly perMille: number }
  /** Whatever says what is newer is raised. */
  | { readonly mode: "terms"; readonly perMille: number; readonly by: number }
  /** They come again, up to so much later, as if they had just been said. */
  | { readonly mode: "replay"; readonly perMille: number; readonly laterMs: number };

/** What an environment is told to do, all names resolved. `name` says it to a person. */
export type Fault =
  | { readonly kind: "partition"; readonly name: string; readonly cuts: readonly Cut[] }
  | { readonly kind: "kill"; readonly name: string; readonly nodes: readonly NodeId[] }
  | { readonly kind: "pause"; readonly name: string; readonly nodes: readonly NodeId[] }
  | {
      readonly kind: "clock";
      readonly name: string;
      readonly nodes: readonly NodeId[];
      readonly skew: Skew;
    }
  | {
      readonly kind: "packet";
      readonly name: string;
      readonly links: readonly Link[];
      readonly trouble: Trouble;
    }
  | {
      readonly kind: "disk";
      readonly name: string;
      readonly nodes: readonly NodeId[];
      readonly trouble: DiskTrouble;
    }
  /** All nodes of a place at once: down, or heard and reached by none of the others. */
  | {
      readonly kind: "zone";
      readonly name: string;
      readonly nodes: readonly NodeId[];
      readonly outage: "down" | "cut-off";
    }
  /** The nodes start anew, and whatever they read has one bit changed. */
  | { readonly kind: "bit-flip"; readonly name: string; readonly nodes: readonly NodeId[] }
  /** What the nodes say to others is not what they meant; clients are told the truth. */
  | {
      readonly kind: "byzantine";
      readonly name: string;
      readonly nodes: readonly NodeId[];
      readonly lie: Lie;
    }
  /** What an operator wishes: the nodes out of the cluster, or one of them its leader. */
  | {
      readonly kind: "membership";
      readonly name: string;
      readonly nodes: readonly NodeId[];
      readonly wish: "removed" | "leading";
    };

/**
 * `proven`: the effect was seen (dropped packets counted, the process in state T, its absence, a
 * wrong clock read from inside). `applied`: only that it was done could be read back. `unproven`:
 * neither; such a fault is reported and does not count.
 */
export type Effect = "proven" | "applied" | "unproven";

export interface Proof {
  readonly effect: Effect;
  /** In words, with the figures: "n1 dropped 112 packets from n3". */
  readonly evidence: string;
}

/** One fault of a history. `began` and `ended` are when it really did, null where it never did. */
export interface FaultWindow extends Proof {
  /** `f1`, `f2` … in order of injection. */
  readonly id: string;
  readonly fault: Fault;
  readonly began: Nanos;
  readonly ended: Nanos | null;
}

/** The value of the nemesis's `inject` completion. */
export interface Injected {
  readonly id: string;
  readonly fault: Fault;
  readonly began: Nanos;
}

/** The value of the nemesis's `cure` completion. */
export interface Cured extends Proof {
  readonly id: string;
  readonly ended: Nanos;
}

/** Every fault that took hold, in order. One that the run never cured stays open and unproven. */
export function faultsOf(history: History): readonly FaultWindow[] {
  const windows = new Map<string, FaultWindow>();
  for (const event of history) {
    if (event.process !== "nemesis" || event.type === "invoke" || event.error) continue;
    if (event.f === "inject") {
      const injected = event.value as Injected;
      const open = { effect: "unproven", evidence: "the run ended before it was cured" } as const;
      windows.set(injected.id, { ...injected, ...open, ended: null });
    } else if (event.f === "cure") {
      // Null where there was nothing to cure, since the fault had never been in force.
      const cured = event.value as Cured | null;
      const window = cured === null ? undefined : windows.get(cured.id);
      if (window !== undefined) windows.set(window.id, { ...window, ...cured });
    }
  }
  return [...windows.values()];
}

/** The links that a fault touches, null where it touches nodes. */
export function linksOf(fault: Fault): readonly Link[] | null {
  if (fault.kind === "partition") return fault.cuts;
  return fault.kind === "packet" ? fault.links : null;
}

/** The nodes that a fault touches. */
export function victimsOf(fault: Fault): readonly NodeId[] {
  return "nodes" in fault ? fault.nodes : [...new Set((linksOf(fault) ?? []).flat())];
}
