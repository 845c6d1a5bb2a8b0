/** How a sequencer is set up: its state machine, its times, its bugs. */
import { nanos, type Nanos } from "#core/units.ts";
import type { GatewayTimes } from "../gateway.ts";
import type { Machine } from "../machine.ts";
import type { SequencerBug } from "./bugs.ts";

export interface SequencerSettings {
  readonly machine: () => Machine;
  readonly times: SequencerTimes;
  readonly bugs: readonly SequencerBug[];
}

export interface SequencerTimes extends GatewayTimes {
  /** Between two signs of life of the sequencer, and two looks at them. */
  readonly beat: Nanos;
  /** A sequencer that is silent for this long is suspected. */
  readonly silence: Nanos;
  /** The longest that a new sequencer is given, each time twice as long as its predecessor. */
  readonly silenceMax: Nanos;
  /** A suspicion counts for this long. */
  readonly suspicion: Nanos;
  /** A sequencer that no majority answered for this long takes no more updates. */
  readonly doubt: Nanos;
  /** A sequencer that no majority answered for this long stops being one. */
  readonly abdicate: Nanos;
}

/** All times follow from the beat, and none of them matters to safety. */
export function timesOf(beat: Nanos): SequencerTimes {
  const beats = (count: number): Nanos => nanos(beat * count);
  return {
    beat,
    silence: beats(6),
    silenceMax: beats(48),
    suspicion: beats(4),
    doubt: beats(12),
    abdicate: beats(40),
    patience: beats(16),
    retry: beats(8),
    forget: beats(200),
  };
}
