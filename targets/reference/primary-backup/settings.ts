/** How primary–backup replication is set up: its state machine, its promise, its times, its bugs. */
import { nanos, type Nanos } from "#core/units.ts";
import type { GatewayTimes } from "../gateway.ts";
import type { Machine } from "../machine.ts";
import type { BackupBug } from "./bugs.ts";

export interface BackupSettings {
  readonly machine: () => Machine;
  /** Whether an update is acknowledged when all members have it, or when the primary has. */
  readonly replication: "sync" | "async";
  readonly times: BackupTimes;
  readonly bugs: readonly BackupBug[];
}

export interface BackupTimes extends GatewayTimes {
  /** Between two beacons of the primary. */
  readonly beat: Nanos;
  /** For so long after a beacon that all members answered, the primary reads without asking. */
  readonly lease: Nanos;
  /** For so long after its last answer to a primary, no member acts as another. */
  readonly grace: Nanos;
  /** A member that does not answer for this long is dropped from the view. */
  readonly removal: Nanos;
  /** A view that was proposed is given up after a time drawn from this to twice as long. */
  readonly proposal: Nanos;
  /** A primary that misses a member for this long takes no more updates. */
  readonly doubt: Nanos;
}

/**
 * A lease is safe as long as no clock runs ten times as fast as another: grace is ten leases. When a
 * network is too slow for a lease, a read waits for a beacon that was sent after it came.
 */
export function timesOf(beat: Nanos): BackupTimes {
  const beats = (count: number): Nanos => nanos(beat * count);
  return {
    beat,
    lease: beats(3),
    grace: beats(30),
    removal: beats(12),
    proposal: beats(8),
    doubt: beats(24),
    patience: beats(16),
    retry: beats(8),
    forget: beats(200),
  };
}
