/** How a leader's log reaches its peers (3.5): what each is sent, how far each has come. */
import { membersOf, reachedBy } from "./configuration.ts";
import type { Appended } from "./messages.ts";
import type { Raft } from "./raft.ts";

interface Progress {
  /** The next entry to send; it runs ahead of `match`, since messages don't wait for answers. */
  next: number;
  /** Up to here the peer's log is known to agree. */
  match: number;
  /** Where the logs part is being looked for: one message at a time. */
  probing: boolean;
  /** The last of our broadcasts that the peer answered. */
  round: number;
  /** How many more messages its answers may call forth until the next heartbeat. */
  credit: number;
}

/** Entries a message, but one where the logs part is still being looked for. */
const ENTRIES_MAX = 4;
/** Entries under way to one peer. */
const WINDOW = 64;
/** Answers that call forth messages, and those answers again, must not become a storm. */
const CREDIT = 100;

export class Replication {
  /** Numbers the broadcasts: an answer to one shows that its sender followed us after it began. */
  round = 0;
  private readonly raft: Raft;
  private readonly peers = new Map<string, Progress>();

  constructor(raft: Raft) {
    this.raft = raft;
    this.adjust();
  }

  /** The peers are those of the latest configuration. */
  adjust(): void {
    const { host, storage } = this.raft;
    const members = membersOf(storage.log.configuration);
    for (const peer of this.peers.keys()) if (!members.includes(peer)) this.peers.delete(peer);
    for (const member of members)
      if (member !== host.self && !this.peers.has(member))
        this.peers.set(member, {
          next: storage.log.last + 1,
          match: 0,
          probing: true,
          round: 0,
          credit: CREDIT,
        });
  }

  broadcast(): void {
    this.round++;
    for (const [peer, progress] of this.peers) this.send(peer, progress);
  }

  /** A heartbeat begins. */
  refill(): void {
    for (const progress of this.peers.values()) progress.credit = CREDIT;
  }

  heard(from: string, answer: Appended): void {
    const progress = this.peers.get(from);
    if (progress === undefined) return;
    progress.round = Math.max(progress.round, answer.round);
    if (answer.matched) this.agreed(from, progress, answer.index);
    else this.refused(from, progress, answer);
  }

  /** How far a quorum's logs agree with this one, and which broadcast a quorum has answered. */
  get matched(): number {
    return this.reached(this.raft.storage.log.last, ({ match }) => match);
  }

  get confirmed(): number {
    return this.reached(this.round, ({ round }) => round);
  }

  /** Whether a peer has everything. */
  hasAll(peer: string): boolean {
    return this.peers.get(peer)?.match === this.raft.storage.log.last;
  }

  private agreed(peer: string, progress: Progress, index: number): void {
    progress.match = Math.max(progress.match, index);
    progress.next = Math.max(progress.next, index + 1);
    progress.probing = false;
    while (progress.credit > 0 && this.send(peer, progress, 1) > 0) progress.credit--;
  }

  /**
   * A refusal counts if it is of the last message, or of one that runs ahead of what is known to
   * agree: every other was overtaken, and to heed it would multiply messages.
   */
  private refused(peer: string, progress: Progress, { previousIndex, index }: Appended): void {
    const last = previousIndex === progress.next - 1;
    if (!last && (progress.probing || previousIndex <= progress.match)) return;
    progress.next = Math.max(1, Math.min(previousIndex, index + 1));
    progress.probing = true;
    if (progress.credit > 0) this.send(peer, progress);
    progress.credit = Math.max(0, progress.credit - 1);
  }

  /** Sends what fits, if it is at least so many entries; says how many they were. */
  private send(peer: string, progress: Progress, least = 0): number {
    const { host, storage, commit } = this.raft;
    const { term, log, snapshot } = storage;
    const { round } = this;
    if (progress.next < log.first && snapshot !== null) {
      host.send(peer, { type: "install", term, snapshot, round });
      progress.next = log.first;
      return 1;
    }
    const room = progress.probing ? 1 : progress.match + WINDOW + 1 - progress.next;
    const entries = log.slice(progress.next, Math.max(0, Math.min(ENTRIES_MAX, room)));
    if (entries.length < least) return 0;
    const previousIndex = progress.next - 1;
    const previousTerm = log.term(previousIndex);
    if (!progress.probing) progress.next += entries.length;
    host.send(peer, { type: "append", term, previousIndex, previousTerm, entries, commit, round });
    return entries.length;
  }

  private reached(own: number, of: (progress: Progress) => number): number {
    const { host, storage, missing } = this.raft;
    return reachedBy(storage.log.configuration, missing, (member) => {
      if (member === host.self) return own;
      const progress = this.peers.get(member);
      return progress === undefined ? 0 : of(progress);
    });
  }
}
