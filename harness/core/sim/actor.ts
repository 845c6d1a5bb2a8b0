/** A node of a distributed system as a pure actor: whatever happens to it, it answers in commands. */
import type { Body } from "../ports/message.ts";
import type { Dice } from "../seed.ts";
import type { Nanos } from "../units.ts";

/**
 * One life of a node, from its start to its crash. Each method is a step: it runs to its end
 * without waiting, may change the actor's own state, and acts on the world by commands to its host
 * alone. What it keeps in memory dies with it; its disk is what the next life begins with.
 */
export interface Actor {
  /**
   * The term in which it takes itself for the leader, null while it does not. Looked at after each
   * step. Absent where a system has no leaders.
   */
  readonly leads?: number | null;
  /** What of the log that all agree on took effect here; absent where there is no such log. */
  readonly prefix?: Prefix;
  start(): void;
  receive(from: string, body: Body): void;
  /** The timer of that name rang. */
  wake(timer: string): void;
}

export type ActorFactory = (host: Host) => Actor;

/**
 * What an actor may ask of whoever runs it. Commands take effect in the order in which they were
 * given, and a sync before anything that was commanded after it: a message sent after a sync leaves
 * only when the disk has answered. The host may put several syncs off to one, never a message ahead
 * of the sync before it.
 */
export interface Host {
  readonly self: string;
  /** All members, this one among them, in the same order everywhere. */
  readonly nodes: readonly string[];
  /** Private to this life of this node. */
  readonly dice: Dice;
  readonly disk: Disk;
  /** The node's monotonic clock: it may run fast or slow, but it never jumps. */
  elapsed(): Nanos;
  /** The node's wall clock, milliseconds since 1970: it may be wrong by anything. */
  wallMs(): number;
  /** No promise of arrival. The body belongs to the network from now on and must not change. */
  send(to: string, body: Body): void;
  /** Rings once, not before `after` has passed on the monotonic clock; replaces one of its name. */
  setTimer(name: string, after: Nanos): void;
  clearTimer(name: string): void;
}

/**
 * Files by name. What was written after the last sync may, after a crash, be there, be missing, be
 * torn, or be there while something older is missing. Errors of the device end the node's life, as
 * a failed fsync should.
 */
export interface Disk {
  /** What the file holds, `""` if there is none. For the start of a life. */
  read(file: string): string;
  append(file: string, text: string): void;
  /** Puts a new text in the place of the old one: after a crash it is one of the two, whole. */
  replace(file: string, text: string): void;
  /** All that was written before is durable once this has taken effect. */
  sync(): void;
}

/** Equal digests at an equal index mean that the same entries took effect in the same order. */
export interface Prefix {
  readonly index: number;
  readonly digest: number;
}
