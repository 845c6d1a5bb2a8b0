/** Reads at a leader (6.4): each waits for proof that no newer leader existed when it came. */
import { nanos, type Nanos } from "#core/units.ts";
import type { Forward } from "../gateway.ts";
import type { Raft } from "./raft.ts";
import type { Replication } from "./replication.ts";

export interface Read {
  readonly gateway: string;
  readonly request: Forward;
  /** Served when the state machine has come this far … */
  readonly index: number;
  /** … and a quorum answered this broadcast, which began after the read came. */
  readonly round: number;
}

/** With leases, no clock may run more than twice as fast as another. */
const CLOCK_RATIO_MAX = 2;

export class Reads {
  private readonly raft: Raft;
  private readonly replication: Replication;
  private readonly waiting: Read[] = [];
  /** When the broadcasts that no quorum has answered yet began, by their numbers. */
  private readonly begun = new Map<number, Nanos>();
  private confirmed = 0;
  /** When the last broadcast that a quorum answered began: we certainly led then. */
  private ledAt: Nanos;
  /** The term's first entry: once it is applied, so is everything committed in earlier terms. */
  private readonly firstOfTerm: number;
  private leaseAllowed: boolean;

  constructor(raft: Raft, replication: Replication) {
    this.raft = raft;
    this.replication = replication;
    this.firstOfTerm = raft.storage.log.last + 1;
    this.ledAt = raft.host.elapsed();
    this.leaseAllowed = raft.leases;
  }

  /** How long it is uncertain whether this member still leads. */
  get uncertainFor(): Nanos {
    return nanos(this.raft.host.elapsed() - this.ledAt);
  }

  /** A broadcast begins. */
  begin(): void {
    this.begun.set(this.replication.round, this.raft.host.elapsed());
  }

  /**
   * A read needs no place in the log. It sees every update that was acknowledged before it came,
   * since those are at or below `index`; and no other leader can have committed a later one by then,
   * since a quorum still followed this one after the read came. True if it needs a new broadcast.
   */
  add(gateway: string, request: Forward): boolean {
    const index = Math.max(this.raft.commit, this.firstOfTerm);
    const certain = this.raft.bugs.has("stale-read") || this.leased();
    const round = certain ? 0 : this.replication.round + 1;
    this.waiting.push({ gateway, request, index, round });
    return !certain && this.confirmed === this.replication.round;
  }

  /** A quorum may have answered another broadcast. True if reads are left that need a new one. */
  confirm(): boolean {
    const { confirmed } = this.replication;
    for (; this.confirmed < confirmed; this.begun.delete(this.confirmed)) {
      this.confirmed++;
      this.ledAt = this.begun.get(this.confirmed) ?? this.ledAt;
    }
    const last = this.waiting.at(-1);
    const { round } = this.replication;
    return last !== undefined && last.round > round && this.confirmed === round;
  }

  /** Those that may be answered now. */
  *ready(): Generator<Read> {
    for (let read = this.waiting[0]; read !== undefined; read = this.waiting[0]) {
      if (read.round > this.confirmed || read.index > this.raft.replica.applied) return;
      this.waiting.shift();
      yield read;
    }
  }

  /** Voters no longer wait for this leader's silence, and may have another at any moment (6.4.1). */
  renounceLease(): void {
    this.leaseAllowed = false;
  }

  /**
   * A quorum heard us after `ledAt`, and votes for nobody else until the shortest election time-out
   * has passed on its clocks (6.4.1); ours may be slower than theirs.
   */
  private leased(): boolean {
    if (!this.leaseAllowed || this.confirmed === 0) return false;
    const ratio = this.raft.bugs.has("lease-without-drift") ? 1 : CLOCK_RATIO_MAX;
    return this.uncertainFor * ratio < this.raft.times.electionMin;
  }
}
