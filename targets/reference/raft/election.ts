/** Elections (3.4) with pre-votes (9.6): how a member that misses its leader becomes one. */
import { nanos, type Nanos } from "#core/units.ts";
import { membersOf, reachedBy } from "./configuration.ts";
import type { PreVote, PreVoted, RequestVote, TimeoutNow, Voted } from "./messages.ts";
import type { Raft } from "./raft.ts";

/** `pre` asks whether an election could be won, so that one that can't disturbs nobody. */
export interface Candidacy {
  readonly kind: "pre" | "real";
  readonly votes: Set<string>;
}

export class Election {
  candidacy: Candidacy | null = null;
  private readonly raft: Raft;
  /** When a leader of the current term was last heard; null before the first time. */
  private heardAt: Nanos | null = null;

  constructor(raft: Raft) {
    this.raft = raft;
    // A lease that this member granted before it was restarted may still be in force (6.4.1).
    if (raft.leases) this.heardAt = raft.host.elapsed();
  }

  /** A random time-out makes it likely that one member asks before the others do (3.4). */
  reset(): void {
    const { host, times } = this.raft;
    const spread = host.dice.span(times.electionMax - times.electionMin + 1);
    host.setTimer("election", nanos(times.electionMin + spread));
  }

  /** A leader has spoken. */
  heard(): void {
    this.heardAt = this.raft.host.elapsed();
    this.reset();
  }

  timeout(): void {
    const { host, storage } = this.raft;
    this.raft.believe(null);
    this.reset();
    // Who is left out is needed until that is certain: nobody else's log may be as long (4.2.2).
    const { log } = storage;
    const certain = log.configurationIndex <= this.raft.commit;
    if (certain && !membersOf(log.configuration).includes(host.self)) return;
    if (!this.raft.guarded) return this.stand(false);
    this.candidacy = { kind: "pre", votes: new Set([host.self]) };
    this.campaign({ type: "pre_vote", term: storage.term + 1, ...this.lastEntry() });
    this.count(this.candidacy);
  }

  /** The leader has chosen this member to follow it (3.10). */
  summoned({ term }: TimeoutNow): void {
    if (term === this.raft.storage.term && this.raft.leadership === null) this.stand(true);
  }

  /** Would I vote for it? Not while a leader is alive, and nothing is promised by the answer. */
  askedBefore(from: string, request: PreVote): void {
    const { storage, leadership } = this.raft;
    const granted =
      request.term > storage.term &&
      leadership === null &&
      !this.hasLeader() &&
      this.isUpToDate(request);
    const term = granted ? request.term : storage.term;
    this.raft.send(from, { type: "pre_voted", term, granted });
  }

  answeredBefore(from: string, answer: PreVoted): void {
    if (!answer.granted) return this.raft.meet(answer.term);
    if (this.candidacy?.kind !== "pre" || answer.term !== this.raft.storage.term + 1) return;
    this.candidacy.votes.add(from);
    this.count(this.candidacy);
  }

  /** RequestVote, receiver (Figure 3.1): one vote a term, for a log that lacks nothing of ours. */
  asked(from: string, request: RequestVote): void {
    const { storage } = this.raft;
    // Whoever has a leader lets nobody depose it (4.2.3) but whom the leader itself has chosen.
    if (request.term > storage.term && this.hasLeader() && !request.transfer) return;
    this.raft.meet(request.term);
    const free = storage.votedFor === null || storage.votedFor === from;
    const granted = request.term === storage.term && free && this.isUpToDate(request);
    if (granted) {
      if (storage.votedFor === null) storage.vote(storage.term, from);
      this.reset();
    }
    this.raft.send(from, { type: "voted", term: storage.term, granted });
  }

  answered(from: string, answer: Voted): void {
    this.raft.meet(answer.term);
    if (this.candidacy?.kind !== "real" || answer.term !== this.raft.storage.term) return;
    if (!answer.granted) return;
    this.candidacy.votes.add(from);
    this.count(this.candidacy);
  }

  private count({ kind, votes }: Candidacy): void {
    const { storage, missing } = this.raft;
    const won = reachedBy(storage.log.configuration, missing, (member) =>
      Number(votes.has(member)),
    );
    if (won === 0) return;
    if (kind === "real") this.raft.lead();
    else this.stand(false);
  }

  private stand(transfer: boolean): void {
    const { host, storage } = this.raft;
    storage.vote(storage.term + 1, host.self);
    this.reset();
    this.candidacy = { kind: "real", votes: new Set([host.self]) };
    const { term } = storage;
    this.campaign({ type: "request_vote", term, transfer, ...this.lastEntry() });
    this.count(this.candidacy);
  }

  /**
   * A request promises nothing, so that it need not wait for the disk. Our own vote does: a candidate
   * that crashes before it is written was none, and whoever voted for it voted for nobody else.
   */
  private campaign(request: PreVote | RequestVote): void {
    const { host, storage } = this.raft;
    for (const member of membersOf(storage.log.configuration))
      if (member !== host.self) host.send(member, request);
    storage.sync();
  }

  private lastEntry(): { readonly lastIndex: number; readonly lastTerm: number } {
    const { last, lastTerm } = this.raft.storage.log;
    return { lastIndex: last, lastTerm };
  }

  /** Leases rest on it, so that with them even plain elections wait (6.4.1). */
  private hasLeader(): boolean {
    const { guarded, leases } = this.raft;
    if (this.heardAt === null || (!guarded && !leases)) return false;
    return this.raft.host.elapsed() - this.heardAt < this.raft.times.electionMin;
  }

  /** Election restriction (3.6.1): the later last term wins, then the longer log. */
  private isUpToDate({ lastIndex, lastTerm }: PreVote | RequestVote): boolean {
    const { log } = this.raft.storage;
    if (this.raft.bugs.has("no-log-check")) return true;
    return lastTerm > log.lastTerm || (lastTerm === log.lastTerm && lastIndex >= log.last);
  }
}
