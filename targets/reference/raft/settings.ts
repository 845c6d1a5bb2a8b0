/** How a Raft is set up: its state machine, its times, its bugs. */
import { nanos, type Nanos } from "#core/units.ts";
import type { GatewayTimes } from "../gateway.ts";
import type { Machine } from "../machine.ts";
import type { RaftBug } from "./bugs.ts";

export interface RaftSettings {
  readonly machine: () => Machine;
  readonly times: RaftTimes;
  /** `guarded` by pre-votes and by voters who stay with their leader, or `plain` (9.6, 4.2.3). */
  readonly elections: "guarded" | "plain";
  /** `lease` trusts that no clock runs twice as fast as another, `round` trusts no clock (6.4). */
  readonly reads: "round" | "lease";
  /** How members are changed: through both sets at once (4.3), or one by one (4.1). */
  readonly changes: "joint" | "single";
  /** Entries applied since the last snapshot that make it worth a new one. */
  readonly snapshotEvery: number;
  readonly bugs: readonly RaftBug[];
}

export interface RaftTimes extends GatewayTimes {
  readonly heartbeat: Nanos;
  /** Election timeouts are drawn from the first of these up to the second. */
  readonly electionMin: Nanos;
  readonly electionMax: Nanos;
  /** A leader that no majority answered for this long takes no more updates. */
  readonly doubt: Nanos;
  /** A leader that no majority answered for this long stops being one (6.2). */
  readonly abdicate: Nanos;
}

/**
 * All times follow from the heartbeat, in the proportions of the paper, whose 50 ms go with 150 to
 * 300 ms (9.3). A leader abdicates late: an election must not begin because of a short stall.
 */
export function timesOf(heartbeat: Nanos): RaftTimes {
  const beats = (count: number): Nanos => nanos(heartbeat * count);
  return {
    heartbeat,
    electionMin: beats(3),
    electionMax: beats(6),
    doubt: beats(6),
    abdicate: beats(30),
    patience: beats(8),
    retry: beats(4),
    forget: beats(100),
  };
}
