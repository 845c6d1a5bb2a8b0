/** The replicated log in memory: entries from 1, the oldest of them in a snapshot. */
import type { Request } from "../sessions.ts";

export interface Entry {
  readonly term: number;
  readonly command: Command;
}

/** A new leader's first entry does nothing: it commits what its predecessors left (3.6.2, 6.4). */
export type Command = { readonly kind: "noop" } | ({ readonly kind: "update" } & Request);

export class Log {
  /** The last entry that the snapshot holds; its term is kept for the consistency check. */
  private base = 0;
  private baseTerm = 0;
  private entries: Entry[] = [];

  get first(): number {
    return this.base + 1;
  }

  get last(): number {
    return this.base + this.entries.length;
  }

  get lastTerm(): number {
    return this.entries.at(-1)?.term ?? this.baseTerm;
  }

  /** The term of an entry, -1 where the log has none or no longer has it. */
  term(index: number): number {
    if (index === this.base) return this.baseTerm;
    return this.entries[index - this.base - 1]?.term ?? -1;
  }

  at(index: number): Entry | undefined {
    return this.entries[index - this.base - 1];
  }

  /** At most `limit` entries from `index` on. */
  slice(index: number, limit: number): readonly Entry[] {
    const from = index - this.base - 1;
    return this.entries.slice(from, from + limit);
  }

  /** Puts an entry at its place, which drops whatever followed. */
  put(index: number, entry: Entry): void {
    const place = index - this.base - 1;
    if (place < this.entries.length) this.entries.length = place;
    this.entries.push(entry);
  }

  /** Lets a snapshot stand for everything up to an entry, whether or not the log has it. */
  compact(index: number, term: number): void {
    const same = this.term(index) === term;
    this.entries = same ? this.entries.slice(index - this.base) : [];
    this.base = index;
    this.baseTerm = term;
  }
}
