/** What Raft must remember over a crash (Figure 3.1, persistent state): term, vote and log. */
import type { Disk } from "#core/sim/actor.ts";
import { Journal } from "../journal.ts";
import type { RaftBug } from "./bugs.ts";
import { Log, type Entry } from "./log.ts";

/** Later records overrule earlier ones; an entry drops those that stood at its place and after. */
type Saved =
  | readonly ["vote", term: number, votedFor: string | null]
  | readonly ["entry", index: number, entry: Entry];

export class Storage {
  readonly log: Log = new Log();
  term = 0;
  votedFor: string | null = null;
  private readonly journal: Journal;
  private readonly bugs: ReadonlySet<RaftBug>;

  constructor(disk: Disk, bugs: ReadonlySet<RaftBug>) {
    this.bugs = bugs;
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

  /** To be called before anything that promises what was written leaves this node. */
  sync(): void {
    this.journal.sync();
  }

  private write(saved: Saved): void {
    if (!this.bugs.has("no-persist")) this.journal.append(saved);
  }

  private replay(saved: Saved): void {
    if (saved[0] === "entry") this.log.put(saved[1], saved[2]);
    else [, this.term, this.votedFor] = saved;
  }
}
