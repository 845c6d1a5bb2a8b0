/** How old reads were: the `details` of the checker `staleness`, as renderers get them. */
import type { Distribution } from "./quantiles.ts";
import type { Nanos, NodeId } from "./units.ts";

/** Of the fault phase's reads, placed by their invocation. Ages are lower bounds. */
export interface StalenessFigures {
  readonly from: Nanos;
  readonly to: Nanos;
  readonly total: Staleness;
  /** In the order of the plan. */
  readonly nodes: readonly NodeStaleness[];
  /** Answered reads of whose age nothing is known: nobody, or more than one, wrote what they saw. */
  readonly unmeasured: number;
  /** The oldest first; a thousand at most. */
  readonly oldest: readonly StaleRead[];
}

export interface NodeStaleness extends Staleness {
  readonly node: NodeId;
}

export interface Staleness {
  readonly reads: number;
  /** Reads that had missed something that was acknowledged before they began. */
  readonly stale: number;
  /** Of all these reads, those that missed nothing as 0. */
  readonly ageMs: Distribution | null;
  /** Likewise: acknowledged writes, or elements of a set, that a read had certainly missed. */
  readonly missed: Distribution | null;
}

export interface StaleRead {
  /** Of the read's invocation. */
  readonly index: number;
  readonly ageMs: number;
  readonly missed: number;
  /** The invocation of what was acknowledged first of all that it missed. */
  readonly first: number | null;
}
