/** What a leader does in its term: replicate (3.5), commit (3.6), and answer reads (6.4). */
import type { Body } from "#core/ports/message.ts";
import type { Nanos } from "#core/units.ts";
import type { Command } from "./log.ts";
import type { Appended, Forward } from "./messages.ts";
import type { Raft } from "./raft.ts";

/** How far a peer has come. `next` runs ahead of `match`: messages are sent before answers come. */
interface Progress {
  next: number;
  match: number;
  /** The last of our broadcasts that it answered. */
  round: number;
}

interface Proposal {
  readonly gateway: string;
  readonly request: Forward;
}

interface Read extends Proposal {
  /** Served when the state machine has come this far … */
  readonly index: number;
  /** … and a majority answered this broadcast, which began after the read came. */
  readonly round: number;
}

const ENTRIES_MAX = 128;

export class Leadership {
  private readonly raft: Raft;
  private readonly progress = new Map<string, Progress>();
  private readonly proposals = new Map<number, Proposal>();
  /** Requests in the log whose fate is open: a second copy waits for the first. */
  private readonly open = new Set<string>();
  private readonly reads: Read[] = [];
  /** The term's first entry: once it is applied, so is everything committed in earlier terms. */
  private readonly firstOfTerm: number;
  private round = 0;
  private confirmed = 0;
  private confirmedAt: Nanos;

  constructor(raft: Raft) {
    this.raft = raft;
    this.firstOfTerm = raft.storage.log.last + 1;
    this.confirmedAt = raft.host.elapsed();
    for (const peer of raft.peers)
      this.progress.set(peer, { next: this.firstOfTerm, match: 0, round: 0 });
  }

  /** Nobody may be following any more: what is proposed now will hardly be committed. */
  get doubtful(): boolean {
    return this.unconfirmedFor() > this.raft.times.doubt;
  }

  begin(): void {
    this.append({ kind: "noop" });
    this.beat();
  }

  /** The heartbeat. A leader that no majority answers gives its clients free (6.2). */
  beat(): void {
    const { host, times, storage } = this.raft;
    if (this.unconfirmedFor() > times.abdicate) return this.raft.follow(storage.term, null);
    host.setTimer("heartbeat", times.heartbeat);
    this.broadcast();
  }

  propose(gateway: string, request: Forward): void {
    const { client, id, body } = request;
    if (this.open.has(keyOf(request))) return;
    this.open.add(keyOf(request));
    this.proposals.set(this.raft.storage.log.last + 1, { gateway, request });
    this.append({ kind: "update", client, id, body });
    this.broadcast();
  }

  /**
   * A read needs no place in the log. It sees every update that was acknowledged before it came,
   * since those are below `index`; and no other leader can have committed a later one by then, since
   * a majority still followed this one after the read came (6.4).
   */
  read(gateway: string, request: Forward): void {
    const index = Math.max(this.raft.commit, this.firstOfTerm);
    const round = this.raft.bugs.has("stale-read") ? 0 : this.round + 1;
    const idle = this.confirmed === this.round;
    this.reads.push({ gateway, request, index, round });
    if (idle) this.broadcast();
    else this.serveReads();
  }

  appended(from: string, answer: Appended): void {
    const progress = this.progress.get(from);
    if (progress === undefined || answer.term !== this.raft.storage.term) return;
    progress.round = Math.max(progress.round, answer.round);
    if (answer.matched) {
      progress.match = Math.max(progress.match, answer.index);
      progress.next = Math.max(progress.next, answer.index + 1);
      if (progress.next <= this.raft.storage.log.last) this.replicate(from, progress);
    } else {
      progress.next = Math.min(progress.next, answer.index + 1);
      this.replicate(from, progress);
    }
    this.advance();
  }

  /** An entry was applied: whoever asked for it is answered. */
  settle(index: number, reply: Body | null): void {
    const proposal = this.proposals.get(index);
    if (proposal === undefined) return;
    this.proposals.delete(index);
    this.open.delete(keyOf(proposal.request));
    if (reply !== null) this.answer(proposal, reply);
  }

  private unconfirmedFor(): number {
    return this.raft.host.elapsed() - this.confirmedAt;
  }

  private append(command: Command): void {
    const { storage } = this.raft;
    storage.put(storage.log.last + 1, { term: storage.term, command });
  }

  /** The peers write at the same time as this disk does, which counts only once it has (10.2.1). */
  private broadcast(): void {
    this.round++;
    for (const [peer, progress] of this.progress) this.replicate(peer, progress);
    this.raft.storage.sync();
    this.advance();
  }

  private replicate(peer: string, progress: Progress): void {
    const { host, storage, commit } = this.raft;
    const { term, log } = storage;
    const previousIndex = progress.next - 1;
    const previousTerm = log.term(previousIndex);
    const entries = log.slice(progress.next, ENTRIES_MAX);
    progress.next += entries.length;
    const { round } = this;
    host.send(peer, { type: "append", term, previousIndex, previousTerm, entries, commit, round });
  }

  private advance(): void {
    const { host, storage, bugs } = this.raft;
    const agreed = this.reached(storage.log.last, (progress) => progress.match);
    const index = bugs.has("early-ack") ? storage.log.last : agreed;
    // An earlier term's entry is never committed by counting (3.6.2, Figure 3.7).
    if (storage.log.term(index) === storage.term) this.raft.commitTo(index);
    const confirmed = this.reached(this.round, (progress) => progress.round);
    if (confirmed > this.confirmed) {
      this.confirmed = confirmed;
      this.confirmedAt = host.elapsed();
    }
    this.serveReads();
  }

  /** How far a quorum has come, this member included. */
  private reached(own: number, of: (progress: Progress) => number): number {
    const values = [own];
    for (const progress of this.progress.values()) values.push(of(progress));
    return values.sort((a, b) => b - a)[this.raft.quorum - 1] ?? 0;
  }

  private serveReads(): void {
    const { applied, replica } = this.raft;
    for (let read = this.reads[0]; read !== undefined; read = this.reads[0]) {
      if (read.round > this.confirmed || read.index > applied) break;
      this.reads.shift();
      this.answer(read, replica.machine.apply(read.request.body));
    }
    // Reads that came during a round need the next one, which may begin now.
    const last = this.reads.at(-1);
    if (last !== undefined && last.round > this.round && this.confirmed === this.round)
      this.broadcast();
  }

  private answer({ gateway, request: { client, id } }: Proposal, reply: Body): void {
    const message = { type: "forwarded", client, id, reply } as const;
    if (gateway === this.raft.host.self) this.raft.gateway.answer(message);
    else this.raft.send(gateway, message);
  }
}

const keyOf = ({ client, id }: Forward): string => `${client}/${id}`;
