/** What a leader does in its ballot: phase 2, slot after slot, until the ballot is overruled. */
import type { Body } from "#core/ports/message.ts";
import type { Nanos } from "#core/units.ts";
import { keyOf, type Forward } from "../gateway.ts";
import { NOOP } from "./acceptor.ts";
import type { Accepted, Command, SlotCommand, SlotVote } from "./messages.ts";
import type { Paxos } from "./paxos.ts";
import { bound, type Ballot, type Vote } from "./synod.ts";

/** A slot whose decision is open. */
interface Decree {
  readonly command: Command;
  readonly votes: Set<string>;
  /** Whom to answer; a predecessor's decree has nobody here. */
  readonly asked: { readonly gateway: string; readonly request: Forward } | null;
}

const COMMANDS_MAX = 128;

export class Leadership {
  readonly ballot: Ballot;
  private readonly paxos: Paxos;
  private readonly decrees = new Map<number, Decree>();
  /** Requests whose decree is open: a second copy waits for the first. */
  private readonly open = new Set<string>();
  /** When what each peer answered last was sent. */
  private readonly answeredAt = new Map<string, number>();
  private last: number;

  constructor(paxos: Paxos, ballot: Ballot) {
    this.paxos = paxos;
    this.ballot = ballot;
    this.last = paxos.storage.decided;
    for (const peer of paxos.peers) this.answeredAt.set(peer, paxos.host.elapsed());
  }

  get doubtful(): boolean {
    return this.unansweredFor() > this.paxos.times.doubt;
  }

  /** What may have been chosen is proposed again, and every gap before it gets a no-op. */
  begin(votes: readonly SlotVote[]): void {
    const slots = new Map<number, Vote<Command>[]>();
    for (const [slot, vote] of votes) {
      const others = slots.get(slot);
      if (others === undefined) slots.set(slot, [vote]);
      else others.push(vote);
    }
    const free = this.paxos.bugs.has("not-adopted");
    const end = Math.max(this.last, ...slots.keys());
    while (this.last < end) {
      const accepted = free ? undefined : bound(slots.get(this.last + 1) ?? []);
      this.propose(accepted?.value ?? NOOP, null);
    }
    this.beat();
  }

  /** The heartbeat; it repeats to each peer what that one has not accepted. */
  beat(): void {
    const { host, times } = this.paxos;
    if (this.unansweredFor() > times.abdicate) return this.paxos.resign();
    host.setTimer("heartbeat", times.heartbeat);
    for (const peer of this.paxos.peers) this.tell(peer, this.missingAt(peer));
    this.paxos.storage.sync();
    this.advance();
  }

  serve(gateway: string, request: Forward): void {
    const { client, id, body } = request;
    const key = keyOf(request);
    if (this.open.has(key)) return;
    this.open.add(key);
    const command = { kind: "request", client, id, body } as const;
    this.propose(command, { gateway, request });
    for (const peer of this.paxos.peers) this.tell(peer, [[this.last, command]]);
    // The peers write at the same time as this disk does.
    this.paxos.storage.sync();
    this.advance();
  }

  accepted(from: string, { ballot, slots, at }: Accepted): void {
    if (ballot !== this.ballot) return;
    this.answeredAt.set(from, Math.max(at, this.answeredAt.get(from) ?? 0));
    for (const slot of slots) this.decrees.get(slot)?.votes.add(from);
    this.advance();
  }

  /** A slot was decided and took effect. */
  settle(slot: number, reply: Body | null): void {
    const asked = this.decrees.get(slot)?.asked ?? null;
    this.decrees.delete(slot);
    if (asked === null) return;
    this.open.delete(keyOf(asked.request));
    if (reply !== null) this.paxos.answer(asked.gateway, asked.request, reply);
  }

  private propose(command: Command, asked: Decree["asked"]): void {
    const { host, storage } = this.paxos;
    this.last++;
    storage.vote(this.last, { ballot: this.ballot, value: command });
    this.decrees.set(this.last, { command, votes: new Set([host.self]), asked });
  }

  private missingAt(peer: string): readonly SlotCommand[] {
    const missing: SlotCommand[] = [];
    for (const [slot, { command, votes }] of this.decrees) {
      if (missing.length >= COMMANDS_MAX) break;
      if (!votes.has(peer)) missing.push([slot, command]);
    }
    return missing;
  }

  private tell(peer: string, commands: readonly SlotCommand[]): void {
    const { host, storage } = this.paxos;
    const { ballot } = this;
    const at = host.elapsed();
    host.send(peer, { type: "accept", ballot, commands, decided: storage.decided, at });
  }

  /** Slots are decided in any order, and take effect in theirs. */
  private advance(): void {
    const { quorums, storage, bugs } = this.paxos;
    const enough = bugs.has("early-ack") ? 1 : quorums.phase2;
    for (;;) {
      const decree = this.decrees.get(storage.decided + 1);
      if (decree === undefined || decree.votes.size < enough) return;
      this.paxos.decide(decree.command);
    }
  }

  /** For how long no quorum of phase 2 has answered, this member included. */
  private unansweredFor(): number {
    const now: Nanos = this.paxos.host.elapsed();
    const times = [now, ...this.answeredAt.values()].sort((a, b) => b - a);
    return now - (times[this.paxos.quorums.phase2 - 1] ?? 0);
  }
}
