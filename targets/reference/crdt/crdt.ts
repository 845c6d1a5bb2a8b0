/** A replicated data type: states that only grow in a lattice, and a merge that is its join. */
import type { Body } from "#core/ports/message.ts";

/**
 * The merge is commutative, associative and idempotent, so that replicas which have seen the same
 * updates agree, in whatever order, however often and by whatever way they heard of them.
 */
export interface Crdt {
  /** Takes an update and says what it changed; null if the request is none of its words. */
  update(request: Body, stamp: Stamp): Delta | null;
  /** A delta or a whole state: they are of one shape. True if anything of it was news. */
  merge(delta: Delta): boolean;
  /** What a client reads. */
  value(): unknown;
  /** Shares nothing that a later update would change. */
  state(): Delta;
}

/** Plain data that goes through JSON unchanged. */
export type Delta = unknown;

/** Where and when an update was made. */
export interface Stamp {
  readonly node: string;
  /** Of its updates, the how manieth: never used twice, not even after a crash. */
  readonly count: number;
  /** By the node's own wall clock, which may be wrong by anything. */
  readonly wallMs: number;
}
