/** Splits a table by key: an object is linearizable iff each of its independent parts is. */
import { NONE, OPEN, type Columns, type Table } from "./columns.ts";
import type { CellKind, Model, Values } from "./model.ts";
import { BEAT, NEVER, type Pulse } from "./pulse.ts";

/** One key's columns, with positions and value numbers of its own, dense again. */
export interface Part {
  readonly key: string | number | null;
  readonly columns: Columns;
  /** Of each row: its row in the table. */
  readonly rows: Int32Array;
  /** Of each value number: the value. */
  readonly values: Values;
}

/** All parts, one at a time, so that only one is in memory. */
export function* partition(table: Table, model: Model): Generator<Part> {
  const split = new Split(table, model.cells);
  for (const k of split.keys.keys()) yield split.part(k);
}

/**
 * A table that can be taken apart. Algorithms that keep an array by position or by value would cost
 * keys x operations if the numbers of the whole table were kept; hence the renumbering, in one pass
 * over all events at first, and one pass over its own rows for each part.
 */
export class Split {
  readonly keys: readonly (string | number | null)[];
  private readonly table: Table;
  private readonly kinds: readonly (readonly [CellKind, CellKind])[];
  private readonly groups: Groups | "one";
  private readonly local: Renumbering;

  constructor(
    table: Table,
    kinds: readonly (readonly [CellKind, CellKind])[],
    pulse: Pulse = NEVER,
  ) {
    this.table = table;
    this.kinds = kinds;
    this.keys = table.keys.length === 0 ? [null] : table.keys;
    this.groups = this.keys.length === 1 ? "one" : groupByKey(table, pulse);
    this.local = new Renumbering(this.groups === "one" ? 0 : table.columns.valueCount);
  }

  operations(k: number): number {
    const { groups, table } = this;
    return groups === "one" ? table.columns.count : groups.starts[k + 1]! - groups.starts[k]!;
  }

  part(k: number, pulse: Pulse = NEVER): Part {
    const { table, groups } = this;
    const key = this.keys[k] ?? null;
    if (groups === "one") return { key, ...whole(table) };
    const rows = groups.rows.subarray(groups.starts[k], groups.starts[k + 1]);
    const { columns, numbers } = extract(table.columns, rows, this.kinds, this.local, pulse);
    for (let i = 0; i < rows.length; i++) {
      columns.invoked[i] = groups.invoked[rows[i]!]!;
      columns.returned[i] = groups.returned[rows[i]!]!;
    }
    return { key, columns, rows, values: () => numbers.map((v) => table.values[v]) };
  }
}

function whole({ columns, values }: Table): Omit<Part, "key"> {
  const rows = new Int32Array(columns.count);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  return { columns, rows, values: () => values };
}

interface Groups {
  /** The rows of key k are `rows[starts[k]]` up to, not with, `rows[starts[k + 1]]`. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  /** By row: positions within its key. */
  readonly invoked: Int32Array;
  readonly returned: Int32Array;
}

function groupByKey(table: Table, pulse: Pulse): Groups {
  const { key, keys } = table;
  const starts = new Int32Array(keys.length + 1);
  for (let row = 0; row < key.length; row++) {
    if ((row & BEAT) === 0) pulse();
    starts[key[row]! + 1]!++;
  }
  for (let k = 0; k < keys.length; k++) starts[k + 1]! += starts[k]!;
  const next = starts.slice();
  const rows = new Int32Array(key.length);
  for (let row = 0; row < key.length; row++) {
    if ((row & BEAT) === 0) pulse();
    rows[next[key[row]!]!++] = row;
  }
  return { starts, rows, ...positionsByKey(table, pulse) };
}

function positionsByKey({ columns, key, keys }: Table, pulse: Pulse): Positions {
  const { count, invoked, returned } = columns;
  const rowAt = new Int32Array(2 * count).fill(NONE);
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    rowAt[invoked[row]!] = row;
    if (returned[row] !== OPEN) rowAt[returned[row]!] = row;
  }
  const next = new Int32Array(keys.length);
  const own = { invoked: new Int32Array(count), returned: new Int32Array(count).fill(OPEN) };
  for (let position = 0; position < rowAt.length; position++) {
    if ((position & BEAT) === 0) pulse();
    const row = rowAt[position]!;
    if (row === NONE) continue;
    const ownPosition = next[key[row]!]!++;
    if (invoked[row] === position) own.invoked[row] = ownPosition;
    else own.returned[row] = ownPosition;
  }
  return own;
}

type Positions = Pick<Groups, "invoked" | "returned">;

/** Value numbers of one part at a time; starting anew costs nothing. */
class Renumbering {
  private readonly stamp: Int32Array;
  private readonly own: Int32Array;
  private round = 0;
  numbers: number[] = [];

  constructor(valueCount: number) {
    this.stamp = new Int32Array(valueCount);
    this.own = new Int32Array(valueCount);
  }

  start(): void {
    this.round++;
    this.numbers = [];
    this.numberOf(0);
  }

  numberOf(value: number): number {
    if (value === NONE) return NONE;
    if (this.stamp[value] !== this.round) {
      this.stamp[value] = this.round;
      this.own[value] = this.numbers.length;
      this.numbers.push(value);
    }
    return this.own[value]!;
  }
}

function extract(
  columns: Columns,
  rows: Int32Array,
  kinds: readonly (readonly [CellKind, CellKind])[],
  local: Renumbering,
  pulse: Pulse,
): { columns: Columns; numbers: readonly number[] } {
  const count = rows.length;
  const word = new Uint8Array(count);
  const outcome = new Uint8Array(count);
  const a = new Int32Array(count);
  const b = new Int32Array(count);
  const items: number[] = [];
  local.start();
  for (let i = 0; i < count; i++) {
    if ((i & BEAT) === 0) pulse();
    const row = rows[i]!;
    const code = columns.word[row]!;
    word[i] = code;
    outcome[i] = columns.outcome[row]!;
    const [kindA, kindB] = kinds[code] ?? ["integer", "integer"];
    const first = columns.a[row]!;
    const second = columns.b[row]!;
    if (kindA === "items") {
      a[i] = items.length;
      for (let j = first; j < second; j++) items.push(local.numberOf(columns.items[j]!));
      b[i] = items.length;
    } else {
      a[i] = kindA === "value" ? local.numberOf(first) : first;
      b[i] = kindB === "value" ? local.numberOf(second) : second;
    }
  }
  return {
    columns: {
      count,
      word,
      outcome,
      a,
      b,
      invoked: new Int32Array(count),
      returned: new Int32Array(count),
      valueCount: local.numbers.length,
      items: Int32Array.from(items),
    },
    numbers: local.numbers,
  };
}
