/** How every member says, when a nemesis asks, whether it leads. */
import type { Body } from "#core/ports/message.ts";
import type { Host } from "#core/sim/actor.ts";

export interface Status {
  readonly role: "leader" | "candidate" | "follower";
  /** Of two that say they lead, the one with the higher term is right. */
  readonly term: number;
  readonly leader: string | null;
  /** Who votes, where that can change; null while it does. */
  readonly members?: readonly string[] | null;
}

export function tellStatus(host: Host, asker: string, { msg_id }: Body, status: Status): void {
  const reply = msg_id === undefined ? {} : { in_reply_to: msg_id };
  host.send(asker, { type: "ordeal_status_ok", ...status, ...reply });
}
