/** What a member must remember over a crash: as acceptor its promise and votes, as learner the log. */
import type { Disk } from "#core/sim/actor.ts";
import { Journal } from "../journal.ts";
import type { PaxosBug } from "./bugs.ts";
import type { Command, SlotCommand, SlotVote } from "./messages.ts";
import type { Ballot, Vote } from "./synod.ts";

type Saved =
  readonly ["promise", ballot: Ballot] | readonly ["vote", slot: number, vote: Vote<Command>];

/** The ballot of what is decided: no vote can overrule it. */
const FINAL: Ballot = Number.MAX_SAFE_INTEGER;

export class Storage {
  promised: Ballot = 0;
  /** What was decided, slot after slot from 1. */
  private readonly log: Command[] = [];
  /** Votes in the slots after those. */
  private readonly votes = new Map<number, Vote<Command>>();
  private readonly acceptor: Journal;
  private readonly learner: Journal;
  private readonly bugs: ReadonlySet<PaxosBug>;

  constructor(disk: Disk, bugs: ReadonlySet<PaxosBug>) {
    this.bugs = bugs;
    this.acceptor = new Journal(disk, "acceptor.journal");
    this.learner = new Journal(disk, "learner.journal");
    const saved = this.acceptor.recover();
    for (const command of this.learner.recover()) this.log.push(command as Command);
    if (!bugs.has("forgotten-promise")) for (const record of saved) this.replay(record as Saved);
  }

  /** Every slot up to this one is decided. */
  get decided(): number {
    return this.log.length;
  }

  promise(ballot: Ballot): void {
    if (ballot <= this.promised) return;
    this.promised = ballot;
    this.write(["promise", ballot]);
  }

  vote(slot: number, vote: Vote<Command>): void {
    // Every later ballot votes for what was decided again: there is nothing new to write.
    if (slot <= this.decided) return;
    this.votes.set(slot, vote);
    this.write(["vote", slot, vote]);
  }

  voteAt(slot: number): Vote<Command> | undefined {
    return this.votes.get(slot);
  }

  /** The next slot is decided. */
  decide(command: Command): void {
    this.log.push(command);
    this.learner.append(command);
    this.votes.delete(this.decided);
  }

  at(slot: number): Command | undefined {
    return this.log[slot - 1];
  }

  /** What phase 1 has to know. */
  votesAfter(after: number): readonly SlotVote[] {
    const decided = this.log
      .slice(after)
      .map((value, i): SlotVote => [after + 1 + i, { ballot: FINAL, value }]);
    const open = [...this.votes].filter(([slot]) => slot > after);
    return [...decided, ...open];
  }

  decidedAfter(after: number, limit: number): readonly SlotCommand[] {
    return this.log.slice(after, after + limit).map((command, i) => [after + 1 + i, command]);
  }

  /** To be called before anything that promises what was written leaves this member. */
  sync(): void {
    if (this.bugs.has("no-fsync")) return;
    this.acceptor.sync();
  }

  /**
   * Votes stay on file after their slot is decided. They could go once the decision is durable, but
   * a disk does not say when that is, and may keep a later write while it loses an earlier one.
   */
  private write(saved: Saved): void {
    this.acceptor.append(saved);
  }

  private replay(saved: Saved): void {
    if (saved[0] === "promise") this.promised = Math.max(this.promised, saved[1]);
    else if (saved[1] > this.decided) this.votes.set(saved[1], saved[2]);
  }
}
