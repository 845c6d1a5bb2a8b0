/** What the judges of the data show beside their verdict: `details` of the other checkers. */
import type { Distribution } from "./quantiles.ts";
import type { Nanos, NodeId } from "./units.ts";

/** The details of `linearizable`. */
export interface LinearizableFigures {
  readonly keys: number;
  /** Refused ones left out: they took no effect. */
  readonly operations: number;
  /** How many keys each algorithm decided. */
  readonly decidedBy: Readonly<Record<string, number>>;
  readonly violated: readonly string[];
  /** Keys whose answer was not found in time, each with how far the search got. */
  readonly undecided: readonly { readonly key: string; readonly progress: string }[];
}

/** The evidence of an anomaly named `nonlinearizable`. */
export interface NonlinearizableEvidence {
  readonly key: string;
  /** The rule that is broken, such as `stale-read`; `no-order` if no shorter reason was found. */
  readonly rule: string;
  /** Invocation indexes of the longest order found that explains its answers, maybe empty. */
  readonly longestOrder: readonly number[];
}

/** The details of `set-full`. */
export interface SetFigures {
  readonly keys: readonly SetKeyFigures[];
}

export interface SetKeyFigures {
  readonly key: string;
  readonly attempted: number;
  readonly acknowledged: number;
  /** Seen by every read that began after some moment, and by one at least. */
  readonly stable: number;
  /** Still there, yet missed by a read that began after they were known. */
  readonly stale: readonly number[];
  /** Known, yet missed by the last read that could see it; and no final read has it. */
  readonly lost: readonly number[];
  /** Likewise, but without final reads on every node nobody can tell whether they are lost. */
  readonly missed: readonly number[];
  /** Neither seen nor missed by a read that began after it was known. */
  readonly neverRead: readonly number[];
  /** Read, yet nobody ever tried to add them. */
  readonly unexpected: readonly number[];
  /** More than once within one read. */
  readonly duplicated: readonly number[];
  /** Read, though their add was never acknowledged. */
  readonly recovered: number;
  /** Of the stale ones: from when it was known to the last read that missed it. */
  readonly staleForMs: Distribution | null;
  /** Of the lost ones: from when it was known to the last read that saw it, 0 if none did. */
  readonly lostAfterMs: Distribution | null;
  readonly finalReads: readonly FinalRead[];
}

export interface FinalRead {
  readonly node: NodeId;
  /** The invocation's index and the size of the answer; null without an ok final read there. */
  readonly read: { readonly index: number; readonly elements: number } | null;
}

/** The details of `assumptions`: all that was looked at, whether it held or not. */
export interface AssumptionFigures {
  readonly assumptions: readonly Assumption[];
}

export interface Assumption {
  /** Short and stable: `complete`, `no-deaths`, `enough-operations`, `after-heal`, … */
  readonly name: string;
  readonly holds: boolean;
  /** With the figures. */
  readonly sentence: string;
}

/** The details of `convergence`. */
export interface ConvergenceFigures {
  readonly keys: readonly {
    readonly key: string;
    readonly state: "agreed" | "diverged" | "open";
    /** From the heal to the last of the final answers; null without any. */
    readonly answeredAfterMs: number | null;
  }[];
}

/** The details of `counter-bounds`. */
export interface CounterFigures {
  readonly keys: readonly {
    readonly key: string;
    /** What the adds allow in the end. */
    readonly low: number;
    readonly high: number;
    /** What the replicas agree on, null if they do not. */
    readonly value: number | null;
  }[];
}

/** The details of `election-safety`. */
export interface ElectionFigures {
  /** How many terms had a leader. */
  readonly terms: number;
}

/** The evidence of an anomaly named `two-leaders`. */
export interface ElectionEvidence {
  readonly term: number;
  /** The first of each node, in their order. */
  readonly claims: readonly {
    readonly node: NodeId;
    /** Of the note in the history. */
    readonly index: number;
    readonly time: Nanos;
  }[];
}
