/** Is a history linearizable? Splits it by key, and lets the best algorithm decide each part. */
import type { Answer, Decided, Decision, Evidence, Undecided, Violation } from "./answer.ts";
import type { Table } from "./columns.ts";
import { encode, type Failures } from "./encode.ts";
import type { Model } from "./model.ts";
import type { Operation } from "./operation.ts";
import { partition, type Part } from "./partition.ts";
import { polynomial } from "./polynomial/choose.ts";
import { search } from "./search/search.ts";

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

const DEFAULTS: Settled = {
  failures: "ignore",
  shouldStop: () => false,
  memoryBytes: 512 * 1024 * 1024,
  algorithms: "all",
};

/**
 * Decides whether some order of the operations, which respects their times, explains every answer.
 * Throws `BadHistory` if the operations make no sense, and only then.
 */
export function check(
  history: readonly Operation[] | Table,
  model: Model,
  options: Options = {},
): Answer {
  const settled: Settled = { ...DEFAULTS, ...options };
  const { failures, shouldStop } = settled;
  const table = "columns" in history ? history : encode(history, model, failures, shouldStop);
  if (table === "stopped") return stoppedEarly(failures);
  const tally = new Map<string, { keys: number; operations: number }>();
  const undecided: Undecided[] = [];
  for (const part of partition(table, model)) {
    const finding = decide(part, model, settled);
    count(tally, finding.algorithm, part.columns.count);
    if (finding.valid === false) {
      const evidence = evidenceOf(finding, part, table, model);
      return { valid: false, failures, decidedBy: decisions(tally), evidence };
    }
    if (finding.valid === "unknown")
      undecided.push({
        key: part.key,
        reason: finding.reason,
        placed: finding.placed,
        operations: part.columns.count,
      });
  }
  const decidedBy = decisions(tally);
  const [first] = undecided;
  if (first === undefined) return { valid: true, failures, decidedBy };
  const sentence = undecidedSentence(first, undecided.length);
  return { valid: "unknown", failures, decidedBy, reason: first.reason, sentence, undecided };
}

function decide(part: Part, model: Model, options: Settled): Decided {
  const { columns } = part;
  const quick =
    options.algorithms === "all" ? polynomial(model.family, columns, options) : undefined;
  return quick ?? search(columns, model.compile(columns, part.values()), options);
}

function count(
  tally: Map<string, { keys: number; operations: number }>,
  algorithm: string,
  operations: number,
): void {
  const entry = tally.get(algorithm) ?? { keys: 0, operations: 0 };
  tally.set(algorithm, { keys: entry.keys + 1, operations: entry.operations + operations });
}

function decisions(
  tally: ReadonlyMap<string, { keys: number; operations: number }>,
): readonly Decision[] {
  return [...tally].map(([algorithm, { keys, operations }]) => ({ algorithm, keys, operations }));
}

function evidenceOf(
  violation: Violation & Decided,
  part: Part,
  table: Table,
  model: Model,
): Evidence {
  const idOf = (row: number): number => table.ids[part.rows[row] ?? 0] ?? 0;
  const operations = violation.rows.map(idOf);
  const where = part.key === null ? "" : `key ${part.key}: `;
  return {
    key: part.key,
    algorithm: violation.algorithm,
    rule: violation.rule,
    sentence: `${where}this ${model.name} is not linearizable: ${violation.because} (operations ${operations.join(", ")})`,
    operations,
    order: violation.order.map(idOf),
  };
}

function undecidedSentence(first: Undecided, keys: number): string {
  const why =
    first.reason === "memory" ? "the search reached its memory bound" : "it was told to stop";
  const where = first.key === null ? "" : ` of key ${first.key}`;
  const others = keys > 1 ? `, and ${keys - 1} more keys are undecided` : "";
  return `${why} when ${first.placed} of ${first.operations} operations${where} had their place${others}`;
}

function stoppedEarly(failures: Failures): Answer {
  const sentence = "it was told to stop before the history was read";
  return { valid: "unknown", failures, decidedBy: [], reason: "stopped", sentence, undecided: [] };
}
