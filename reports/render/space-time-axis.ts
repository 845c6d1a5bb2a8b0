/** The time axis of a space-time diagram: true in its order, long waits made short and marked so. */
import type { Nanos } from "#core/units.ts";
import type { Span } from "./space-time-scene.ts";

export interface Axis {
  readonly widthPx: number;
  /** Where something happens, ascending. */
  readonly moments: readonly Nanos[];
  /** Where time is drawn shorter than it was, or left out. */
  readonly breaksPx: readonly number[];
  /** Monotone; what lies outside is put to the edge. */
  x(at: Nanos): number;
}

const STEP_MIN_PX = 5;
const STEP_MAX_PX = 84;
const MS_PX = 16;
/** So wide the steps are where there are few of them. */
const ROOM_PX = 1500;
const STEP_ROOM_PX = 13;

export function axisOf(given: readonly Nanos[], spans: readonly Span[]): Axis {
  const inside = given.filter((at) => spans.some(({ from, to }) => from <= at && at <= to));
  const moments = [...new Set(inside)].toSorted((a, b) => a - b);
  const least = Math.max(STEP_MIN_PX, Math.min(STEP_ROOM_PX, ROOM_PX / (moments.length + 1)));
  const places = [0];
  const breaksPx: number[] = [];
  for (const [i, at] of moments.entries()) {
    const before = moments[i - 1];
    if (before === undefined) continue;
    const truePx = least + (MS_PX * (at - before)) / 1e6;
    const left = places.at(-1) ?? 0;
    places.push(left + Math.min(STEP_MAX_PX, truePx));
    if (truePx > STEP_MAX_PX) breaksPx.push(left + STEP_MAX_PX / 2);
  }
  const widthPx = places.at(-1) ?? 0;
  return { widthPx, moments, breaksPx, x: (at) => xOf(at, moments, places) };
}

function xOf(at: Nanos, moments: readonly Nanos[], places: readonly number[]): number {
  const next = moments.findIndex((moment) => moment >= at);
  if (next < 0) return places.at(-1) ?? 0;
  const [before, after] = [moments[next - 1], moments[next] ?? at];
  const [from, to] = [places[next - 1] ?? 0, places[next] ?? 0];
  if (before === undefined || after === before) return to;
  return from + ((to - from) * (at - before)) / (after - before);
}
