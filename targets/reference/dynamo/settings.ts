/** How a Dynamo is set up: its quorums, its times, its bugs; and a member as its parts see it. */
import type { Host } from "#core/sim/actor.ts";
import { nanos, type Nanos } from "#core/units.ts";
import type { DynamoBug } from "./bugs.ts";
import type { Membership } from "./membership.ts";
import type { DynamoMessage } from "./messages.ts";
import type { Ring } from "./ring.ts";
import type { Storage } from "./storage.ts";

export interface DynamoSettings {
  readonly quorums: Quorums;
  /** Whether a read brings copies up to date that it found to be behind. */
  readonly readRepair: boolean;
  readonly times: DynamoTimes;
  readonly bugs: readonly DynamoBug[];
}

/** Section 4.5: copies, answers that a read waits for, answers that a write waits for. */
export interface Quorums {
  readonly n: number;
  readonly r: number;
  readonly w: number;
}

export interface DynamoTimes {
  /** Between two tellings of heartbeats. */
  readonly beat: Nanos;
  /** Who was not heard of for so long is passed over. */
  readonly suspicion: Nanos;
  /** A request that was not answered is sent again, the third time to a stand-in. */
  readonly retry: Nanos;
  /** A request that found too few copies to read is refused after this long. */
  readonly patience: Nanos;
  /** A write is not brought any further after this long: the rest is for anti-entropy. */
  readonly forget: Nanos;
  /** Between two comparisons with a peer; hints are offered as often. */
  readonly entropy: Nanos;
  /** Between two looks for tombstones to collect. */
  readonly sweep: Nanos;
  /** A tombstone is kept for this long, so that whatever it deletes is nowhere under way. */
  readonly grace: Nanos;
}

export function timesOf(beat: Nanos): DynamoTimes {
  const beats = (count: number): Nanos => nanos(beat * count);
  return {
    beat,
    suspicion: beats(7),
    retry: beats(1),
    patience: beats(4),
    forget: beats(10),
    entropy: beats(2),
    sweep: beats(5),
    grace: beats(600),
  };
}

export interface Member {
  readonly host: Host;
  readonly settings: DynamoSettings;
  readonly bugs: ReadonlySet<DynamoBug>;
  readonly ring: Ring;
  readonly storage: Storage;
  readonly membership: Membership;
  /** To itself too. What was written before is on disk when it leaves. */
  send(to: string, message: DynamoMessage): void;
}
