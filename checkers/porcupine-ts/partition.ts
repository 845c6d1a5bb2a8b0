/** Splits a table by key: an object is linearizable iff each of its independent parts is. */
import { NONE, OPEN, type Columns, type Table } from "./columns.ts";
import type { CellKind, Model, Values } from "./model.ts";
import { BEAT, NEVER, type Pulse } from "./pulse.ts";
import { integers } from "./small-arrays.ts";

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
  /** Which rows belong to which key; "one" where there is only one. */
  readonly groups: Groups | "one";
  private readonly table: Table;
  private readonly extractor: Extractor | undefined;

  constructor(
    table: Table,
    kinds: readonly (readonly [CellKind, CellKind])[],
    pulse: Pulse = NEVER,
    /** Those of another split of the same table. */
    groups?: Groups | "one",
  ) {
    this.table = table;
    this.keys = table.keys.length === 0 ? [null] : table.keys;
    this.groups = groups ?? (this.keys.length === 1 ? "one" : groupByKey(table, pulse));
    if (this.groups !== "one") this.extractor = new Extractor(table, this.groups, kinds);
  }

  operations(k: number): number {
    const { groups, table } = this;
    return groups === "one" ? table.columns.count : groups.starts[k + 1]! - groups.starts[k]!;
  }

  part(k: number, pulse: Pulse = NEVER): Part {
    const key = this.keys[k] ?? null;
    const part = this.extractor?.part(k, pulse) ?? whole(this.table);
    return { key, ...part };
  }
}

/** Copies the rows of a key to their room, with value numbers of their own. */
class Extractor {
  private readonly table: Table;
  private readonly groups: Groups;
  private readonly kinds: Kinds;
  private readonly room: Room;
  private readonly local: Renumbering;

  constructor(table: Table, groups: Groups, kinds: readonly (readonly [CellKind, CellKind])[]) {
    this.table = table;
    this.groups = groups;
    this.kinds = new Kinds(kinds);
    this.room = new Room(table.columns.count);
    this.local = new Renumbering(table.columns.valueCount);
  }

  part(k: number, pulse: Pulse): Omit<Part, "key"> {
    const { table, groups } = this;
    const start = groups.starts[k]!;
    const end = groups.starts[k + 1]!;
    const columns = this.columns(start, end, pulse);
    const numbers = this.local.numbers();
    const values = (): readonly unknown[] => Array.from(numbers, (v) => table.values[v]);
    return { columns, rows: groups.rows.subarray(start, end), values };
  }

  private columns(start: number, end: number, pulse: Pulse): Columns {
    const { room, local, kinds, groups } = this;
    const { word, outcome, a, b, items } = this.table.columns;
    const ownItems: number[] = [];
    local.start();
    for (let i = start; i < end; i++) {
      if ((i & BEAT) === 0) pulse();
      const row = groups.rows[i]!;
      const code = word[row]!;
      room.word[i] = code;
      room.outcome[i] = outcome[row]!;
      room.invoked[i] = groups.invoked[row]!;
      room.returned[i] = groups.returned[row]!;
      if (kinds.first[code] === "items") {
        room.a[i] = ownItems.length;
        for (let j = a[row]!; j < b[row]!; j++) ownItems.push(local.numberOf(items[j]!));
        room.b[i] = ownItems.length;
      } else {
        room.a[i] = kinds.first[code] === "value" ? local.numberOf(a[row]!) : a[row]!;
        room.b[i] = kinds.second[code] === "value" ? local.numberOf(b[row]!) : b[row]!;
      }
    }
    return {
      count: end - start,
      word: room.word.subarray(start, end),
      outcome: room.outcome.subarray(start, end),
      a: room.a.subarray(start, end),
      b: room.b.subarray(start, end),
      invoked: room.invoked.subarray(start, end),
      returned: room.returned.subarray(start, end),
      valueCount: local.count,
      items: Int32Array.from(ownItems),
    };
  }
}

function whole({ columns, values }: Table): Omit<Part, "key"> {
  const rows = integers(columns.count);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  return { columns, rows, values: () => values };
}

export interface Groups {
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
  /** How many numbers the part has. */
  count = 0;
  private readonly stamp: Int32Array;
  private readonly own: Int32Array;
  private readonly whole: Int32Array;
  private round = 0;

  constructor(valueCount: number) {
    this.stamp = new Int32Array(valueCount);
    this.own = new Int32Array(valueCount);
    this.whole = new Int32Array(valueCount);
  }

  start(): void {
    this.round++;
    this.count = 0;
    this.numberOf(0);
  }

  numberOf(value: number): number {
    if (value === NONE) return NONE;
    if (this.stamp[value] !== this.round) {
      this.stamp[value] = this.round;
      this.own[value] = this.count;
      this.whole[this.count++] = value;
    }
    return this.own[value]!;
  }

  /** Of each number of the part: that of the table. */
  numbers(): Int32Array {
    return this.whole.slice(0, this.count);
  }
}

/** How a cell is read, by the word's code. */
class Kinds {
  readonly first: readonly CellKind[];
  readonly second: readonly CellKind[];

  constructor(kinds: readonly (readonly [CellKind, CellKind])[]) {
    this.first = kinds.map(([a]) => a);
    this.second = kinds.map(([, b]) => b);
  }
}

/** Room for the columns of all parts, side by side in the order of keys. */
class Room {
  readonly word: Uint8Array;
  readonly outcome: Uint8Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly invoked: Int32Array;
  readonly returned: Int32Array;

  constructor(rows: number) {
    this.word = new Uint8Array(rows);
    this.outcome = new Uint8Array(rows);
    this.a = new Int32Array(rows);
    this.b = new Int32Array(rows);
    this.invoked = new Int32Array(rows);
    this.returned = new Int32Array(rows);
  }
}
