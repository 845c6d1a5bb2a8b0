/** What Raft must remember over a crash (Figure 3.1): term, vote, log, and the last snapshot. */
import type { Disk } from "#core/sim/actor.ts";
import { Journal } from "../journal.ts";
import type { RaftBug } from "./bugs.ts";
import type { Configuration } from "./configuration.ts";
import { Log, type Entry } from "./log.ts";

/** The state that all entries up to `index` have led to (chapter 5). */
export interface Snapshot {
  readonly index: number;
  readonly term: number;
  readonly configuration: Configuration;
  readonly digest: number;
  readonly machine: unknown;
  readonly sessions: unknown;
}

/** Later records overrule earlier ones; an entry drops those that stood at its place and after. */
type Saved =
  | readonly ["vote", term: number, votedFor: string | null]
  | readonly ["entry", index: number, entry: Entry]
  | readonly ["snapshot", snapshot: Snapshot];

export class Storage {
  readonly log: Log;
  term = 0;
  votedFor: string | null = null;
  snapshot: Snapshot | null = null;
  private readonly journal: Journal;
  private readonly bugs: ReadonlySet<RaftBug>;

  constructor(disk: Disk, initial: Configuration, bugs: ReadonlySet<RaftBug>) {
    this.bugs = bugs;
    this.log = new Log(initial);
    this.journal = new Journal(disk, "raft.journal");
    for (const saved of this.journal.recover()) this.replay(saved as Saved);
  }

  vote(term: number, votedFor: string | null): void {
    this.term = term;
    this.votedFor = votedFor;
    this.write(["vote", term, votedFor]);
  }

  put(index: number, entry: Entry): void {
    this.log.put(index, entry);
    this.write(["entry", index, entry]);
  }

  /** The snapshot takes the place of all entries that it stands for, in memory and on disk. */
  compact(snapshot: Snapshot): void {
    this.replay(["snapshot", snapshot]);
    if (this.bugs.has("no-persist")) return;
    const { log } = this;
    const entries = log.slice(log.first, log.last).map((entry, i): Saved => {
      return ["entry", log.first + i, entry];
    });
    const vote: Saved = ["vote", this.term, this.votedFor];
    this.journal.rewrite([["snapshot", snapshot], vote, ...entries]);
  }

  /** To be called before anything that promises what was written leaves this node. */
  sync(): void {
    if (!this.bugs.has("no-fsync")) this.journal.sync();
  }

  private write(saved: Saved): void {
    if (!this.bugs.has("no-persist")) this.journal.append(saved);
  }

  private replay(saved: Saved): void {
    if (saved[0] === "entry") {
      this.log.put(saved[1], saved[2]);
    } else if (saved[0] === "vote") {
      this.term = saved[1];
      this.votedFor = this.bugs.has("forgotten-vote") ? null : saved[2];
    } else {
      this.snapshot = saved[1];
      this.log.compact(saved[1].index, saved[1].term, saved[1].configuration);
    }
  }
}
