/** Draws into a chart when faults were active, when nobody answered, when nothing is known. */
import { LANES, type Band, type Chart, type Gap } from "#reports/render/chart.ts";
import { INK, PAPER, QUIET } from "#reports/render/palette.ts";
import { FONT_FAMILY } from "./font.ts";
import { hatch } from "./hatching.ts";
import type { Box, Drawn, Ink } from "./ink.ts";

const LANE_HALF_PX = 7;
const LABEL_PX = 11;

export function drawPaper({ ctx }: Drawn, chart: Chart): void {
  ctx.save();
  ctx.fillStyle = PAPER;
  ctx.fillRect(0, 0, chart.widthPx, chart.heightPx);
  ctx.restore();
}

/** Behind the data: shades through all panels, and hatched gaps. */
export function drawBehind(drawn: Drawn, chart: Chart): void {
  const { ctx } = drawn;
  ctx.save();
  for (const band of chart.bands) if (band.shaded) shade(drawn, band);
  for (const gap of chart.gaps) drawGap(drawn, gap);
  ctx.restore();
}

function shade(drawn: Drawn, band: Band): void {
  const { ctx, chartArea } = drawn;
  const box = boxOf(drawn, band, chartArea.top, chartArea.bottom);
  ctx.fillStyle = band.color;
  ctx.strokeStyle = band.color;
  ctx.lineWidth = 1;
  ctx.globalAlpha = 0.07;
  ctx.fillRect(box.x, box.y, box.width, box.height);
  ctx.globalAlpha = 0.16;
  if (band.hatch !== "solid") hatch(ctx, band.hatch, box, 9);
}

function drawGap(drawn: Drawn, gap: Gap): void {
  const axis = drawn.scales[gap.axis];
  if (axis === undefined) return;
  const { ctx } = drawn;
  const box = boxOf(drawn, gap, axis.top, axis.bottom);
  ctx.fillStyle = "#e9ebef";
  ctx.strokeStyle = QUIET;
  ctx.lineWidth = 0.7;
  ctx.globalAlpha = 1;
  ctx.fillRect(box.x, box.y, box.width, box.height);
  ctx.globalAlpha = 0.55;
  hatch(ctx, "falling", box, 5);
}

/** Above the data: the bars in their lanes, each with its name where there is room. */
export function drawLanes(drawn: Drawn, chart: Chart): void {
  const lanes = drawn.scales[LANES];
  if (lanes === undefined) return;
  drawn.ctx.save();
  drawn.ctx.font = `${LABEL_PX}px "${FONT_FAMILY}"`;
  drawn.ctx.textBaseline = "middle";
  drawn.ctx.textAlign = "left";
  for (const band of chart.bands) {
    const middle = lanes.getPixelForValue(band.lane);
    drawBar(drawn, band, boxOf(drawn, band, middle - LANE_HALF_PX, middle + LANE_HALF_PX));
  }
  for (const band of chart.bands)
    labelBar(drawn, band, chart.bands, lanes.getPixelForValue(band.lane));
  drawn.ctx.restore();
}

function drawBar({ ctx }: Drawn, band: Band, box: Box): void {
  ctx.fillStyle = band.color;
  ctx.strokeStyle = band.color;
  ctx.globalAlpha = band.hatch === "solid" ? 0.9 : 0.28;
  ctx.fillRect(box.x, box.y, box.width, box.height);
  ctx.lineWidth = 1;
  ctx.globalAlpha = 0.5;
  if (band.hatch !== "solid") hatch(ctx, band.hatch, box, 6);
  ctx.globalAlpha = 1;
  ctx.setLineDash(band.certain ? [] : [3, 2]);
  ctx.strokeRect(box.x, box.y, box.width, box.height);
  ctx.setLineDash([]);
}

/** The whole text if it fits before the next bar of the lane, else its first word, else nothing. */
function labelBar(drawn: Drawn, band: Band, bands: readonly Band[], middle: number): void {
  const { ctx, chartArea } = drawn;
  const { x } = boxOf(drawn, band, 0, 0);
  const next = bands.filter((other) => other.lane === band.lane && other.from > band.from);
  const until = Math.min(
    ...next.map((other) => drawn.scales["x"]?.getPixelForValue(other.from) ?? x),
  );
  const room = Math.min(until, chartArea.right) - x - 8;
  const texts = [band.text, band.text.split(" ", 1)[0] ?? ""];
  const text = texts.find((words) => ctx.measureText(words).width <= room);
  if (text === undefined) return;
  write(ctx, text, x + 4, middle + 0.5);
}

/** Text on a hatching can't be read without paper around it. */
function write(ink: Ink, text: string, x: number, y: number): void {
  ink.strokeStyle = PAPER;
  ink.lineWidth = 3;
  ink.lineJoin = "round";
  ink.strokeText(text, x, y);
  ink.fillStyle = INK;
  ink.fillText(text, x, y);
}

/** From one time to another, at least two pixels wide: a short fault must not vanish. */
function boxOf(
  drawn: Drawn,
  span: { readonly from: number; readonly to: number },
  top: number,
  bottom: number,
): Box {
  const { left, right } = drawn.chartArea;
  const pixel = (at: number): number =>
    Math.min(right, Math.max(left, drawn.scales["x"]?.getPixelForValue(at) ?? left));
  const x = pixel(span.from);
  return { x, y: top, width: Math.max(2, pixel(span.to) - x), height: bottom - top };
}
