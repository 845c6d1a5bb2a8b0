/** A drawing that stands still: the trouble and its neighbourhood, for reports and papers. */
import type { Operation } from "../operation.ts";
import { type Axis, foldedAxis } from "./axis.ts";
import { escapeMarkup } from "./markup.ts";
import { BAR_STYLE, HATCH, PALETTE } from "./palette.ts";
import { type Bar, type Picture, type PictureOptions, makePicture } from "./picture.ts";

/** An image of its own: no script, no reference to anything outside it. */
export function drawSvg(operations: readonly Operation[], options: PictureOptions): string {
  return svgOf(makePicture(operations, options));
}

const LEFT = 74;
const RIGHT = 16;
const LANE = 30;
const BAR = 22;
const LINE = 19;
const WIDTH_LEAST = 900;
/** The room of an event: wide, unless the drawing would then be wider than a report. */
const EVENT_WIDE = 40;
const EVENT_NARROW = 14;
const WIDTH_WANTED = 1700;
/** Without trouble to look at, so many events are drawn. */
const EVENTS_MAX = 120;
const LANES_MAX = 24;
const ORDER_STEPS_MAX = 40;

export function svgOf(picture: Picture): string {
  const axis = foldedAxis(segmentsOf(picture));
  const bars = visibleBars(picture, axis);
  const laneY = compactLanes(bars);
  const text = wrapped(picture.sentences, 150);
  const top = 64 + text.length * LINE;
  const height = top + laneY.size * LANE + 56;
  const wide = Math.min(WIDTH_WANTED, LEFT + RIGHT + Math.ceil(axis.width * EVENT_WIDE));
  const width = Math.max(WIDTH_LEAST, wide, LEFT + RIGHT + Math.ceil(axis.width * EVENT_NARROW));
  const scale = (width - LEFT - RIGHT) / Math.max(1, axis.width);
  const place: Place = {
    x: (rank) => LEFT + axis.at(rank) * scale,
    y: (lane) => top + (laneY.get(lane) ?? 0) * LANE,
    bottom: top + laneY.size * LANE,
    top,
    right: width - RIGHT,
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escapeMarkup(picture.title)}</title>`,
    `<style>${PALETTE}${BAR_STYLE}</style><defs>${HATCH}</defs>`,
    `<rect width="${width}" height="${height}" style="fill:var(--ground)"/>`,
    heading(picture, text),
    ...laneRows(bars, place),
    ...marksOf(picture, place),
    ...foldsOf(picture, place),
    ...drawBars(bars, place),
    ...drawOrder(picture, new Set(bars), place),
    legend(height - 18, lanesLeftOut(picture, bars)),
    "</svg>",
  ].join("\n");
}

interface Place {
  x(rank: number): number;
  y(lane: number): number;
  readonly top: number;
  readonly bottom: number;
  readonly right: number;
}

function segmentsOf({ segments, broken, events }: Picture): Picture["segments"] {
  if (broken || events <= EVENTS_MAX) return segments;
  return [
    { from: 0, to: EVENTS_MAX, folded: false },
    { from: EVENTS_MAX, to: events, folded: true },
  ];
}

/** Bars that are seen in some open segment, in as many lanes as fit, the trouble's lanes first. */
function visibleBars(picture: Picture, axis: Axis): readonly Bar[] {
  const open = segmentsOf(picture).filter(({ folded }) => !folded);
  const seen = picture.bars.filter(
    ({ from, end, part }) =>
      part !== "other" || open.some((each) => from < each.to && end > each.from),
  );
  const lanes = new Set<number>();
  for (const wanted of ["core", "stuck", "other"])
    for (const { lane, part } of seen)
      if (part === wanted && lanes.size < LANES_MAX) lanes.add(lane);
  return axis.width === 0 ? [] : seen.filter(({ lane }) => lanes.has(lane));
}

/** The lanes of the trouble come first, so that they are seen together. */
function compactLanes(bars: readonly Bar[]): ReadonlyMap<number, number> {
  const all = bars.map(({ lane }) => lane).toSorted((x, y) => x - y);
  const trouble = new Set(bars.flatMap(({ lane, part }) => (part === "other" ? [] : [lane])));
  const used = new Set([...all.filter((lane) => trouble.has(lane)), ...all]);
  return new Map([...used].map((lane, i) => [lane, i]));
}

function heading({ title, broken, operations, events }: Picture, text: readonly string[]): string {
  const verdict = broken ? "✗ not linearizable" : "history";
  const style = broken ? "fill:var(--stuck)" : "fill:var(--faint)";
  const lines = text.map(
    (line, i) =>
      `<text x="16" y="${52 + i * LINE}" style="fill:var(--ink)">${escapeMarkup(line)}</text>`,
  );
  return [
    `<text x="16" y="28" font-size="17" font-weight="bold" style="fill:var(--ink)">${escapeMarkup(title)} <tspan style="${style}">${verdict}</tspan> <tspan class="faint" font-size="12" font-weight="normal">${operations} operations, ${events} events</tspan></text>`,
    ...lines,
  ].join("\n");
}

function laneRows(bars: readonly Bar[], place: Place): readonly string[] {
  const names = new Map<number, Set<string>>();
  for (const { lane, process } of bars) {
    const known = names.get(lane) ?? new Set();
    names.set(lane, known.add(process));
  }
  return [...names].map(([lane, processes]) => {
    const name = [...processes].slice(0, 3).join(", ") + (processes.size > 3 ? ", …" : "");
    const y = place.y(lane);
    return `<rect class="lane" x="${LEFT}" y="${y + 1}" width="${place.right - LEFT}" height="${LANE - 2}"/><text class="faint" x="${LEFT - 8}" y="${y + 19}" text-anchor="end">${escapeMarkup(fit(name, LEFT - 12))}</text>`;
  });
}

function marksOf({ marks }: Picture, place: Place): readonly string[] {
  return marks.map(({ label, from, to }) => {
    const x = place.x(from);
    const width = Math.max(2, place.x(to) - x);
    return `<rect class="mark" x="${x}" y="${place.top}" width="${width}" height="${place.bottom - place.top}" opacity=".6"/><text class="faint" x="${x + 3}" y="${place.top - 3}">${escapeMarkup(label)}</text>`;
  });
}

function foldsOf(picture: Picture, place: Place): readonly string[] {
  return segmentsOf(picture)
    .filter(({ folded }) => folded)
    .map(({ from, to }) => {
      const x = (place.x(from) + place.x(to)) / 2;
      const anchor = x > place.right - 40 ? "end" : "middle";
      return `<line class="fold" x1="${x}" x2="${x}" y1="${place.top}" y2="${place.bottom}"/><text class="faint" x="${x}" y="${place.bottom + 12}" text-anchor="${anchor}" font-size="10">${to - from} events</text>`;
    });
}

/** A label that does not fit into its bar stands behind it, before the next bar of its lane. */
function drawBars(bars: readonly Bar[], place: Place): readonly string[] {
  const next = new Map<number, number>();
  return bars
    .toReversed()
    .map((bar) => {
      const room = next.get(bar.lane) ?? place.right;
      next.set(bar.lane, place.x(bar.from));
      return drawBar(bar, place, room);
    })
    .toReversed();
}

function drawBar(bar: Bar, place: Place, room: number): string {
  const x = place.x(bar.from);
  const end = Math.max(x + 4, place.x(bar.end) - 1);
  const y = place.y(bar.lane) + (LANE - BAR) / 2;
  const cross = bar.part === "stuck" ? `<tspan class="cross">✗ </tspan>` : "";
  const isOpen = bar.to === undefined && end - x > 60;
  const arrow = isOpen ? `<text x="${end - 15}" y="${y + 15}">→</text>` : "";
  const margin = 10 + (cross === "" ? 0 : 14) + (isOpen ? 18 : 0);
  const outside = bar.label.length * LETTER > end - x - margin && room - end > end - x;
  const label = fit(bar.label, (outside ? room - end : end - x) - margin);
  const title = `operation ${bar.id}, process ${bar.process}: ${bar.label}`;
  return `<g class="bar ${bar.status} ${bar.part}"><title>${escapeMarkup(title)}</title><rect x="${x}" y="${y}" width="${end - x}" height="${BAR}" rx="3"/><text x="${(outside ? end : x) + 5}" y="${y + 15}">${cross}${escapeMarkup(label)}</text>${arrow}</g>`;
}

/** The first order's points, numbered, joined in their order. */
function drawOrder(picture: Picture, shown: ReadonlySet<Bar>, place: Place): readonly string[] {
  const steps = (picture.orders[0]?.steps ?? []).slice(0, ORDER_STEPS_MAX).flatMap((step) => {
    const bar = picture.bars[step.bar];
    return bar === undefined || !shown.has(bar)
      ? []
      : [{ x: place.x(Math.min(step.at, bar.end)), y: place.y(bar.lane) + LANE - 5 }];
  });
  const path = steps.map(({ x, y }) => `${x.toFixed(1)},${y}`).join(" ");
  return [
    ...(steps.length > 1 ? [`<polyline class="path" points="${path}"/>`] : []),
    ...steps.map(
      ({ x, y }, i) =>
        `<circle class="point" cx="${x.toFixed(1)}" cy="${y}" r="7"/><text class="number" x="${x.toFixed(1)}" y="${y + 3.5}" font-size="10">${i + 1}</text>`,
    ),
  ];
}

/** In the drawn stretch, lanes beyond the limit. */
function lanesLeftOut(picture: Picture, bars: readonly Bar[]): number {
  const shown = new Set(bars.map(({ lane }) => lane));
  const open = segmentsOf(picture).filter(({ folded }) => !folded);
  const all = picture.bars.filter(({ from, end }) =>
    open.some((each) => from < each.to && end > each.from),
  );
  return new Set(all.map(({ lane }) => lane)).size - shown.size;
}

function legend(y: number, leftOut: number): string {
  const entry = (x: number, kind: string, words: string): string =>
    `<g class="bar ${kind}"><rect x="${x}" y="${y - 11}" width="24" height="14" rx="3"/><text x="${x + 30}" y="${y}">${words}</text></g>`;
  return [
    entry(16, "ok", "ok"),
    entry(90, "info", "no answer: open to the right"),
    entry(300, "fail", "refused"),
    entry(400, "ok core", "impossible together"),
    entry(570, "ok stuck", "✗ finds no place"),
    `<circle class="point" cx="716" cy="${y - 4}" r="7"/><text class="number" x="716" y="${y - 0.5}" font-size="10">1</text><text x="728" y="${y}" style="fill:var(--ink)">longest order</text>`,
    leftOut > 0
      ? `<text class="faint" x="830" y="${y}">${leftOut} more lanes of processes are left out</text>`
      : "",
  ].join("");
}

/** The width of a common letter. */
const LETTER = 6.4;

/** As much of a text as has room. */
function fit(text: string, width: number): string {
  const letters = Math.floor(width / LETTER);
  if (text.length <= letters) return text;
  return letters < 3 ? "" : `${text.slice(0, letters - 1)}…`;
}

function wrapped(sentences: readonly string[], width: number): readonly string[] {
  return sentences.slice(0, 8).flatMap((sentence) => {
    const lines: string[] = [];
    let line = "";
    for (const word of sentence.split(" ")) {
      if (line !== "" && line.length + word.length >= width) {
        lines.push(line);
        line = "    ";
      }
      line += line.trim() === "" ? word : ` ${word}`;
    }
    return [...lines, line].slice(0, 4);
  });
}
