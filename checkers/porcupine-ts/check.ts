/** Is a history linearizable? */
import type { Answer } from "./answer.ts";
import type { Table } from "./columns.ts";
import { conclude, stoppedEarly } from "./conclude.ts";
import { encode, type Failures } from "./encode.ts";
import { judgeKey, type Judged } from "./judge.ts";
import type { Model } from "./model.ts";
import type { Operation } from "./operation.ts";
import { Split } from "./partition.ts";
import { orStopped, pulseOf } from "./pulse.ts";

export interface Options {
  /**
   * Failed operations had no effect. `ignore` (the default): they say nothing. `observe`: their
   * refusal is evidence: a failed compare-and-set saw another value, "not found" found nothing.
   */
  readonly failures?: Failures;
  /** Asked every fraction of a millisecond; once it says yes, the answer is "unknown". */
  readonly shouldStop?: () => boolean;
  /** How much the search of one key may remember; 512 MB by default. */
  readonly memoryBytes?: number;
  /** `search` leaves the polynomial algorithms out. */
  readonly algorithms?: "all" | "search";
}

export type Settled = Required<Options>;

export const settle = (options: Options): Settled => ({
  failures: "ignore",
  shouldStop: () => false,
  memoryBytes: 512 * 1024 * 1024,
  algorithms: "all",
  ...options,
});

/**
 * Decides whether some order of the operations, which respects their times, explains every answer.
 * Throws `BadHistory` if the operations make no sense, and for no other reason: a history that it
 * cannot decide, in time or in memory, is "unknown".
 */
export function check(
  history: readonly Operation[] | Table,
  model: Model,
  options: Options = {},
): Answer {
  const settled = settle(options);
  const { failures, shouldStop } = settled;
  const table = "columns" in history ? history : encode(history, model, failures, shouldStop);
  if (table === "stopped") return stoppedEarly(failures);
  const split = orStopped(() => new Split(table, model.cells, pulseOf(shouldStop)));
  if (split === "stopped") return stoppedEarly(failures);
  const judged: Judged[] = [];
  for (const k of split.keys.keys()) {
    const last = judgeKey(split, table.ids, k, model, settled);
    judged.push(last);
    if (settles(last)) break;
  }
  return conclude(judged, { keys: split.keys, modelName: model.name, failures });
}

/** Whether the keys after this one can no longer change the answer, or will not be looked at. */
export function settles({ finding }: Judged): boolean {
  return finding.valid === false || (finding.valid === "unknown" && finding.reason === "stopped");
}
