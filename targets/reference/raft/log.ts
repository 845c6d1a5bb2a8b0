/** The replicated log in memory: entries from 1, the oldest of them replaced by a snapshot. */
import type { Request } from "../sessions.ts";
import type { Configuration } from "./configuration.ts";

export interface Entry {
  readonly term: number;
  readonly command: Command;
}

/** A new leader's first entry does nothing: it commits what its predecessors left (3.6.2, 6.4). */
export type Command =
  | { readonly kind: "noop" }
  | ({ readonly kind: "update" } & Request)
  | { readonly kind: "configure"; readonly configuration: Configuration };

interface Placed {
  readonly index: number;
  readonly configuration: Configuration;
}

export class Log {
  /** The last entry that the snapshot stands for; its term is kept for the consistency check. */
  private base = 0;
  private baseTerm = 0;
  private entries: Entry[] = [];
  /** That of the base, then those of the entries: the last one is in force (4.1). */
  private configurations: Placed[];

  constructor(initial: Configuration) {
    this.configurations = [{ index: 0, configuration: initial }];
  }

  get first(): number {
    return this.base + 1;
  }

  get last(): number {
    return this.base + this.entries.length;
  }

  get lastTerm(): number {
    return this.entries.at(-1)?.term ?? this.baseTerm;
  }

  /** Every member uses the latest in its log, committed or not. */
  get configuration(): Configuration {
    return this.latest().configuration;
  }

  get configurationIndex(): number {
    return this.latest().index;
  }

  /** The one in force at an entry. */
  configurationAt(index: number): Configuration {
    return (this.configurations.findLast((placed) => placed.index <= index) ?? this.latest())
      .configuration;
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
    if (place < this.entries.length) {
      this.entries.length = place;
      this.configurations = this.configurations.filter((placed) => placed.index < index);
    }
    this.entries.push(entry);
    if (entry.command.kind === "configure")
      this.configurations.push({ index, configuration: entry.command.configuration });
  }

  /**
   * Lets a snapshot stand for everything up to an entry. What follows stays if the log has that
   * entry, and is of no use if it does not (Figure 5.3).
   */
  compact(index: number, term: number, configuration: Configuration): void {
    const agrees = this.term(index) === term;
    this.entries = agrees ? this.entries.slice(index - this.base) : [];
    const later = agrees ? this.configurations.filter((placed) => placed.index > index) : [];
    this.configurations = [{ index, configuration }, ...later];
    this.base = index;
    this.baseTerm = term;
  }

  private latest(): Placed {
    const placed = this.configurations.at(-1);
    return placed ?? { index: 0, configuration: { voters: [], outgoing: null } };
  }
}
