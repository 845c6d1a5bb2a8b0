/** Three-valued judgement: true, false with its evidence, or unknown with its reason. */

export interface Anomaly {
  /** The field's name of it, such as `nonlinearizable`, `lost-element`, `stale-read`. */
  readonly name: string;
  /** In a sentence or a few: the operations, the order, the rule that is broken. */
  readonly explanation: string;
  /** Indexes of the invocations it rests on, the most telling first. */
  readonly operations: readonly number[];
  /** Indexes of the harness's notes that it rests on, where it does. */
  readonly notes?: readonly number[];
  /** The same as data, for renderers: cycles, orders, windows. */
  readonly evidence?: unknown;
}

export type UnknownReason =
  /** The deadline came before the answer. */
  | "out-of-time"
  | "out-of-memory"
  /** Too little happened: an answer would be vacuous. */
  | "too-little"
  /** Something that the judgement rests on did not hold, such as a final read. */
  | "assumption-broken"
  | "checker-crashed"
  /** The run was cut off before it could show anything. */
  | "cut-off";

/** `details` are the checker's figures: data that renderers know by the checker's name. */
export type Verdict =
  | { readonly valid: true; readonly details?: unknown }
  | {
      readonly valid: false;
      readonly anomalies: readonly [Anomaly, ...Anomaly[]];
      readonly details?: unknown;
    }
  | {
      readonly valid: "unknown";
      readonly reason: UnknownReason;
      readonly message: string;
      readonly details?: unknown;
    };

const weight = (verdict: Verdict): number =>
  verdict.valid === false ? 2 : verdict.valid === "unknown" ? 1 : 0;

/** false beats unknown beats true. */
export const worst = (a: Verdict, b: Verdict): Verdict => (weight(b) > weight(a) ? b : a);
