/** Configurations from which the search found no way on. */
import { integers } from "../small-arrays.ts";

/**
 * A configuration is remembered by 20 bytes however long the history is: where its first return is,
 * 64 bits that stand for the set of operations placed (each operation has a random number; the set's
 * is their exclusive or), the state, and how many open writes have not been overwritten (see
 * search.ts). Two different sets of equal number, place and state would make the search skip a
 * configuration it has not seen: it could then miss an order, never invent one. Therefore "valid" is
 * always certain, and "invalid" is only said after a second search with other random numbers.
 */
export class FailedTable {
  static readonly CELLS = 5;
  private cells: Int32Array;
  private used = 0;
  private readonly bytesMax: number;

  constructor(bytesMax: number) {
    this.cells = integers(16 * FailedTable.CELLS);
    this.bytesMax = bytesMax;
  }

  /** The place must not be zero, which marks a free slot. */
  has(place: number, high: number, low: number, state: number, fresh: number): boolean {
    const { cells } = this;
    for (let i = this.first(high, state, fresh); ; i = i + 5 === cells.length ? 0 : i + 5) {
      if (cells[i] === 0) return false;
      if (
        cells[i] === place &&
        cells[i + 1] === high &&
        cells[i + 2] === low &&
        cells[i + 3] === state &&
        cells[i + 4] === fresh
      )
        return true;
    }
  }

  /** False if the bound on memory forbids it. */
  add(place: number, high: number, low: number, state: number, fresh: number): boolean {
    if (this.used * 2 * FailedTable.CELLS >= this.cells.length && !this.grow()) return false;
    this.used++;
    this.put(place, high, low, state, fresh);
    return true;
  }

  get bytes(): number {
    return this.cells.byteLength;
  }

  private put(place: number, high: number, low: number, state: number, fresh: number): void {
    const { cells } = this;
    let i = this.first(high, state, fresh);
    while (cells[i] !== 0) i = i + 5 === cells.length ? 0 : i + 5;
    cells[i] = place;
    cells[i + 1] = high;
    cells[i + 2] = low;
    cells[i + 3] = state;
    cells[i + 4] = fresh;
  }

  private first(high: number, state: number, fresh: number): number {
    let h = high ^ Math.imul(state, 0x85ebca6b) ^ Math.imul(fresh, 0x27d4eb2f);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h ^= h >>> 13;
    return ((h >>> 0) % (this.cells.length / FailedTable.CELLS)) * FailedTable.CELLS;
  }

  private grow(): boolean {
    // While it grows, the old and the new table are both there.
    if (this.cells.byteLength * 3 > this.bytesMax) return false;
    const old = this.cells;
    const wider = allocate(old.length * 2);
    if (wider === undefined) return false;
    this.cells = wider;
    for (let i = 0; i < old.length; i += FailedTable.CELLS)
      if (old[i] !== 0) this.put(old[i]!, old[i + 1]!, old[i + 2]!, old[i + 3]!, old[i + 4]!);
    return true;
  }
}

/** The bound may be larger than what the machine has. */
function allocate(length: number): Int32Array<ArrayBuffer> | undefined {
  try {
    return integers(length);
  } catch {
    return undefined;
  }
}
