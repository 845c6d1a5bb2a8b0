/** Faults that overlap are one episode: what was seen then is the doing of all of them. */
import type { FaultWindow } from "#core/fault.ts";
import { nanos, type Nanos } from "#core/units.ts";

export interface Episode {
  /** `e1`, `e2` … */
  readonly id: string;
  readonly began: Nanos;
  /** Null if one of its faults was never cured: then it is the last. */
  readonly ended: Nanos | null;
  /** In order of their beginnings. */
  readonly faults: readonly FaultWindow[];
}

/** Unproven faults count as well: nobody knows that they did nothing to the others. */
export function episodesOf(windows: readonly FaultWindow[]): readonly Episode[] {
  const episodes: Episode[] = [];
  for (const fault of windows.toSorted((a, b) => a.began - b.began)) {
    const last = episodes.at(-1);
    if (last !== undefined && (last.ended === null || fault.began < last.ended)) {
      episodes[episodes.length - 1] = joined(last, fault);
    } else {
      const { began, ended } = fault;
      episodes.push({ id: `e${episodes.length + 1}`, began, ended, faults: [fault] });
    }
  }
  return episodes;
}

function joined(episode: Episode, fault: FaultWindow): Episode {
  const { ended } = episode;
  const later = ended === null || fault.ended === null ? null : nanos(Math.max(ended, fault.ended));
  return { ...episode, ended: later, faults: [...episode.faults, fault] };
}
