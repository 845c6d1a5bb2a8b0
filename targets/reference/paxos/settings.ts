/** How a Multi-Paxos is set up: its state machine, its quorums, its times, its bugs. */
import { nanos, type Nanos } from "#core/units.ts";
import type { GatewayTimes } from "../gateway.ts";
import type { Machine } from "../machine.ts";
import type { PaxosBug } from "./bugs.ts";
import type { Quorums } from "./synod.ts";

export interface PaxosSettings {
  readonly machine: () => Machine;
  readonly quorums: (members: number) => Quorums;
  readonly times: PaxosTimes;
  readonly bugs: readonly PaxosBug[];
}

export interface PaxosTimes extends GatewayTimes {
  readonly heartbeat: Nanos;
  /** Without a sign of a leader a member campaigns, after a time drawn from these two. */
  readonly silenceMin: Nanos;
  readonly silenceMax: Nanos;
  /** A leader that no quorum answered for this long takes no more updates. */
  readonly doubt: Nanos;
  /** A leader that no quorum answered for this long stops being one. */
  readonly abdicate: Nanos;
}

/** All times follow from the heartbeat. */
export function timesOf(heartbeat: Nanos): PaxosTimes {
  const beats = (count: number): Nanos => nanos(heartbeat * count);
  return {
    heartbeat,
    silenceMin: beats(3),
    silenceMax: beats(6),
    doubt: beats(6),
    abdicate: beats(30),
    patience: beats(8),
    retry: beats(4),
    forget: beats(100),
  };
}
