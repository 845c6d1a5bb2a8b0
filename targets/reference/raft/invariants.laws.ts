/** Raft's guarantees (Figure 3.2), looked for in its members' memories while a world runs. */
import type { World } from "#core/sim/world.ts";
import type { Log } from "./log.ts";
import { Raft } from "./raft.ts";

export class Invariants {
  readonly broken = new Set<string>();
  private readonly leaders = new Map<number, string>();
  /** What was applied at each index, by whoever applied it first. */
  private readonly applied: string[] = [];
  private readonly seen = new WeakMap<Log, number>();
  private looks = 0;

  readonly inspect = (world: World): void => {
    const members = [...world.processes.values()].flatMap(({ actor, syncing }) =>
      actor instanceof Raft && !syncing ? actor : [],
    );
    for (const member of members) {
      this.electionSafety(member);
      this.stateMachineSafety(member);
    }
    if (++this.looks % 1000 === 0) this.logMatching(members);
  };

  /** At most one leader a term. */
  private electionSafety({ leadership, storage, host }: Raft): void {
    if (leadership === null) return;
    const leader = this.leaders.get(storage.term);
    if (leader === undefined) this.leaders.set(storage.term, host.self);
    else if (leader !== host.self) this.broken.add("election safety");
  }

  /** No two members apply different entries at one index. */
  private stateMachineSafety({ replica, storage: { log } }: Raft): void {
    const from = Math.max(this.seen.get(log) ?? 1, log.first);
    for (let index = from; index <= replica.applied; index++) {
      const entry = JSON.stringify(log.at(index));
      this.applied[index] ??= entry;
      if (this.applied[index] !== entry) this.broken.add("state machine safety");
    }
    this.seen.set(log, replica.applied + 1);
  }

  /** Logs that have an entry of one index and term are equal up to it. */
  private logMatching(members: readonly Raft[]): void {
    const logs = members.map((member) => member.storage.log);
    for (const [i, a] of logs.entries())
      for (const b of logs.slice(i + 1)) {
        const first = Math.max(a.first, b.first);
        let index = Math.min(a.last, b.last);
        while (index >= first && a.term(index) !== b.term(index)) index--;
        for (; index >= first; index--)
          if (JSON.stringify(a.at(index)) !== JSON.stringify(b.at(index)))
            this.broken.add("log matching");
      }
  }
}
