/** What a check answers: valid, invalid with its evidence, or unknown with the reason. */

/** What an algorithm finds out about one key's columns; rows are rows of those columns. */
export type Finding =
  | { readonly valid: true }
  | Violation
  | {
      readonly valid: "unknown";
      readonly reason: Reason;
      /** How many operations had found their place when the search had got furthest. */
      readonly placed: number;
    };

export interface Violation {
  readonly valid: false;
  /** The rule that is broken, in kebab case, such as "stale-read". */
  readonly rule: string;
  /** One sentence on the rule, without values: the caller knows how to print operations. */
  readonly because: string;
  /** The operations that break it. */
  readonly rows: readonly number[];
  /** The longest legal order found, empty where the algorithm does not build orders. */
  readonly order: readonly number[];
}

/** A finding with the algorithm that made it. */
export type Decided = Finding & {
  /** Such as "register-zones" or "search". */
  readonly algorithm: string;
};

/** What a polynomial algorithm finds out; it returns `undefined` where it is not applicable. */
export type PolynomialAnswer = Decided;

/**
 * `stopped`: the caller's `shouldStop` said so (its deadline, say). `memory`: the bound was reached.
 */
export type Reason = "stopped" | "memory";

/** Which algorithm decided how much of the history. */
export interface Decision {
  readonly algorithm: string;
  readonly keys: number;
  readonly operations: number;
}

export type Key = string | number | null;

/** Why one key cannot be linearized; operations are named by their ids. */
export interface Evidence {
  readonly key: Key;
  readonly algorithm: string;
  readonly rule: string;
  /** Names the rule and the operations, readable on its own. */
  readonly sentence: string;
  /** The operations that break the rule. */
  readonly operations: readonly number[];
  /** The longest legal order found, or empty. */
  readonly order: readonly number[];
}

/** How far the check of one key got before it had to give up. */
export interface Undecided {
  readonly key: Key;
  readonly reason: Reason;
  readonly placed: number;
  readonly operations: number;
}

interface Common {
  /** The rule that was used for failed operations. */
  readonly failures: "ignore" | "observe";
  readonly decidedBy: readonly Decision[];
}

export type Answer = Common &
  (
    | { readonly valid: true }
    | { readonly valid: false; readonly evidence: Evidence }
    | {
        readonly valid: "unknown";
        readonly reason: Reason;
        readonly sentence: string;
        readonly undecided: readonly Undecided[];
      }
  );
