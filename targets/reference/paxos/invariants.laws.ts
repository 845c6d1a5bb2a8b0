/** What Paxos promises, looked for in its members' memories while a world runs. */
import type { World } from "#core/sim/world.ts";
import { Paxos } from "./paxos.ts";

export class Invariants {
  readonly broken = new Set<string>();
  private readonly leaders = new Map<number, string>();
  /** What was decided in each slot, by whoever learnt it first. */
  private readonly decided: string[] = [];
  private readonly seen = new WeakMap<Paxos, number>();

  readonly inspect = (world: World): void => {
    for (const { actor } of world.processes.values()) {
      if (!(actor instanceof Paxos)) continue;
      this.oneLeaderABallot(actor);
      this.agreement(actor);
    }
  };

  private oneLeaderABallot({ leadership, host }: Paxos): void {
    if (leadership === null) return;
    const leader = this.leaders.get(leadership.ballot) ?? host.self;
    this.leaders.set(leadership.ballot, leader);
    if (leader !== host.self) this.broken.add("one leader a ballot");
  }

  /** No two members ever learn different commands for one slot. */
  private agreement(member: Paxos): void {
    let slot = this.seen.get(member) ?? 0;
    while (slot < member.storage.decided) {
      slot++;
      const command = JSON.stringify(member.storage.at(slot));
      this.decided[slot] ??= command;
      if (this.decided[slot] !== command) this.broken.add("agreement");
    }
    this.seen.set(member, slot);
  }
}
