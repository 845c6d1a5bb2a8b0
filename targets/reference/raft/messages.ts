/** What Raft's members say to each other; the sender's name comes with the message. */
import type { Body } from "#core/ports/message.ts";
import type { Forward, Forwarded } from "../gateway.ts";
import type { Entry } from "./log.ts";
import type { Snapshot } from "./storage.ts";

/** May I stand for election? (9.6) `term` is the one that the candidate would have. */
export type PreVote = {
  readonly type: "pre_vote";
  readonly term: number;
  readonly lastIndex: number;
  readonly lastTerm: number;
};

/** `term` is the one asked about if granted, the voter's own if not. */
export type PreVoted = {
  readonly type: "pre_voted";
  readonly term: number;
  readonly granted: boolean;
};

/** RequestVote (3.4). `transfer`: the leader itself wishes it to be granted (3.10). */
export type RequestVote = {
  readonly type: "request_vote";
  readonly term: number;
  readonly lastIndex: number;
  readonly lastTerm: number;
  readonly transfer: boolean;
};

export type Voted = {
  readonly type: "voted";
  readonly term: number;
  readonly granted: boolean;
};

/** AppendEntries (3.5), which is a heartbeat too; `round` numbers the leader's broadcasts. */
export type Append = {
  readonly type: "append";
  readonly term: number;
  readonly previousIndex: number;
  readonly previousTerm: number;
  readonly entries: readonly Entry[];
  readonly commit: number;
  readonly round: number;
};

/** `index`: up to there the logs agree if `matched`, else the last that might. */
export type Appended = {
  readonly type: "appended";
  readonly term: number;
  readonly matched: boolean;
  readonly index: number;
  /** That of the message that this answers, so that an old refusal is known as one. */
  readonly previousIndex: number;
  readonly round: number;
};

/** InstallSnapshot (Figure 5.3), in one piece. */
export type InstallSnapshot = {
  readonly type: "install";
  readonly term: number;
  readonly snapshot: Snapshot;
  readonly round: number;
};

/** TimeoutNow (3.10): stand for election at once, the leader wishes it. */
export type TimeoutNow = {
  readonly type: "timeout_now";
  readonly term: number;
};

export type RaftMessage =
  | PreVote
  | PreVoted
  | RequestVote
  | Voted
  | Append
  | Appended
  | InstallSnapshot
  | TimeoutNow
  | Forward
  | Forwarded;

const TYPES: ReadonlySet<string> = new Set<RaftMessage["type"]>([
  "pre_vote",
  "pre_voted",
  "request_vote",
  "voted",
  "append",
  "appended",
  "install",
  "timeout_now",
  "forward",
  "forwarded",
]);

/** Members run this code, so that the type tells the fields. */
export function isRaftMessage(body: Body): body is Body & RaftMessage {
  return TYPES.has(body.type);
}
