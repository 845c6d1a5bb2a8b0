/** Messages as Maelstrom has them, and the codec that makes words of them. */
import type { Invocation, Outcome } from "../operation.ts";

/** `type` and whatever else the protocol says; `msg_id` and `in_reply_to` pair a reply. */
export interface Body {
  readonly type: string;
  readonly msg_id?: number | string | bigint;
  readonly in_reply_to?: number | string | bigint;
  readonly [field: string]: unknown;
}

export interface Message {
  readonly src: string;
  readonly dest: string;
  readonly body: Body;
}

/** A pure client: the simulator drives it by events, `local` wraps it in a Promise. */
export interface Codec {
  /** The request's body, without `msg_id`, which the caller adds. */
  request(op: Invocation): Body;
  outcome(op: Invocation, reply: Body): Outcome;
  /** How to ask a node whether it leads; null where the protocol has no such question. */
  readonly leadership: Leadership | null;
  /** How to change members; null where they stay the same. */
  readonly operator: Operator | null;
}

export interface Leadership {
  readonly request: Body;
  /** The term it leads in, or null if it says that it does not lead. */
  term(reply: Body): number | null;
}

/** The words of who runs the system: they are said to a leader, which may refuse them. */
export interface Operator {
  add(node: string): Body;
  remove(node: string): Body;
  /** Leadership is to pass to that node. */
  promote(node: string): Body;
  /** Who votes, as a leader's answer to the question of leadership says; null while that changes. */
  members(reply: Body): readonly string[] | null;
}
