/** What members of Multi-Paxos say to each other; the sender's name comes with the message. */
import type { Body } from "#core/ports/message.ts";
import type { Forward, Forwarded } from "../gateway.ts";
import type { Request } from "../sessions.ts";
import type { Ballot, Vote } from "./synod.ts";

/** What a slot of the log may hold. A no-op fills a gap that a dead leader left. */
export type Command = { readonly kind: "noop" } | ({ readonly kind: "request" } & Request);

export type SlotVote = readonly [slot: number, vote: Vote<Command>];
export type SlotCommand = readonly [slot: number, command: Command];

/** Phase 1a, for all slots after one at once. */
export type Prepare = {
  readonly type: "prepare";
  readonly ballot: Ballot;
  readonly after: number;
};

/** Phase 1b: all votes in the slots that were asked about. */
export type Promised = {
  readonly type: "promised";
  readonly ballot: Ballot;
  readonly votes: readonly SlotVote[];
};

/** Phase 2a, a heartbeat too; slots up to `decided` are. `at` comes back in the answer. */
export type Accept = {
  readonly type: "accept";
  readonly ballot: Ballot;
  readonly commands: readonly SlotCommand[];
  readonly decided: number;
  readonly at: number;
};

/** Phase 2b. */
export type Accepted = {
  readonly type: "accepted";
  readonly ballot: Ballot;
  readonly slots: readonly number[];
  readonly at: number;
};

/** No, in either phase: a higher ballot was promised. */
export type Refused = { readonly type: "refused"; readonly ballot: Ballot };

/** What was decided after this slot? */
export type Learn = { readonly type: "learn"; readonly after: number };
export type Decided = { readonly type: "decided"; readonly commands: readonly SlotCommand[] };

export type PaxosMessage =
  Prepare | Promised | Accept | Accepted | Refused | Learn | Decided | Forward | Forwarded;

const TYPES: ReadonlySet<string> = new Set<PaxosMessage["type"]>([
  "prepare",
  "promised",
  "accept",
  "accepted",
  "refused",
  "learn",
  "decided",
  "forward",
  "forwarded",
]);

/** Members run this code, so that the type tells the fields. */
export function isPaxosMessage(body: Body): body is Body & PaxosMessage {
  return TYPES.has(body.type);
}
