/** Splits a table by key: an object is linearizable iff each of its independent parts is. */
import { NONE, OPEN, type Columns, type Table } from "./columns.ts";
import type { CellKind, Model } from "./model.ts";

/** One key's columns, with positions and value numbers of its own, dense again. */
export interface Part {
  readonly key: string | number | null;
  readonly columns: Columns;
  /** Of each row: its row in the table. */
  readonly rows: Int32Array;
  /** Of each value number: the value. */
  values(): readonly unknown[];
}

/**
 * Algorithms that keep an array by position or by value would cost keys x operations if the numbers
 * of the whole table were kept; hence the renumbering, in one pass over all events and one pass over
 * the rows. Parts are made one at a time, so that only one is in memory.
 */
export function* partition(table: Table, model: Model): Generator<Part> {
  const { columns, keys, values } = table;
  if (keys.length <= 1) {
    const rows = new Int32Array(columns.count);
    for (let row = 0; row < rows.length; row++) rows[row] = row;
    yield { key: keys[0] ?? null, columns, rows, values: () => values };
    return;
  }
  const { starts, rows } = groupByKey(table);
  const { invoked, returned } = renumberPositions(table);
  const local = new Renumbering(columns.valueCount);
  for (const [k, key] of keys.entries()) {
    const own = rows.subarray(starts[k], starts[k + 1]);
    const { columns: part, numbers } = extract(columns, own, model.cells, local);
    for (const [i, row] of own.entries()) {
      part.invoked[i] = invoked[row] ?? 0;
      part.returned[i] = returned[row] ?? OPEN;
    }
    yield { key, columns: part, rows: own, values: () => numbers.map((v) => values[v]) };
  }
}

function groupByKey({ key, keys }: Table): { starts: Int32Array; rows: Int32Array } {
  const starts = new Int32Array(keys.length + 1);
  for (const k of key) starts[k + 1]!++;
  for (let k = 0; k < keys.length; k++) starts[k + 1]! += starts[k]!;
  const next = starts.slice();
  const rows = new Int32Array(key.length);
  for (const [row, k] of key.entries()) rows[next[k]!++] = row;
  return { starts, rows };
}

function renumberPositions({ columns, key, keys }: Table): {
  invoked: Int32Array;
  returned: Int32Array;
} {
  const { count } = columns;
  const rowAt = new Int32Array(2 * count).fill(NONE);
  for (let row = 0; row < count; row++) {
    rowAt[columns.invoked[row]!] = row;
    if (columns.returned[row] !== OPEN) rowAt[columns.returned[row]!] = row;
  }
  const next = new Int32Array(keys.length);
  const invoked = new Int32Array(count);
  const returned = new Int32Array(count).fill(OPEN);
  for (const [position, row] of rowAt.entries()) {
    if (row === NONE) continue;
    const own = next[key[row]!]!++;
    if (columns.invoked[row] === position) invoked[row] = own;
    else returned[row] = own;
  }
  return { invoked, returned };
}

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
): { columns: Columns; numbers: readonly number[] } {
  const count = rows.length;
  const word = new Uint8Array(count);
  const outcome = new Uint8Array(count);
  const a = new Int32Array(count);
  const b = new Int32Array(count);
  const items: number[] = [];
  local.start();
  for (const [i, row] of rows.entries()) {
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
