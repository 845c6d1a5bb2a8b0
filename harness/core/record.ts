/** A judged run as renderers see it: plan, history and verdicts, all from its folder. */
import type { History } from "./history.ts";
import type { Plan } from "./plan.ts";
import type { Crossing } from "./sim/crossing.ts";
import type { Verdict } from "./verdict.ts";

export interface RunRecord {
  readonly plan: Plan;
  readonly history: History;
  readonly results: Results;
  /** What was told around the first violation, where the world is simulated; else empty. */
  readonly crossings: readonly Crossing[];
}

/** The content of `results.json`. */
export interface Results {
  /** All verdicts together: false beats unknown beats true. */
  readonly valid: boolean | "unknown";
  /** The verdict in words, a sentence or two. */
  readonly summary: string;
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** Why the run ended before its time, if it did: Ctrl-C, a node that never came up. */
  readonly interrupted: string | null;
  /** SHA-256 of history.jsonl, so that two runs can be told equal. */
  readonly historyHash: string;
}
