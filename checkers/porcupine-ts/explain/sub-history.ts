/** One key's history with operations left out, cut off, or known to less: still a table to be checked. */
import { FAIL, INFO, NONE, OK, OPEN, type Table } from "../columns.ts";
import { type Interner, makeInterner } from "../interner.ts";
import type { Call, Cells, Model } from "../model.ts";
import type { Part } from "../partition.ts";

/** What becomes of a row: it is left out, stays, or may have happened at any time after its call. */
export type Role = "dropped" | "kept" | "possible";

const OUTCOME_NAMES = ["ok", "info", "fail"] as const;

/** A part's columns as a table of its own. */
export function tableOf(part: Part, ids: ArrayLike<number>): Table {
  const { columns, key, rows } = part;
  return {
    columns,
    key: new Int32Array(columns.count),
    keys: [key],
    ids: Float64Array.from(rows, (row) => ids[row] ?? 0),
    values: part.values(),
  };
}

/** The call of a row, as its model decodes it. */
export function callAt({ columns, values }: Table, row: number, model: Model): Call {
  return model.decode(cellsAt(columns, row), values, columns.items);
}

function cellsAt(columns: Table["columns"], row: number): Cells {
  return {
    word: columns.word[row]!,
    a: columns.a[row]!,
    b: columns.b[row]!,
    outcome: OUTCOME_NAMES[columns.outcome[row]!] ?? "ok",
  };
}

export interface Restriction {
  readonly roleOf: (row: number) => Role;
  /** Events from this position on have not happened yet. */
  readonly before?: number;
  /** Of a set: elements that are struck from whole-set answers, by value number. */
  readonly forgotten?: ReadonlySet<number>;
}

/**
 * The restricted history, with dense positions and the ids of its operations. An operation that is
 * only "possible", or cut off before its answer, is known as info; if it would then say nothing
 * (an observation), or was refused, it is left out.
 */
export function restrict(table: Table, model: Model, restriction: Restriction): Table {
  const { columns } = table;
  const { before = OPEN } = restriction;
  const weaken = weakener(table, model);
  const taken: { readonly row: number; readonly cells: Cells; readonly open: boolean }[] = [];
  for (let row = 0; row < columns.count; row++) {
    const role = restriction.roleOf(row);
    if (role === "dropped" || columns.invoked[row]! >= before) continue;
    const open = role === "possible" || columns.returned[row]! >= before;
    const cells = open ? weaken(row) : cellsAt(columns, row);
    if (cells !== "silent") taken.push({ row, cells, open });
  }
  return assemble(table, model, taken, restriction.forgotten ?? new Set());
}

/** What is left of a row whose answer is not known. */
function weakener(table: Table, model: Model): (row: number) => Cells | "silent" {
  const { columns } = table;
  let interner: Interner | undefined;
  return (row) => {
    const outcome = columns.outcome[row];
    if (outcome === INFO) return cellsAt(columns, row);
    if (outcome === FAIL) return "silent";
    const { process, word, input } = callAt(table, row, model);
    const call: Call = { process, word, input, outcome: "info" };
    if (model.effect(call) === "observes") return "silent";
    interner ??= sameNumbers(table);
    const encoded = model.encode(call, interner);
    return encoded === "silent" || "problem" in encoded ? "silent" : encoded;
  };
}

/** Values get the next number when first met: met in their order, they get the ones they have. */
function sameNumbers({ values }: Table): Interner {
  const interner = makeInterner(values[0]);
  for (const value of values) interner.numberOf(value);
  return interner;
}

function assemble(
  table: Table,
  model: Model,
  taken: readonly { readonly row: number; readonly cells: Cells; readonly open: boolean }[],
  forgotten: ReadonlySet<number>,
): Table {
  const { columns, ids } = table;
  const n = taken.length;
  const items: number[] = [];
  const made = {
    word: new Uint8Array(n),
    a: new Int32Array(n),
    b: new Int32Array(n),
    invoked: new Int32Array(n),
    returned: new Int32Array(n),
    outcome: new Uint8Array(n),
  };
  for (const [i, { row, cells, open }] of taken.entries()) {
    const holdsItems = model.cells[cells.word]?.[0] === "items";
    const start = items.length;
    if (holdsItems)
      for (const item of columns.items.subarray(cells.a, cells.b))
        if (!forgotten.has(item)) items.push(item);
    made.word[i] = cells.word;
    made.a[i] = holdsItems ? start : cells.a;
    made.b[i] = holdsItems ? items.length : cells.b;
    made.invoked[i] = columns.invoked[row]!;
    made.returned[i] = open ? OPEN : columns.returned[row]!;
    made.outcome[i] = cells.outcome === "ok" ? OK : cells.outcome === "info" ? INFO : FAIL;
  }
  densify(made.invoked, made.returned);
  return {
    columns: { ...made, count: n, valueCount: columns.valueCount, items: Int32Array.from(items) },
    key: new Int32Array(n),
    keys: table.keys,
    ids: Float64Array.from(taken, ({ row }) => ids[row]!),
    values: table.values,
  };
}

/** Positions without gaps, in the same order. */
function densify(invoked: Int32Array, returned: Int32Array): void {
  const last = invoked.reduce((most, at) => Math.max(most, at), NONE);
  const end = returned.reduce((most, at) => (at === OPEN ? most : Math.max(most, at)), last);
  const rank = new Int32Array(end + 1);
  for (const at of invoked) rank[at] = 1;
  for (const at of returned) if (at !== OPEN) rank[at] = 1;
  let next = 0;
  for (const [at, used] of rank.entries()) if (used === 1) rank[at] = next++;
  for (const [i, at] of invoked.entries()) invoked[i] = rank[at]!;
  for (const [i, at] of returned.entries()) if (at !== OPEN) returned[i] = rank[at]!;
}
