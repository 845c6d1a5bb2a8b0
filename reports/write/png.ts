/** Charts as PNG pictures, by chartjs-node-canvas: this file is its only importer. */
import { GlobalFonts } from "@napi-rs/canvas";
import { ChartJSNodeCanvas } from "chartjs-node-canvas";
import {
  configurationOf,
  type AxisLabels,
  type Chart,
  type Series,
} from "#reports/render/chart.ts";
import { count, duration } from "#reports/render/format.ts";
import { INK } from "#reports/render/palette.ts";
import { millis, seconds } from "#core/units.ts";
import { drawBehind, drawLanes, drawPaper } from "./bands.ts";
import { FONT_FAMILY, fontPath } from "./font.ts";
import type { Drawn } from "./ink.ts";

/** Device pixels to a pixel of the layout: sharp on the screens of today. */
const DENSITY = 1.5;

export type Draw = (chart: Chart) => Uint8Array;

/** A drawer of charts. Throws if the font cannot be read, for text would be missing silently. */
export function openCanvas(font: string = fontPath()): Draw {
  if (GlobalFonts.registerFromPath(font, FONT_FAMILY) === null) {
    throw new Error(`the font ${font} can't be read, so the charts would be without text`);
  }
  return draw;
}

function draw(chart: Chart): Uint8Array {
  const canvas = new ChartJSNodeCanvas({
    width: chart.widthPx,
    height: chart.heightPx,
    chartCallback: (chartJs) => {
      chartJs.defaults.font.family = `"${FONT_FAMILY}"`;
      chartJs.defaults.devicePixelRatio = DENSITY;
    },
  });
  // The only way that works on @napi-rs/canvas: the asynchronous one passes arguments it refuses.
  return canvas.renderToBufferSync(hydrate(chart));
}

type Configuration = Parameters<ChartJSNodeCanvas["renderToBufferSync"]>[0];

/** Adds to the data what data can't say: the wording of the axes and our own drawing. */
function hydrate(chart: Chart): Configuration {
  const configuration = structuredClone(configurationOf(chart)) as unknown as Hydratable;
  for (const [id, axis] of Object.entries(chart.axes)) {
    const scale = configuration.options.scales[id];
    if (scale === undefined) continue;
    scale.ticks["callback"] = writerOf(axis.labels);
    if (axis.scale["type"] === "logarithmic") scale["afterBuildTicks"] = keepRound;
  }
  configuration.options.plugins.legend.labels["generateLabels"] = () => chart.series.map(legendOf);
  const ours = {
    id: "ordeal",
    beforeDraw: (drawn: Drawn) => drawPaper(drawn, chart),
    beforeDatasetsDraw: (drawn: Drawn) => drawBehind(drawn, chart),
    afterDatasetsDraw: (drawn: Drawn) => drawLanes(drawn, chart),
  };
  return Object.assign(configuration, { plugins: [ours] }) as unknown as Configuration;
}

interface Hydratable {
  readonly options: {
    readonly scales: Record<string, { readonly ticks: Record<string, unknown> } & Loose>;
    readonly plugins: { readonly legend: { readonly labels: Loose } };
  };
}

type Loose = Record<string, unknown>;

/** chart.js's own shows a line's colour but not its dashes. */
const legendOf = ({ label, style }: Series, datasetIndex: number): Loose => ({
  text: label,
  datasetIndex,
  fillStyle: style["backgroundColor"],
  strokeStyle: style["borderColor"],
  lineWidth: style["borderWidth"],
  lineDash: style["borderDash"] ?? [],
  pointStyle: style["pointStyle"],
  rotation: style["rotation"],
  fontColor: INK,
});

/** Of a logarithmic axis only round numbers are marked, the fewer the longer it is. */
function keepRound(axis: { ticks: { readonly value: number }[] }): void {
  const values = axis.ticks.map((tick) => tick.value);
  const span = Math.max(...values) / Math.min(...values);
  const round = span > 1000 ? /^1e/ : span > 100 ? /^[13]e/ : /^[125]e/;
  axis.ticks = axis.ticks.filter((tick) =>
    round.test(tick.value.toExponential(3).replace(".000", "")),
  );
}

function writerOf(labels: AxisLabels): (value: number) => string {
  if (typeof labels === "object") return (value) => labels.words[value] ?? "";
  if (labels === "milliseconds") return (value) => duration(millis(value));
  if (labels === "seconds") return (value) => (value === 0 ? "0" : duration(seconds(value)));
  if (labels === "percent") return (value) => `${value} %`;
  return (value) => (Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(6))));
}
