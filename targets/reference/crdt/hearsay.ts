/** Who has heard how much of whom, so that a replica tells each peer only what is news to it. */
import type { Body } from "#core/ports/message.ts";

/**
 * One telling. A replica numbers the changes of its state in each life of its own, and forgets in a
 * crash what it heard: a number says something only beside the life that it belongs to.
 */
export interface Gossip extends Body {
  readonly type: "gossip";
  readonly life: number;
  /** The state has every object that changed after `since`, as it was after change `upTo`. */
  readonly since: number;
  readonly upTo: number;
  /** How much of the receiver's own telling the sender has heard in its present life. */
  readonly heard: { readonly life: number; readonly upTo: number };
  readonly state: readonly Told[];
}

/** An object's key as the client sent it, null where there is only one; and its state. */
export type Told = readonly [key: unknown, state: unknown];

interface Peer {
  /** The latest life of which anything was heard. */
  readonly life: number;
  /** Up to here, without a gap, its changes in that life have been heard. */
  heard: number;
  /** Up to here it said in that life that it has heard ours. */
  knows: number;
}

const STRANGER: Peer = { life: 0, heard: 0, knows: 0 };

export class Hearsay {
  private readonly life: number;
  private readonly peers = new Map<string, Peer>();

  constructor(life: number) {
    this.life = life;
  }

  /** The last change that is no news to a peer: 0, so that all is told, to whom nothing is known of. */
  knownTo(peer: string): number {
    return this.peers.get(peer)?.knows ?? 0;
  }

  telling(peer: string, upTo: number, state: readonly Told[]): Gossip {
    const { life, heard, knows } = this.peers.get(peer) ?? STRANGER;
    return {
      type: "gossip",
      life: this.life,
      since: knows,
      upTo,
      heard: { life, upTo: heard },
      state,
    };
  }

  /**
   * What a peer said of itself before a crash that we know of says nothing any more. After a telling
   * that begins later than the last one ended something is missing: only one that joins on counts.
   */
  heardFrom(from: string, { life, since, upTo, heard }: Gossip): void {
    let peer = this.peers.get(from) ?? STRANGER;
    if (life < peer.life) return;
    if (life > peer.life) this.peers.set(from, (peer = { life, heard: 0, knows: 0 }));
    if (since <= peer.heard) peer.heard = Math.max(peer.heard, upTo);
    if (heard.life === this.life) peer.knows = Math.max(peer.knows, heard.upTo);
  }
}
