/** A member as its clients see it: it hands their requests to whoever leads until one answers. */
import type { Body } from "#core/ports/message.ts";
import type { Host } from "#core/sim/actor.ts";
import type { Nanos } from "#core/units.ts";
import { ERROR, refusal } from "./machine.ts";

/** What stands behind the gateway, as far as the gateway cares. */
export interface Service {
  readonly host: Host;
  readonly times: GatewayTimes;
  readonly machine: Words;
  /** Who takes requests at present, as this member believes. */
  readonly leader: string | null;
  /** This member leads, but nobody may be following: what is asked now will hardly be done. */
  readonly doubtful: boolean;
  /** A request that a gateway, perhaps this member's own, handed to its leader. */
  serve(gateway: string, request: Forward): void;
}

/** A state machine's words, perhaps with those of its system's operator. */
export interface Words {
  kind(request: Body): "read" | "update" | "operator" | "unknown";
}

export interface GatewayTimes {
  /** A request that no leader has seen is refused after this long. */
  readonly patience: Nanos;
  /** A request that a leader may have lost is handed over again. */
  readonly retry: Nanos;
  /** A client is thought to have stopped waiting. */
  readonly forget: Nanos;
}

/** A client's request, handed to the leader by the member that the client spoke to. */
export type Forward = {
  readonly type: "forward";
  readonly client: string;
  readonly id: number;
  readonly body: Body;
};

export type Forwarded = {
  readonly type: "forwarded";
  readonly client: string;
  readonly id: number;
  readonly reply: Body;
};

interface Pending {
  readonly id: number;
  readonly body: Body;
  readonly since: Nanos;
  /** When a leader last got it; null as long as none can know of it. */
  sentAt: Nanos | null;
}

export class Gateway {
  private readonly service: Service;
  /** A client waits for one answer at a time. */
  private readonly pending = new Map<string, Pending>();

  constructor(service: Service) {
    this.service = service;
  }

  request(client: string, request: Body): void {
    const { host, machine, doubtful, times } = this.service;
    const { msg_id: id, ...body } = request;
    // Numbers that grow tell a request from its copies and from those given up before.
    if (typeof id !== "number" || (this.pending.get(client)?.id ?? -1) >= id) return;
    const kind = machine.kind(request);
    if (kind === "unknown")
      return this.tell(client, id, refusal(ERROR.notSupported, `no word ${request.type}`));
    // Better an honest no at once than a silence that leaves its client in doubt.
    if (kind === "update" && doubtful)
      return this.tell(client, id, refusal(ERROR.temporarilyUnavailable, "too few answer"));
    const pending = { id, body: body as Body, since: host.elapsed(), sentAt: null };
    if (this.pending.size === 0) host.setTimer("gateway", times.retry);
    this.pending.set(client, pending);
    this.hand(client, pending);
  }

  leaderFound(): void {
    for (const [client, pending] of this.pending) this.hand(client, pending);
  }

  answer({ client, id, reply }: Pick<Forwarded, "client" | "id" | "reply">): void {
    if (this.pending.get(client)?.id !== id) return;
    this.pending.delete(client);
    this.tell(client, id, reply);
  }

  tick(): void {
    for (const [client, pending] of this.pending) this.review(client, pending);
    if (this.pending.size > 0) this.service.host.setTimer("gateway", this.service.times.retry);
  }

  /**
   * A refusal says that nothing happened, which is true of a read and of what never left this
   * member. What a leader may have seen stays open: its client will call it indeterminate.
   */
  private review(client: string, pending: Pending): void {
    const { host, times, machine } = this.service;
    const now = host.elapsed();
    const harmless = pending.sentAt === null || machine.kind(pending.body) === "read";
    if (harmless && now - pending.since >= times.patience) {
      this.pending.delete(client);
      this.tell(client, pending.id, refusal(ERROR.temporarilyUnavailable, "nobody leads"));
    } else if (now - pending.since >= times.forget) {
      this.pending.delete(client);
    } else if (pending.sentAt === null || now - pending.sentAt >= times.retry) {
      this.hand(client, pending);
    }
  }

  /** Handing over twice is harmless: the sessions see to it that the effect comes once. */
  private hand(client: string, pending: Pending): void {
    const { host, leader } = this.service;
    if (leader === null) return;
    pending.sentAt = host.elapsed();
    const forward = { type: "forward", client, id: pending.id, body: pending.body } as const;
    if (leader === host.self) this.service.serve(leader, forward);
    else host.send(leader, forward);
  }

  private tell(client: string, id: number, reply: Body): void {
    this.service.host.send(client, { ...reply, in_reply_to: id });
  }
}

export const keyOf = ({ client, id }: Pick<Forward, "client" | "id">): string => `${client}/${id}`;
