/** How a member becomes leader: phase 1, once for all slots (section 3 of "Paxos Made Simple"). */
import { nanos, type Nanos } from "#core/units.ts";
import type { Promised, SlotVote } from "./messages.ts";
import type { Paxos } from "./paxos.ts";
import { ballotAbove, type Ballot } from "./synod.ts";

interface Campaign {
  readonly ballot: Ballot;
  /** What each acceptor that promised had voted for. */
  readonly promises: Map<string, readonly SlotVote[]>;
}

export class Campaigns {
  current: Campaign | null = null;
  private readonly paxos: Paxos;
  /** The highest ballot that anybody spoke of. */
  private seen: Ballot = 0;
  private heardAt: Nanos | null = null;

  constructor(paxos: Paxos) {
    this.paxos = paxos;
  }

  /** A random silence makes it likely that one member campaigns before the others do. */
  wait(): void {
    const { host, times } = this.paxos;
    const spread = host.dice.span(times.silenceMax - times.silenceMin + 1);
    host.setTimer("silence", nanos(times.silenceMin + spread));
  }

  heard(): void {
    this.heardAt = this.paxos.host.elapsed();
    this.wait();
  }

  hearsLeader(): boolean {
    const { host, times, leadership } = this.paxos;
    if (leadership !== null) return true;
    return this.heardAt !== null && host.elapsed() - this.heardAt < times.silenceMin;
  }

  /** The promise to itself is on disk before anybody hears of the ballot: it is never used again. */
  begin(): void {
    const { paxos } = this;
    const { storage, host, bugs } = paxos;
    this.wait();
    paxos.believe(null);
    const place = bugs.has("ballots-collide") ? 0 : host.nodes.indexOf(host.self);
    const above = Math.max(storage.promised, this.seen);
    const ballot = ballotAbove(above, place, host.nodes.length);
    storage.promise(ballot);
    const after = storage.decided;
    this.current = { ballot, promises: new Map([[host.self, storage.votesAfter(after)]]) };
    for (const peer of paxos.peers) paxos.send(peer, { type: "prepare", ballot, after });
    this.count(this.current);
  }

  promised(from: string, { ballot, votes }: Promised): void {
    if (this.current?.ballot !== ballot) return;
    this.current.promises.set(from, votes);
    this.count(this.current);
  }

  refused(ballot: Ballot): void {
    this.seen = Math.max(this.seen, ballot);
    if (this.current !== null && ballot > this.current.ballot) this.current = null;
  }

  private count({ ballot, promises }: Campaign): void {
    if (promises.size < this.paxos.quorums.phase1) return;
    this.current = null;
    this.paxos.lead(ballot, [...promises.values()].flat());
  }
}
