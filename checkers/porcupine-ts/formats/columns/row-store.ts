/** Growing typed columns for operations whose number nobody knows beforehand. */
import { type Columns, OPEN, type Table } from "../../columns.ts";

/** The `word` of a row that turned out to say nothing. */
export const DEAD = 255;
/** Pages that are never touched cost no memory, so the first guess is generous. */
const ROWS_AT_FIRST = 1 << 16;

export class RowStore {
  count = 0;
  word: Uint8Array = new Uint8Array(ROWS_AT_FIRST);
  outcome: Uint8Array = new Uint8Array(ROWS_AT_FIRST);
  /** The shape of the input; see `line-scanner.ts`. */
  shape: Uint8Array = new Uint8Array(ROWS_AT_FIRST);
  a: Int32Array = new Int32Array(ROWS_AT_FIRST);
  b: Int32Array = new Int32Array(ROWS_AT_FIRST);
  invoked: Int32Array = new Int32Array(ROWS_AT_FIRST);
  returned: Int32Array = new Int32Array(ROWS_AT_FIRST);
  key: Int32Array = new Int32Array(ROWS_AT_FIRST);
  id: Float64Array = new Float64Array(ROWS_AT_FIRST);

  /** A new row's number. */
  add(): number {
    if (this.count === this.word.length) this.double();
    return this.count++;
  }

  private double(): void {
    const rows = 2 * this.count;
    this.word = copied(this.word, new Uint8Array(rows));
    this.outcome = copied(this.outcome, new Uint8Array(rows));
    this.shape = copied(this.shape, new Uint8Array(rows));
    this.a = copied(this.a, new Int32Array(rows));
    this.b = copied(this.b, new Int32Array(rows));
    this.invoked = copied(this.invoked, new Int32Array(rows));
    this.returned = copied(this.returned, new Int32Array(rows));
    this.key = copied(this.key, new Int32Array(rows));
    this.id = copied(this.id, new Float64Array(rows));
  }

  /** Key 0 is "no key": where every row has one, the keys are numbered from 0; else true. */
  dropKeyless(): boolean {
    const { key, count } = this;
    for (let row = 0; row < count; row++) if (key[row] === 0) return true;
    for (let row = 0; row < count; row++) key[row] = key[row]! - 1;
    return false;
  }

  /** Removes dead rows in place and numbers the remaining events' positions without gaps. */
  finish(positions: number, rest: Pick<Table, "keys" | "values"> & Pick<Columns, "items">): Table {
    this.compact();
    this.densify(positions);
    const n = this.count;
    return {
      columns: {
        count: n,
        word: this.word.subarray(0, n),
        a: this.a.subarray(0, n),
        b: this.b.subarray(0, n),
        invoked: this.invoked.subarray(0, n),
        returned: this.returned.subarray(0, n),
        outcome: this.outcome.subarray(0, n),
        valueCount: rest.values.length,
        items: rest.items,
      },
      key: this.key.subarray(0, n),
      keys: rest.keys,
      ids: this.id.subarray(0, n),
      values: rest.values,
    };
  }

  private compact(): void {
    let kept = 0;
    for (let row = 0; row < this.count; row++) {
      if (this.word[row] === DEAD) continue;
      if (kept !== row) this.move(row, kept);
      kept++;
    }
    this.count = kept;
  }

  private move(from: number, to: number): void {
    this.word[to] = this.word[from]!;
    this.outcome[to] = this.outcome[from]!;
    this.a[to] = this.a[from]!;
    this.b[to] = this.b[from]!;
    this.invoked[to] = this.invoked[from]!;
    this.returned[to] = this.returned[from]!;
    this.key[to] = this.key[from]!;
    this.id[to] = this.id[from]!;
  }

  private densify(positions: number): void {
    const { count, invoked, returned } = this;
    const rank = new Int32Array(positions);
    for (let row = 0; row < count; row++) {
      rank[invoked[row]!] = 1;
      if (returned[row] !== OPEN) rank[returned[row]!] = 1;
    }
    let next = 0;
    for (let at = 0; at < positions; at++) if (rank[at] === 1) rank[at] = next++;
    if (next === positions) return;
    for (let row = 0; row < count; row++) {
      invoked[row] = rank[invoked[row]!]!;
      if (returned[row] !== OPEN) returned[row] = rank[returned[row]!]!;
    }
  }
}

function copied<A extends Uint8Array | Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
