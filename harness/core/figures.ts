/** What the judges of every run measure: the `details` of three checkers, as renderers get them. */
import type { Effect, FaultKind } from "./fault.ts";
import type { Distribution } from "./quantiles.ts";
import type { Survival } from "./survival.ts";
import type { Nanos, NodeId } from "./units.ts";

/**
 * The details of `availability`. It looks at the fault phase only, and places each operation by
 * its invocation: an operation that is answered after an outage was asked for during it.
 */
export interface AvailabilityFigures {
  readonly from: Nanos;
  readonly to: Nanos;
  /** Never below the operations' deadline, or clients that wait would leave gaps in an outage. */
  readonly windowMs: number;
  /** Who answers nothing for this long is unavailable. Shorter outages are not seen as such. */
  readonly patienceMs: number;
  readonly pace: Pace;
  readonly total: Availability;
  /** In the order of the plan. */
  readonly nodes: readonly NodeAvailability[];
}

export interface NodeAvailability extends Availability {
  readonly node: NodeId;
}

/** `answered` are the operations that were `ok` or refused for their content (a compare said no). */
export interface Availability {
  readonly attempts: number;
  readonly answered: number;
  readonly ok: number;
  /** Each window weighs as long as it lasts; those without attempts are left out. The headline. */
  readonly successByTime: number | null;
  /** Each operation weighs the same. Flatters: clients that wait ask less during an outage. */
  readonly successByOperation: number | null;
  readonly windows: readonly Window[];
  /** Windows without a single attempt: nothing is known about them. */
  readonly windowsWithoutData: number;
  /** The windows' success ratios, those without attempts left out. */
  readonly success: Distribution | null;
  /** The windows' `ok` operations a second, likewise. */
  readonly goodput: Distribution | null;
  /** Of the answered operations, from invocation to completion. */
  readonly latencyMs: Distribution | null;
  readonly outages: readonly Outage[];
  readonly outageMs: number;
  readonly longestOutage: Outage | null;
}

export interface Window {
  readonly from: Nanos;
  readonly to: Nanos;
  readonly attempts: number;
  readonly answered: number;
  readonly ok: number;
  /** Null is *no data*, which is not 100%. */
  readonly success: number | null;
  readonly goodputPerSecond: number | null;
}

/**
 * Nothing was answered from the first attempt that was in vain (`from`) to the first that was not
 * (`to`, null where the record ends first: then it lasted `lengthMs` at least).
 */
export interface Outage {
  readonly from: Nanos;
  readonly to: Nanos | null;
  readonly lengthMs: number;
  /** It may have been shorter by this much: nobody tried in the meantime. */
  readonly resolutionMs: number;
  readonly attempts: number;
}

/** Whether the clients kept up with what was asked of them. */
export interface Pace {
  /** 0 is as fast as they answer: nobody can be late then. */
  readonly askedPerSecond: number;
  readonly achievedPerSecond: number;
  /** How late operations began, those in time as 0. */
  readonly lateMs: Distribution | null;
  /** In a sentence, when the pace fell behind. */
  readonly warning: string | null;
}

/** The details of `recovery`. */
export interface RecoveryFigures {
  readonly patienceMs: number;
  readonly faults: readonly FaultFigures[];
  /** Faults that overlapped, together; most episodes are one fault. */
  readonly episodes: readonly EpisodeFigures[];
  /** In the order of `FAULT_KINDS`; kinds that were never injected are absent. */
  readonly kinds: readonly KindFigures[];
}

/** What was seen of one span of trouble, watched until the next one began or the record ended. */
export interface Impact {
  readonly began: Nanos;
  /** Null: never cured. */
  readonly ended: Nanos | null;
  readonly attempts: number;
  readonly answered: number;
  /** From its beginning to the first invocation that was not answered. */
  readonly firstFailure: Wait;
  /** … to the first attempt after which some node answered nothing for `patienceMs`. */
  readonly partialOutage: Wait;
  /** … after which no node did. */
  readonly fullOutage: Wait;
  /** The full outages within, the longest and all together; null and 0 if there was none. */
  readonly longestOutage: Outage | null;
  readonly outageMs: number;
  /** From its end to the answer of the first `ok` that was invoked after it, at any node. */
  readonly recovery: Wait;
  /** … until each node that was asked has given such an answer. */
  readonly everyNode: Wait;
}

/**
 * How long until something happened; if it did not, how long was watched in vain (censored).
 * `resolutionMs`: it may have been sooner by this much, since nobody tried in the meantime.
 */
export type Wait =
  | { readonly happened: true; readonly ms: number; readonly resolutionMs: number }
  | { readonly happened: false; readonly watchedMs: number };

export interface FaultFigures extends Impact {
  readonly id: string;
  readonly kind: FaultKind;
  readonly name: string;
  readonly effect: Effect;
  readonly evidence: string;
  readonly episode: string;
  /** Whether the figures of its kind use it; if not, why not, in a few words. */
  readonly counted: boolean;
  readonly excluded: string | null;
}

export interface EpisodeFigures extends Impact {
  /** `e1`, `e2` … */
  readonly id: string;
  readonly faults: readonly string[];
}

/** Only from faults whose effect was proven or applied, and that overlapped no other. */
export interface KindFigures {
  readonly kind: FaultKind;
  readonly injected: number;
  /** How many of them the figures rest on. */
  readonly n: number;
  /** Of those n. */
  readonly withFailure: number;
  readonly withPartialOutage: number;
  readonly withFullOutage: number;
  readonly firstFailure: Survival | null;
  readonly partialOutage: Survival | null;
  readonly fullOutage: Survival | null;
  /** The longest full outage of each fault that had one, unfinished ones as censored. */
  readonly outage: Survival | null;
  readonly recovery: Survival | null;
  readonly everyNode: Survival | null;
}

/** The details of `stats`. */
export interface StatsFigures {
  readonly total: Counts;
  /** By word, sorted. */
  readonly words: Readonly<Record<string, Counts>>;
}

export interface Counts {
  readonly attempts: number;
  readonly ok: number;
  readonly fail: number;
  readonly info: number;
  /** How often each error code occurred, the most frequent first. */
  readonly errors: Readonly<Record<string, number>>;
}
