/** Latencies: every operation as a point, and the quantiles of the answered over time. */
import type { Operation } from "#core/history.ts";
import { quantile } from "#core/quantiles.ts";
import { nanos, toMillis, toSeconds, type Nanos } from "#core/units.ts";
import { chartOf, type Chart, type Point, type Series } from "./chart.ts";
import type { Digest } from "./digest.ts";
import { count, duration, plural } from "./format.ts";
import { STATUSES, STATUS_STYLES, type Status } from "./palette.ts";
import { faultLanes, stairs, timeAxis, windowOf } from "./time-axis.ts";

const PANEL = {
  id: "latency",
  title: "latency",
  heightPx: 300,
  labels: "milliseconds",
  tickStep: null,
  scale: { type: "logarithmic" },
} as const;

/** `latency-raw`: one point an operation, by invocation and time until its completion. */
export function latencyScatter(digest: Digest): Chart {
  const completed = digest.operations.filter((operation) => operation.completed !== null);
  const series = STATUSES.map((status) => scatterOf(status, completed, digest.end));
  const drawn = series.reduce((sum, one) => sum + one.data.length, 0);
  const missing = digest.operations.length - completed.length;
  const thinned =
    drawn < completed.length
      ? ` ${count(drawn)} points are drawn, one for all that would lie upon each other.`
      : "";
  const open = missing === 0 ? "" : ` Not drawn: ${count(missing)} without a completion.`;
  return chartOf({
    name: "latency-raw",
    title: "Latency of every operation",
    caption: `${plural(completed.length, "completed operation")}, by invocation.${thinned}${open}`,
    x: timeAxis(digest),
    panels: [PANEL],
    series,
    ...faultLanes(digest),
    gaps: [],
  });
}

function scatterOf(status: Status, completed: readonly Operation[], end: Nanos): Series {
  const { shape, color } = STATUS_STYLES[status];
  const own = completed.filter((operation) => operation.outcome.type === status);
  return {
    label: `${status} (${count(own.length)})`,
    yAxisID: PANEL.id,
    data: thin(own, end),
    style: {
      pointStyle: shape,
      radius: status === "ok" ? 2 : 3.5,
      borderWidth: status === "fail" ? 1.3 : 0.5,
      borderColor: color,
      backgroundColor: color,
      order: 3 - STATUSES.indexOf(status),
    },
  };
}

const COLUMNS = 450;
/** Cells an octave of latency: about 3 pixels where six decades fill the picture. */
const CELLS_PER_OCTAVE = 4;

/**
 * One point for each cell of a grid as fine as the points are large. Unlike drawing every k-th, it
 * loses no outlier: wherever an operation was, a point is.
 */
function thin(operations: readonly Operation[], end: Nanos): readonly Point[] {
  const cells = new Set<number>();
  const points: Point[] = [];
  for (const operation of operations) {
    const latency = latencyOf(operation);
    const column = Math.floor((operation.invoked / end) * COLUMNS);
    const cell = column * 256 + octaveCell(latency);
    if (cells.has(cell)) continue;
    cells.add(cell);
    points.push({ x: toSeconds(operation.invoked), y: Math.max(0.001, toMillis(latency)) });
  }
  return points;
}

const latencyOf = (operation: Operation): Nanos =>
  nanos((operation.completed ?? operation.invoked) - operation.invoked);

/** A logarithm in integers: the number of octaves above a microsecond, each cut into four. */
function octaveCell(latency: Nanos): number {
  const micros = Math.min(0x7fff_ffff, Math.max(1, Math.floor(latency / 1000)));
  const octave = 31 - Math.clz32(micros);
  const within = Math.floor((micros / 2 ** octave - 1) * CELLS_PER_OCTAVE);
  return octave * CELLS_PER_OCTAVE + within;
}

const QUANTILES = [
  { percent: 50, label: "median", color: "#2f86d6", dashes: [] },
  { percent: 95, label: "p95", color: "#1b4f86", dashes: [8, 3] },
  { percent: 99, label: "p99", color: "#6a4c93", dashes: [2, 3] },
  { percent: 100, label: "slowest", color: "#8a8f99", dashes: [1, 4] },
] as const;

/** `latency-quantiles`: by nearest rank, so each value is one that was measured. */
export function latencyQuantiles(digest: Digest): Chart {
  const width = wideEnough(digest);
  const windows = sortedWindows(digest, width);
  const n = windows.reduce((sum, window) => sum + window.length, 0);
  return chartOf({
    name: "latency-quantiles",
    title: "Latency quantiles of ok operations",
    caption:
      `${plural(n, "ok operation")} by invocation, in windows of ${duration(width)}; ` +
      "a line is interrupted where no operation invoked then was ok.",
    x: timeAxis(digest),
    panels: [PANEL],
    series: QUANTILES.map((q) => quantileLine(q, windows, width, digest.end)),
    ...faultLanes(digest),
    gaps: [],
  });
}

const PER_WINDOW = 100;
const WINDOWS_MIN = 24;

/** A p99 of ten is no p99: windows are wide enough for a hundred each, while there are enough. */
function wideEnough({ end, operations }: Digest): Nanos {
  let width = windowOf(end);
  const ok = operations.filter((operation) => operation.outcome.type === "ok").length;
  while ((ok * width) / end < PER_WINDOW && end / width > 2 * WINDOWS_MIN) width = nanos(width * 2);
  return width;
}

/** The latencies in ms of each window, ascending. */
function sortedWindows(digest: Digest, width: Nanos): readonly Float64Array[] {
  const windows = Array.from({ length: Math.ceil(digest.end / width) }, (): number[] => []);
  for (const operation of digest.operations) {
    if (operation.outcome.type !== "ok") continue;
    windows[Math.floor(operation.invoked / width)]?.push(toMillis(latencyOf(operation)));
  }
  return windows.map((window) => Float64Array.from(window).toSorted());
}

function quantileLine(
  { percent, label, color, dashes }: (typeof QUANTILES)[number],
  windows: readonly Float64Array[],
  width: Nanos,
  end: Nanos,
): Series {
  const steps = windows.map((sorted, i) => ({
    from: nanos(i * width),
    to: nanos(Math.min(end, (i + 1) * width)),
    value: sorted.length === 0 ? null : Math.max(0.001, quantile(sorted, percent)),
  }));
  return {
    label,
    yAxisID: PANEL.id,
    data: stairs(steps),
    style: { ...LINE, borderColor: color, backgroundColor: color, borderDash: dashes },
  };
}

const LINE = { showLine: true, radius: 0, borderWidth: 1.8, pointStyle: "line" } as const;
