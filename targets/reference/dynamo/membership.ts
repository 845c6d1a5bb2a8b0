/** Who seems to be there: heartbeats spread by gossip, and any message is a sign of life. */
import type { Host } from "#core/sim/actor.ts";
import type { Nanos } from "#core/units.ts";

/** More than a node can beat in one life. */
const BEATS_A_LIFE = 1e9;

/**
 * After section 4.8, and R. van Renesse, Y. Minsky, M. Hayden, "A Gossip-Style Failure Detection
 * Service", Middleware 1998. The members are given; what each makes of the others is its own affair,
 * and may be wrong: who is passed over for no reason gets hints.
 */
export class Membership {
  private readonly host: Host;
  private readonly suspicion: Nanos;
  private readonly beats: number[];
  /** When a node was last heard of. */
  private readonly seen: Map<string, Nanos>;

  constructor(host: Host, life: number, suspicion: Nanos) {
    this.host = host;
    this.suspicion = suspicion;
    // A node that came back would not be believed if it counted from zero again.
    this.beats = host.nodes.map((node) => (node === host.self ? life * BEATS_A_LIFE : 0));
    this.seen = new Map(host.nodes.map((node) => [node, host.elapsed()]));
  }

  /** The next heartbeat of this node, and the latest it has heard of from the others. */
  beat(): readonly number[] {
    const self = this.host.nodes.indexOf(this.host.self);
    this.beats[self] = (this.beats[self] ?? 0) + 1;
    return [...this.beats];
  }

  hear(beats: readonly number[]): void {
    for (const [i, node] of this.host.nodes.entries()) {
      const beat = beats[i] ?? 0;
      if (beat <= (this.beats[i] ?? 0)) continue;
      this.beats[i] = beat;
      this.signOfLife(node);
    }
  }

  signOfLife(node: string): void {
    if (this.seen.has(node)) this.seen.set(node, this.host.elapsed());
  }

  suspects(node: string): boolean {
    if (node === this.host.self) return false;
    return this.host.elapsed() - (this.seen.get(node) ?? 0) > this.suspicion;
  }
}
