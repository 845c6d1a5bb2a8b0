/** Success ratio and goodput over time, in total and node by node, as availability measured them. */
import type { Availability, AvailabilityFigures, Outage, Window } from "#core/figures.ts";
import { millis, toSeconds } from "#core/units.ts";
import { chartOf, type Band, type Chart, type Gap, type Panel, type Series } from "./chart.ts";
import type { Digest } from "./digest.ts";
import { count, duration, plural } from "./format.ts";
import { availabilityOf } from "./measured.ts";
import { faultLanes, stairs, timeAxis, type Lanes } from "./time-axis.ts";

/** What is drawn of each window. */
interface Measure {
  readonly name: string;
  readonly title: string;
  readonly what: string;
  readonly labels: "percent" | "per-second";
  /** Null: what the windows reach. */
  readonly top: number | null;
  value(window: Window): number | null;
}

interface Part {
  readonly name: string;
  readonly availability: Availability;
  readonly heightPx: number;
}

const SUCCESS: Measure = {
  name: "availability",
  title: "Availability: share of operations that were answered",
  what: "Answered: ok, or refused for their content.",
  labels: "percent",
  top: 100,
  value: (window) => (window.success === null ? null : window.success * 100),
};

const GOODPUT: Measure = {
  name: "goodput",
  title: "Goodput: ok operations a second",
  what: "Only ok counts.",
  labels: "per-second",
  top: null,
  value: (window) => window.goodputPerSecond,
};

/** Null where nothing was measured. */
export const availabilityChart = (digest: Digest): Chart | null => measured(digest, SUCCESS);
export const goodputChart = (digest: Digest): Chart | null => measured(digest, GOODPUT);

/** A picture with more panels can't be read; what is left out is said. */
const NODES_MAX = 15;
const TOTAL_PX = 130;
const NODE_PX = 64;

function measured(digest: Digest, measure: Measure): Chart | null {
  const figures = availabilityOf(digest.results);
  if (figures === null) return null;
  const nodes = figures.nodes.slice(0, NODES_MAX);
  const parts: readonly Part[] = [
    { name: "total", availability: figures.total, heightPx: TOTAL_PX },
    ...nodes.map((node) => ({ name: node.node, availability: node, heightPx: NODE_PX })),
  ];
  return chartOf({
    name: measure.name,
    title: measure.title,
    caption: captionOf(figures, measure),
    x: timeAxis(digest),
    panels: parts.map((part, i) => panelOf(`p${i}`, part, measure, parts)),
    series: parts.map(({ name, availability }, i) => areaOf(`p${i}`, name, availability, measure)),
    ...withOutages(faultLanes(digest), figures, digest),
    gaps: parts.flatMap(({ availability }, i) => gapsOf(`p${i}`, availability)),
  });
}

function captionOf(figures: AvailabilityFigures, measure: Measure): string {
  const left = figures.nodes.length - NODES_MAX;
  return (
    `${plural(figures.total.attempts, "operation")} of the fault phase by invocation, ` +
    `in windows of ${duration(millis(figures.windowMs))}. ${measure.what} ` +
    "Hatched in grey: no attempt, hence no data." +
    (left > 0 ? ` ${count(left)} more nodes are not drawn.` : "")
  );
}

/** The line at the top needs room above it, and so does its label below the next panel's zero. */
function panelOf(id: string, part: Part, measure: Measure, parts: readonly Part[]): Panel {
  const { name, heightPx } = part;
  const isTotal = heightPx === TOTAL_PX;
  const alike = parts.filter((other) => other.heightPx === heightPx);
  const top = measure.top ?? roundAbove(alike.flatMap((other) => valuesOf(other, measure)));
  return {
    id,
    title: name,
    heightPx,
    labels: measure.labels,
    tickStep: isTotal ? top / 2 : top,
    scale: { type: "linear", min: 0, max: top * (isTotal ? 1.12 : 1.3) },
  };
}

const valuesOf = ({ availability }: Part, measure: Measure): readonly number[] =>
  availability.windows.map((window) => measure.value(window) ?? 0);

/** The least round number that is no less than all of them. */
function roundAbove(values: readonly number[]): number {
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  for (let power = 1; ; power *= 10) {
    const fits = [10, 12, 16, 20, 24, 30, 40, 50, 60, 80].find((n) => n * power >= most * 10);
    if (fits !== undefined) return (fits * power) / 10;
  }
}

function areaOf(id: string, label: string, availability: Availability, measure: Measure): Series {
  const steps = availability.windows.map((window) => ({ ...window, value: measure.value(window) }));
  return {
    label,
    yAxisID: id,
    data: stairs(steps),
    style: {
      showLine: true,
      clip: false,
      radius: 0,
      borderWidth: 1.8,
      pointStyle: "line",
      fill: "origin",
      borderColor: "#2f86d6",
      backgroundColor: "#2f86d633",
    },
  };
}

const gapsOf = (axis: string, { windows }: Availability): readonly Gap[] =>
  windows
    .filter((window) => window.attempts === 0)
    .map((window) => ({ axis, from: toSeconds(window.from), to: toSeconds(window.to) }));

/** The times when no node answered get a lane of their own, above those of the faults. */
function withOutages(faults: Lanes, figures: AvailabilityFigures, digest: Digest): Lanes {
  const outages = figures.total.outages;
  if (outages.length === 0) return faults;
  const bands = outages.map((outage) => outageBand(outage, digest));
  return { lanes: ["outage", ...faults.lanes], bands: [...bands, ...faults.bands.map(lower)] };
}

const outageBand = (outage: Outage, digest: Digest): Band => ({
  lane: 0,
  text: `${outage.to === null ? "at least " : ""}${duration(millis(outage.lengthMs))}`,
  from: toSeconds(outage.from),
  to: toSeconds(outage.to ?? digest.end),
  color: "#c2185b",
  hatch: "solid",
  certain: true,
  shaded: false,
});

const lower = (band: Band): Band => ({ ...band, lane: band.lane + 1 });
