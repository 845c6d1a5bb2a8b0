/** The member as its clients see it: it hands their requests to the leader until one answers. */
import type { Body } from "#core/ports/message.ts";
import type { Nanos } from "#core/units.ts";
import { ERROR, refusal } from "../machine.ts";
import type { Forwarded } from "./messages.ts";
import type { Raft } from "./raft.ts";

interface Pending {
  readonly id: number;
  readonly body: Body;
  readonly since: Nanos;
  /** When a leader last got it; null as long as none can know of it. */
  sentAt: Nanos | null;
}

export class Gateway {
  private readonly raft: Raft;
  /** A client waits for one answer at a time. */
  private readonly pending = new Map<string, Pending>();

  constructor(raft: Raft) {
    this.raft = raft;
  }

  request(client: string, request: Body): void {
    const { msg_id: id, ...body } = request;
    // Numbers that grow tell a request from its copies and from those given up before.
    if (typeof id !== "number" || (this.pending.get(client)?.id ?? -1) >= id) return;
    const kind = this.raft.kindOf(request);
    if (kind === "unknown")
      return this.tell(client, id, refusal(ERROR.notSupported, `no word ${request.type}`));
    // Better an honest no at once than a silence that leaves its client in doubt.
    if (kind === "update" && this.raft.leadership?.doubtful === true)
      return this.tell(client, id, refusal(ERROR.temporarilyUnavailable, "no majority answers"));
    const pending = { id, body: body as Body, since: this.raft.host.elapsed(), sentAt: null };
    if (this.pending.size === 0) this.raft.host.setTimer("gateway", this.raft.times.retry);
    this.pending.set(client, pending);
    this.hand(client, pending);
  }

  leaderFound(): void {
    for (const [client, pending] of this.pending) this.hand(client, pending);
  }

  answer({ client, id, reply }: Forwarded): void {
    if (this.pending.get(client)?.id !== id) return;
    this.pending.delete(client);
    this.tell(client, id, reply);
  }

  tick(): void {
    for (const [client, pending] of this.pending) this.review(client, pending);
    if (this.pending.size > 0) this.raft.host.setTimer("gateway", this.raft.times.retry);
  }

  /**
   * A refusal says that nothing happened, which is true of a read and of what never left this
   * member. What a leader may have seen stays open: its client will call it indeterminate.
   */
  private review(client: string, pending: Pending): void {
    const { host, times } = this.raft;
    const now = host.elapsed();
    const harmless = pending.sentAt === null || this.raft.kindOf(pending.body) === "read";
    if (harmless && now - pending.since >= times.patience) {
      this.pending.delete(client);
      this.tell(client, pending.id, refusal(ERROR.temporarilyUnavailable, "no leader answers"));
    } else if (now - pending.since >= times.forget) {
      this.pending.delete(client);
    } else if (pending.sentAt === null || now - pending.sentAt >= times.retry) {
      this.hand(client, pending);
    }
  }

  /** Handing over twice is harmless: the sessions see to it that the effect comes once. */
  private hand(client: string, pending: Pending): void {
    const { host, leader } = this.raft;
    if (leader === null) return;
    pending.sentAt = host.elapsed();
    const forward = { type: "forward", client, id: pending.id, body: pending.body } as const;
    if (leader === host.self) this.raft.serve(leader, forward);
    else this.raft.send(leader, forward);
  }

  private tell(client: string, id: number, reply: Body): void {
    this.raft.host.send(client, { ...reply, in_reply_to: id });
  }
}
