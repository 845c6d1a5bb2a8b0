/** What reaches a node: the packet filter in its own network namespace, and what it dropped. */
import { counters, cut, heal, knock } from "../commands/namespace.ts";
import { readCounters, type DropCounters } from "../commands/iptables.ts";
import { run } from "../shell/run.ts";
import type { NetworkNamespace } from "./namespace.ts";

export interface Links {
  /** From now on packets from exactly these addresses are dropped; none of them: heals. */
  cutOff(sources: readonly string[]): Promise<void>;
  /** Packets dropped since the beginning, by source; healing forgets nothing. */
  dropped(): Promise<DropCounters>;
  /** The sources that are cut off according to the kernel, not to our memory. */
  inForce(): Promise<readonly string[]>;
  /** Sends one datagram to each address. */
  knock(addresses: readonly string[]): Promise<void>;
}

/** One change at a time: whoever uses it waits for one promise before asking for the next. */
export function linksOf(namespace: NetworkNamespace): Links {
  /** Counts of rules that are gone. */
  const past = new Map<string, number>();
  const current = async (): Promise<DropCounters | null> =>
    readCounters(await run(counters(namespace.path())));
  return {
    cutOff: async (sources) => {
      const now = await current();
      if (now === null && sources.length === 0) return;
      const path = namespace.path();
      await run(sources.length === 0 ? heal(path) : cut(path, sources, now !== null));
      for (const [source, count] of now ?? []) past.set(source, (past.get(source) ?? 0) + count);
    },
    dropped: async () => {
      const total = new Map(past);
      for (const [source, count] of (await current()) ?? [])
        total.set(source, (total.get(source) ?? 0) + count);
      return total;
    },
    inForce: async () => [...((await current()) ?? new Map<string, number>()).keys()],
    knock: async (addresses) => {
      await run(knock(namespace.path(), addresses));
    },
  };
}
