/** A log on disk and in memory, each entry with the reign in which it was made: a view, an epoch. */
import type { Disk } from "#core/sim/actor.ts";
import { Journal } from "./journal.ts";
import type { Request } from "./sessions.ts";

/** Nothing, or what a client asked for. */
export type Command = { readonly kind: "noop" } | ({ readonly kind: "request" } & Request);

/** One member makes the entries of a reign, so that equal index and reign mean equal entries. */
export interface Entry {
  readonly reign: number;
  readonly command: Command;
}

export class Ledger {
  private readonly entries: Entry[] = [];
  private readonly journal: Journal;

  constructor(disk: Disk) {
    this.journal = new Journal(disk, "log.journal");
    for (const saved of this.journal.recover()) {
      const [index, entry] = saved as readonly [number, Entry];
      this.keep(index, entry);
    }
  }

  get last(): number {
    return this.entries.length;
  }

  /** The reign of an entry: 0 before the first, -1 where there is none. */
  reignAt(index: number): number {
    return index === 0 ? 0 : (this.entries[index - 1]?.reign ?? -1);
  }

  at(index: number): Entry | undefined {
    return this.entries[index - 1];
  }

  /** At most `limit` entries after one. */
  after(index: number, limit: number): readonly Entry[] {
    return this.entries.slice(index, index + limit);
  }

  /** Puts an entry at its place, which drops whatever followed. */
  put(index: number, entry: Entry): void {
    this.keep(index, entry);
    this.journal.append([index, entry]);
  }

  /** To be called before anything that promises what was written leaves this member. */
  sync(): void {
    this.journal.sync();
  }

  private keep(index: number, entry: Entry): void {
    this.entries.length = Math.min(this.entries.length, index - 1);
    this.entries.push(entry);
  }
}
