/** A chart as data: what chart.js is to be told, and what is drawn into it beside. */
import type { Hatch } from "./palette.ts";
import { GRID, INK, QUIET } from "./palette.ts";

/** What JSON can hold: a chart is a value, its callbacks are named rather than carried. */
export type Data =
  string | number | boolean | null | readonly Data[] | { readonly [name: string]: Data };

export interface Chart {
  /** The file's name without its ending. */
  readonly name: string;
  readonly title: string;
  /** What exactly is drawn, with the counts: it stands on the picture and beneath it. */
  readonly caption: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly legend: boolean;
  readonly series: readonly Series[];
  readonly axes: { readonly [id: string]: Axis };
  readonly bands: readonly Band[];
  readonly gaps: readonly Gap[];
}

export interface Point {
  readonly x: number;
  /** Null interrupts the line. */
  readonly y: number | null;
}

/** One dataset, with chart.js's own settings. */
export interface Series {
  readonly label: string;
  readonly yAxisID: string;
  readonly data: readonly Point[];
  readonly style: { readonly [setting: string]: Data };
}

export interface Axis {
  readonly labels: AxisLabels;
  /** Labels stand at its multiples; null leaves it to chart.js. */
  readonly tickStep: number | null;
  /** chart.js's own settings of a scale. */
  readonly scale: { readonly [setting: string]: Data };
}

/** How an axis writes its numbers; `words` name the whole numbers from 0. */
export type AxisLabels =
  "seconds" | "milliseconds" | "percent" | "per-second" | { readonly words: readonly string[] };

/** A span of time with a bar in its lane and, if it is a fault, a shade through all panels. */
export interface Band {
  readonly lane: number;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly color: string;
  readonly hatch: Hatch | "solid";
  /** Drawn with a dashed edge if not. */
  readonly certain: boolean;
  readonly shaded: boolean;
}

/** Where a panel knows nothing, which is neither good nor bad. */
export interface Gap {
  readonly axis: string;
  readonly from: number;
  readonly to: number;
}

/** The axis of the lanes, on charts that have bands. */
export const LANES = "lanes";

const WIDTH_PX = 1000;
const LANE_PX = 18;
/** Title, caption, legend, time axis. */
const SURROUND_PX = 130;

/** One panel of a chart: panels share the time axis and lie above each other. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly heightPx: number;
  readonly labels: AxisLabels;
  readonly tickStep: number | null;
  readonly scale: { readonly [setting: string]: Data };
}

export interface Drawing {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly x: Axis;
  /** From the top down. */
  readonly panels: readonly Panel[];
  readonly series: readonly Series[];
  readonly lanes: readonly string[];
  readonly bands: readonly Band[];
  readonly gaps: readonly Gap[];
}

/** Lays panels out above each other, with the lanes of the faults beneath them. */
export function chartOf(drawing: Drawing): Chart {
  const { panels, lanes, x, name, title, caption, series, bands, gaps } = drawing;
  const lanePanel: readonly Panel[] =
    lanes.length === 0
      ? []
      : [
          {
            id: LANES,
            title: "",
            heightPx: (lanes.length + 0.7) * LANE_PX,
            labels: { words: lanes },
            tickStep: 1,
            scale: {
              type: "linear",
              min: -1.1,
              max: lanes.length - 0.4,
              reverse: true,
              grid: { display: false },
            },
          },
        ];
  const stack = [...panels, ...lanePanel];
  // chart.js piles stacked axes up from the bottom.
  const axes = stack.toReversed().map((panel) => [panel.id, axisOf(panel)] as const);
  const heightPx = SURROUND_PX + stack.reduce((sum, panel) => sum + panel.heightPx, 0);
  return {
    name,
    title,
    caption,
    // Where each panel has one series, its own title names it.
    legend: series.length > panels.length,
    series,
    bands,
    gaps,
    heightPx,
    widthPx: WIDTH_PX,
    axes: {
      x: { ...x, scale: { ...x.scale, grid: { color: GRID } } },
      ...Object.fromEntries(axes),
    },
  };
}

const axisOf = (panel: Panel): Axis => ({
  labels: panel.labels,
  tickStep: panel.tickStep,
  scale: {
    grid: { color: GRID },
    ...panel.scale,
    position: "left",
    stack: "panels",
    stackWeight: panel.heightPx,
    title: { display: panel.title !== "", text: panel.title, color: INK, font: { size: 12 } },
  },
});

/** The whole as chart.js takes it, but for what is not data: the labels' wording. */
export function configurationOf(chart: Chart): { readonly [setting: string]: Data } {
  const scales = Object.entries(chart.axes).map(([id, axis]) => [
    id,
    {
      ...axis.scale,
      ticks: { color: QUIET, autoSkipPadding: 12, maxRotation: 0, ...ticksOf(axis) },
    },
  ]);
  return {
    type: "scatter",
    data: { datasets: chart.series.map(datasetOf) },
    options: {
      normalized: true,
      layout: { padding: { top: 10, right: 24, bottom: 8, left: 10 } },
      scales: Object.fromEntries(scales),
      plugins: {
        title: text(chart.title, 17, INK, { top: 0, bottom: 2 }),
        subtitle: text(chart.caption, 12, QUIET, { top: 0, bottom: 8 }),
        legend: {
          display: chart.legend,
          align: "end",
          labels: {
            usePointStyle: true,
            // Long enough to show a line's dashes.
            ...(chart.series.every((one) => one.style["showLine"] === true)
              ? { pointStyleWidth: 34 }
              : {}),
            color: INK,
            boxHeight: 7,
            font: { size: 12 },
          },
        },
      },
    },
  };
}

const datasetOf = (series: Series): Data => ({
  label: series.label,
  yAxisID: series.yAxisID,
  data: series.data.map(({ x, y }) => ({ x, y })),
  ...series.style,
});

const ticksOf = ({ tickStep, scale }: Axis): { readonly [setting: string]: Data } =>
  tickStep !== null
    ? { stepSize: tickStep, autoSkip: false, includeBounds: false }
    : scale["type"] === "logarithmic"
      ? { autoSkip: false }
      : {};

const text = (
  content: string,
  size: number,
  color: string,
  padding: { readonly top: number; readonly bottom: number },
): Data => ({
  display: content !== "",
  text: wrap(content, 150),
  align: "start",
  color,
  padding,
  font: { size, weight: size > 14 ? "bold" : "normal" },
});

/** Lines of at most so many characters, since a canvas does not wrap. */
function wrap(content: string, columns: number): readonly string[] {
  const lines = [""];
  for (const word of content.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + word.length >= columns) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
