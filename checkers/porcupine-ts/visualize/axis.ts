/** An axis that folds what is far from the trouble, so that its ends are seen side by side. */

/** A stretch of ranks; a folded one takes as much room as `FOLD` events. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly folded: boolean;
}

/** Events that are shown on each side of an event of the core, and what a fold is worth. */
const AROUND = 5;
const FOLD = 3;

/** All ranks from 0 to `events`, in order; one open segment when there is nothing to look at. */
export function segmentsAround(ranks: readonly number[], events: number): readonly Segment[] {
  const open: { from: number; to: number }[] = [];
  for (const rank of ranks.toSorted((x, y) => x - y)) {
    const from = Math.max(0, rank - AROUND);
    const to = Math.min(events, rank + AROUND);
    const last = open.at(-1);
    if (last !== undefined && from - last.to <= FOLD) last.to = Math.max(last.to, to);
    else open.push({ from, to });
  }
  if (open.length === 0) return [{ from: 0, to: events, folded: false }];
  const segments: Segment[] = [];
  let at = 0;
  for (const { from, to } of open) {
    if (from > at) segments.push({ from: at, to: from, folded: true });
    segments.push({ from, to, folded: false });
    at = to;
  }
  if (at < events) segments.push({ from: at, to: events, folded: true });
  return segments;
}

export interface Axis {
  /** How many events' room it takes. */
  readonly width: number;
  /** Room before a rank. */
  at(rank: number): number;
}

export function foldedAxis(segments: readonly Segment[]): Axis {
  const starts: number[] = [];
  let width = 0;
  for (const { from, to, folded } of segments) {
    starts.push(width);
    width += folded ? Math.min(FOLD, to - from) : to - from;
  }
  return {
    width,
    at(rank) {
      const i = segments.findIndex(({ to }) => rank <= to);
      const segment = segments[i];
      if (segment === undefined) return width;
      const room = (starts[i + 1] ?? width) - (starts[i] ?? 0);
      const share = (rank - segment.from) / Math.max(1, segment.to - segment.from);
      return (starts[i] ?? 0) + room * Math.max(0, share);
    },
  };
}
