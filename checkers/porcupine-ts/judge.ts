/** Lets the best algorithm decide one key. */
import type { Decided } from "./answer.ts";
import { NONE, type Table } from "./columns.ts";
import type { Model } from "./model.ts";
import { SET_READ } from "./models/set.ts";
import { type Part, Split } from "./partition.ts";
import { polynomial } from "./polynomial/choose.ts";
import { orStopped, pulseOf } from "./pulse.ts";
import { search } from "./search/search.ts";

export interface Effort {
  readonly shouldStop: () => boolean;
  readonly memoryBytes: number;
  readonly algorithms: "all" | "search";
}

/** What was found out about one key of a table; `rows` and `order` hold ids of operations. */
export interface Judged {
  readonly k: number;
  readonly operations: number;
  readonly finding: Decided;
}

/** Of the table that was split. */
export function judgeKey(
  split: Split,
  ids: ArrayLike<number>,
  k: number,
  model: Model,
  effort: Effort,
): Judged {
  const finding = orStopped(() => {
    const part = split.part(k, pulseOf(effort.shouldStop));
    return named(decide(part, model, effort), part, ids);
  });
  const operations = split.operations(k);
  if (finding === "stopped") return { k, operations, finding: STOPPED_BEFORE };
  return { k, operations, finding };
}

const STOPPED_BEFORE: Decided = {
  algorithm: "none",
  valid: "unknown",
  reason: "stopped",
  placed: 0,
};

function decide(part: Part, model: Model, effort: Effort): Decided {
  const { columns } = part;
  if (effort.algorithms === "all") {
    const quick = polynomial(model.family, columns, effort);
    if (quick !== undefined) return quick;
  }
  const elements = model.family === "set" ? byElement(part) : undefined;
  if (elements !== undefined) return decideElements(elements, model, effort);
  return search(columns, model.compile(columns, part.values, pulseOf(effort.shouldStop)), effort);
}

/**
 * A set is as many booleans as it has elements, which no operation but a read of the whole set looks
 * at together: without such reads, it is linearizable iff each of its elements is.
 */
function byElement({ columns, values }: Part): Table | undefined {
  const { count, word, a, valueCount } = columns;
  if (valueCount <= 2 || word.includes(SET_READ)) return undefined;
  const numbers = new Int32Array(valueCount).fill(NONE);
  const keys: number[] = [];
  const key = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const element = a[row]!;
    if (numbers[element] === NONE) numbers[element] = keys.push(element) - 1;
    key[row] = numbers[element]!;
  }
  if (keys.length === 1) return undefined;
  return { columns, key, keys, ids: Int32Array.from(key, (_, row) => row), values: values() };
}

function decideElements(table: Table, model: Model, effort: Effort): Decided {
  const split = new Split(table, model.cells, pulseOf(effort.shouldStop));
  let placed = 0;
  let undecided: Decided | undefined;
  for (const k of split.keys.keys()) {
    const { finding, operations } = judgeKey(split, table.ids, k, model, effort);
    if (finding.valid === false) return finding;
    placed += finding.valid === true ? operations : finding.placed;
    if (finding.valid === "unknown") undecided ??= finding;
    if (finding.valid === "unknown" && finding.reason === "stopped") break;
  }
  if (undecided?.valid === "unknown") return { ...undecided, placed };
  return { algorithm: "search", valid: true };
}

/** The same finding in the ids of operations. */
function named(finding: Decided, { rows }: Part, ids: ArrayLike<number>): Decided {
  if (finding.valid !== false) return finding;
  const idOf = (row: number): number => ids[rows[row]!]!;
  return { ...finding, rows: finding.rows.map(idOf), order: finding.order.map(idOf) };
}
