/** A time axis with the quiet times folded away: the order stays true, the lengths do not. */
import type { Operation } from "#core/history.ts";
import { nanos, type Nanos } from "#core/units.ts";

export interface FoldedTime {
  readonly from: Nanos;
  readonly to: Nanos;
  readonly widthPx: number;
  /** When something began or ended, ascending. */
  readonly moments: readonly Nanos[];
  /** Monotone; what lies outside is put to the edge. */
  pixel(at: Nanos): number;
}

const STEP_MIN_PX = 9;
const STEP_MAX_PX = 72;
/** So wide a typical step becomes. */
const STEP_PX = 22;

/**
 * Each step from one moment to the next is as long as it lasted, within limits; then steps are
 * stretched until every operation has the `room` in pixels that its label needs.
 */
export function foldTime(
  operations: readonly Operation[],
  end: Nanos,
  room: (operation: Operation) => number,
): FoldedTime {
  const ends = operations.map((operation) => operation.completed ?? operation.invoked);
  const moments = [...new Set([...operations.map((operation) => operation.invoked), ...ends])];
  moments.sort((a, b) => a - b);
  const lengths = moments.slice(1).map((at, i) => at - (moments[i] ?? at));
  const typical = lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 1;
  const widths = lengths.map((length) =>
    Math.min(STEP_MAX_PX, Math.max(STEP_MIN_PX, (length / typical) * STEP_PX)),
  );
  for (const operation of operations) stretch(widths, moments, operation, room(operation));
  const starts = [0];
  for (const width of widths) starts.push((starts.at(-1) ?? 0) + width);
  const from = moments[0] ?? nanos(0);
  const to = moments.at(-1) ?? end;
  const widthPx = (starts.at(-1) ?? 0) + STEP_MAX_PX;
  return { from, to, widthPx, moments, pixel: (at) => pixelOf(at, moments, starts, widthPx) };
}

function stretch(
  widths: number[],
  moments: readonly Nanos[],
  operation: Operation,
  roomPx: number,
): void {
  const first = moments.indexOf(operation.invoked);
  const last = moments.indexOf(operation.completed ?? operation.invoked);
  const now = widths.slice(first, last).reduce((sum, width) => sum + width, 0);
  if (now === 0 || now >= roomPx) return;
  for (let i = first; i < last; i++) widths[i] = (widths[i] ?? 0) * (roomPx / now);
}

/** The last step that began by then, and the share of it that has passed. */
function pixelOf(
  at: Nanos,
  moments: readonly Nanos[],
  starts: readonly number[],
  widthPx: number,
): number {
  const after = moments.findIndex((moment) => moment > at);
  if (after === 0) return 0;
  if (after === -1) return at === moments.at(-1) ? (starts.at(-1) ?? 0) : widthPx;
  const [start, next] = [starts[after - 1] ?? 0, starts[after] ?? 0];
  const [began, ends] = [moments[after - 1] ?? at, moments[after] ?? at];
  return start + ((at - began) / (ends - began)) * (next - start);
}
