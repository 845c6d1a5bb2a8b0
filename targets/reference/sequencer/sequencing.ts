/** What a sequencer does in its epoch: give numbers, broadcast, and say what a majority holds. */
import { keyOf, type Forward } from "../gateway.ts";
import type { Command } from "../ledger.ts";
import type { Held, Missing, Order } from "./messages.ts";
import type { Member } from "./member.ts";

interface Holder {
  /** It holds all up to this one. */
  index: number;
  /** When what it answered last was sent. */
  at: number;
}

export const ENTRIES_MAX = 128;

export class Sequencing {
  readonly epoch: number;
  private readonly member: Member;
  private readonly holders = new Map<string, Holder>();
  /** Requests with a number that are not delivered yet: a second copy waits for the first. */
  private readonly open = new Set<string>();
  /** Numbers up to here were given in earlier epochs. */
  readonly inherited: number;

  constructor(member: Member, epoch: number) {
    this.member = member;
    this.epoch = epoch;
    this.inherited = member.ledger.last;
    const at = member.host.elapsed();
    for (const peer of member.peers) this.holders.set(peer, { index: 0, at });
  }

  get doubtful(): boolean {
    return this.unansweredFor() > this.member.times.doubt;
  }

  /** An entry of this epoch, which makes what was inherited stable along with itself. */
  begin(): void {
    this.number({ kind: "noop" });
  }

  beat(): void {
    const { member } = this;
    if (this.unansweredFor() > member.times.abdicate) return member.resign();
    member.broadcast(this.orderAfter(member.ledger.last));
  }

  request(request: Forward): void {
    if (this.open.has(keyOf(request))) return;
    this.open.add(keyOf(request));
    const { client, id, body } = request;
    this.number({ kind: "request", client, id, body });
  }

  held(from: string, { epoch, index, at }: Held): void {
    const holder = this.holders.get(from);
    if (holder === undefined || epoch !== this.epoch) return;
    holder.index = Math.max(holder.index, index);
    holder.at = Math.max(holder.at, at);
    this.advance();
  }

  /** Negative acknowledgement: one who saw a gap gets again what it lacks. */
  missing(from: string, { epoch, after }: Missing): void {
    if (epoch === this.epoch) this.member.announce(from, this.orderAfter(after));
  }

  delivered(command: Command | undefined): void {
    if (command?.kind === "request") this.open.delete(keyOf(command));
  }

  /** The others write at the same time as this disk does. */
  private number(command: Command): void {
    const { member, epoch } = this;
    const previous = member.ledger.last;
    member.ledger.put(previous + 1, { reign: epoch, command });
    member.broadcast(this.orderAfter(previous));
    member.persist();
    this.advance();
  }

  private orderAfter(previous: number): Order {
    const { ledger, host, replica } = this.member;
    return {
      type: "order",
      epoch: this.epoch,
      previous,
      previousReign: ledger.reignAt(previous),
      entries: ledger.after(previous, ENTRIES_MAX),
      stable: replica.applied,
      at: host.elapsed(),
    };
  }

  /**
   * An entry of an earlier epoch may be held by a majority and still be lost, to a sequencer that
   * pulls a later log from the others. One of this epoch cannot, nor can what is before it.
   */
  private advance(): void {
    const { member, epoch, inherited } = this;
    const enough = member.bugs.has("early-delivery") ? 1 : member.quorum;
    const held = [...this.holders.values()].map(({ index }) => index);
    const index = nthLargest([member.ledger.last, ...held], enough);
    if (index <= Math.max(inherited, member.replica.applied)) return;
    member.deliverUpTo(index);
    member.broadcast({ type: "stable", epoch, index });
  }

  /** For how long no majority has answered, this member included. */
  private unansweredFor(): number {
    const now = this.member.host.elapsed();
    const times = [...this.holders.values()].map(({ at }) => at);
    return now - nthLargest([now, ...times], this.member.quorum);
  }
}

const nthLargest = (numbers: readonly number[], n: number): number =>
  numbers.toSorted((a, b) => b - a)[n - 1] ?? 0;
