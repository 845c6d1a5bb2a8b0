/** A replica's registers, each the newest cell that it was given, kept over crashes. */
import type { Disk } from "#core/sim/actor.ts";
import { Journal } from "../journal.ts";
import { isNewer, type Cell, type Key } from "./messages.ts";

/** No timestamp is older. */
const UNWRITTEN: Cell = { count: 0, node: "", value: null };
/** Records beyond which the journal is written anew, should most of them be out of date. */
const RECORDS_MIN = 1000;

export class Replica {
  private readonly cells = new Map<Key, Cell>();
  private readonly journal: Journal;
  private records: number;

  constructor(disk: Disk) {
    this.journal = new Journal(disk, "abd.journal");
    const saved = this.journal.recover() as readonly [Key, Cell][];
    // Each record of a key is newer than those before.
    for (const [key, cell] of saved) this.cells.set(key, cell);
    this.records = saved.length;
  }

  at(key: Key): Cell {
    return this.cells.get(key) ?? UNWRITTEN;
  }

  /** What is older than what is there changes nothing, however often it comes. */
  take(key: Key, cell: Cell): void {
    if (!isNewer(cell, this.at(key))) return;
    this.cells.set(key, cell);
    this.journal.append([key, cell]);
    if (++this.records > RECORDS_MIN + 4 * this.cells.size) this.compact();
  }

  /** To be called before anything that promises what was taken leaves this node. */
  sync(): void {
    this.journal.sync();
  }

  private compact(): void {
    this.journal.rewrite([...this.cells]);
    this.records = this.cells.size;
  }
}
