/** What the judges of the data show beside their verdict: `details` of the other checkers. */
import type { Distribution } from "./quantiles.ts";
import type { NodeId } from "./units.ts";

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
  /** Seen by a read and by every read that began after some moment. */
  readonly stable: number;
  /** Stable, but once known a read that began later missed it. */
  readonly stale: readonly number[];
  readonly lost: readonly number[];
  /** Neither seen nor missed by a read that began after it was known. */
  readonly neverRead: readonly number[];
  /** Read, yet nobody ever tried to add them. */
  readonly unexpected: readonly number[];
  /** More than once within one read. */
  readonly duplicated: readonly number[];
  /** Read, though their add was never acknowledged. */
  readonly recovered: number;
  /** From when an element was known to when every later read saw it, the stale ones. */
  readonly staleForMs: Distribution | null;
  /** From when an element was known to the last read that saw it, the lost ones. */
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
