/** The time axis that charts share: seconds since the run began, faults in lanes, windows. */
import { FAULT_KINDS, type FaultKind, type FaultWindow } from "#core/fault.ts";
import { nanos, toSeconds, type Nanos } from "#core/units.ts";
import type { Axis, Band, Data, Point } from "./chart.ts";
import type { Digest } from "./digest.ts";
import { FAULT_STYLES } from "./palette.ts";

export const timeAxis = (digest: Digest): Axis => ({
  labels: "seconds",
  tickStep: null,
  scale: { type: "linear", min: 0, max: toSeconds(digest.end), title: TITLE },
});

const TITLE: Data = { display: true, text: "since the run began", font: { size: 12 } };

export interface Lanes {
  readonly lanes: readonly string[];
  readonly bands: readonly Band[];
}

/** One lane for each kind of fault that took hold. */
export function faultLanes(digest: Digest): Lanes {
  const kinds = FAULT_KINDS.filter((kind) => digest.faults.some((w) => w.fault.kind === kind));
  return { lanes: kinds, bands: digest.faults.map((window) => bandOf(window, kinds, digest.end)) };
}

function bandOf(window: FaultWindow, kinds: readonly FaultKind[], end: Nanos): Band {
  const { kind, name } = window.fault;
  const certain = window.effect !== "unproven";
  return {
    lane: kinds.indexOf(kind),
    text: `${window.id}${certain ? "" : "?"} ${name}`,
    from: toSeconds(window.began),
    to: toSeconds(window.ended ?? end),
    ...FAULT_STYLES[kind],
    certain,
    shaded: true,
  };
}

const WINDOWS_MS = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000];
const WINDOWS_WANTED = 120;

/** A round width that gives a picture about a hundred windows, be the run short or long. */
export function windowOf(end: Nanos): Nanos {
  const fits = WINDOWS_MS.find((ms) => (ms * 1e6 * WINDOWS_WANTED) / end >= 0.9);
  return nanos((fits ?? Math.ceil(end / 1e6 / WINDOWS_WANTED / 60_000) * 60_000) * 1e6);
}

/** A value for a window of time; null where there is none. */
export interface Step {
  readonly from: Nanos;
  readonly to: Nanos;
  readonly value: number | null;
}

/** A line that holds each value for the length of its window, interrupted where there is none. */
export function stairs(steps: readonly Step[]): readonly Point[] {
  return steps.flatMap(({ from, to, value }): readonly Point[] =>
    value === null
      ? [{ x: toSeconds(from), y: null }]
      : [
          { x: toSeconds(from), y: value },
          { x: toSeconds(to), y: value },
        ],
  );
}
