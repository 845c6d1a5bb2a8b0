/** What happened around a violation: a bar an operation, a row a process, as SVG. */
import type { FaultWindow } from "#core/fault.ts";
import type { Operation } from "#core/history.ts";
import type { Nanos, ProcessId } from "#core/units.ts";
import type { Anomaly } from "#core/verdict.ts";
import type { Digest } from "./digest.ts";
import { clip, count, moment } from "./format.ts";
import { hatchings } from "./hatchings.ts";
import { markup, nothing, type Markup } from "./markup.ts";
import { STATUS_STYLES } from "./palette.ts";
import { neighbourhood, type Neighbourhood } from "./neighbourhood.ts";
import { faultSentence, operationSentence, operationWords } from "./words.ts";
import { foldTime, type FoldedTime } from "./folded-time.ts";

const ROW_PX = 26;
const BAR_PX = 17;
const LEFT_PX = 116;
const TOP_PX = 46;
const LETTER_PX = 6.3;

export interface Timeline {
  readonly svg: Markup;
  /** What is drawn, what is not. */
  readonly caption: string;
}

/** Null where the anomaly names no operation of the history. `name` makes ids unique in a page. */
export function timelineOf(digest: Digest, anomaly: Anomaly, name: string): Timeline | null {
  const scene = neighbourhood(digest.operations, anomaly);
  if (scene === null) return null;
  const time = foldTime(scene.operations, digest.end, roomOf);
  const rows = rowsOf(scene.operations);
  const heightPx = TOP_PX + rows.size * ROW_PX + 8;
  const widthPx = LEFT_PX + time.widthPx + 20;
  const faults = digest.faults.filter(
    (window) => window.began <= time.to && (window.ended ?? digest.end) >= time.from,
  );
  const bars = scene.operations.map((operation) => barOf(operation, scene, rows, time));
  const svg = markup`<svg class="timeline" xmlns="http://www.w3.org/2000/svg" role="img" \
width="${px(widthPx)}" height="${px(heightPx)}" viewBox="0 0 ${px(widthPx)} ${px(heightPx)}">\
<title>${captionOf(scene)}</title>${hatchings(name)}\
${faults.map((window) => shadeOf(window, time, heightPx, name, digest.end))}\
${ticks(time, heightPx)}\
${[...rows].map(([process, row]) => rowLabel(process, row, widthPx))}\
${bars}</svg>`;
  return { svg, caption: captionOf(scene) };
}

function captionOf({ operations, culprits, nearby }: Neighbourhood): string {
  const left = nearby - operations.length;
  return (
    `${count(culprits.size)} operations of the violation (numbered) among ` +
    `${count(operations.length)} that overlap or surround them` +
    `${left > 0 ? `; ${count(left)} further ones are left out` : ""}. ` +
    "The order is true, the lengths are not: quiet times are folded. " +
    "Point at a bar for all that is known of it."
  );
}

/** Rows in order of the first operation. */
function rowsOf(operations: readonly Operation[]): ReadonlyMap<ProcessId, number> {
  const rows = new Map<ProcessId, number>();
  for (const { process } of operations) if (!rows.has(process)) rows.set(process, rows.size);
  return rows;
}

function rowLabel(process: ProcessId, row: number, widthPx: number): Markup {
  const y = TOP_PX + row * ROW_PX + ROW_PX / 2;
  return markup`<text class="row" x="${LEFT_PX - 8}" y="${y + 4}">process ${process}</text>\
<line class="rule" x1="${LEFT_PX}" x2="${px(widthPx)}" y1="${y}" y2="${y}"/>`;
}

/** A time at the start of a slot at least so far from the one before. */
const TICK_PX = 84;

function ticks(time: FoldedTime, heightPx: number): readonly Markup[] {
  const drawn: Markup[] = [];
  let last = -Infinity;
  for (const at of time.moments) {
    const x = LEFT_PX + time.pixel(at);
    if (x - last < TICK_PX) continue;
    last = x;
    drawn.push(markup`<line class="tick" x1="${px(x)}" x2="${px(x)}" y1="${TOP_PX - 6}" \
y2="${px(heightPx)}"/><text class="time" x="${px(x + 3)}" y="${TOP_PX - 8}">${moment(at)}</text>`);
  }
  return drawn;
}

function shadeOf(
  window: FaultWindow,
  time: FoldedTime,
  heightPx: number,
  name: string,
  end: Nanos,
): Markup {
  const x = LEFT_PX + time.pixel(window.began);
  const width = Math.max(2, LEFT_PX + time.pixel(window.ended ?? end) - x);
  const { kind } = window.fault;
  const label = clip(`${window.id} ${window.fault.name}`, 60);
  const text = markup`<text class="fault-name" x="${px(x + 4)}" y="13">${label}</text>`;
  return markup`<g><title>${faultSentence(window)}</title>\
<rect class="fault" fill="url(#${name}-${kind})" x="${px(x)}" y="0" width="${px(width)}" \
height="${px(heightPx)}"/>${text}</g>`;
}

/** Behind the badge of those that have one. */
const INDENT_PX = 11;

const labelOf = (operation: Operation): string =>
  `${STATUS_STYLES[operation.outcome.type].sign} ${clip(operationWords(operation, 24), 44)}`;

const roomOf = (operation: Operation): number =>
  labelOf(operation).length * LETTER_PX + INDENT_PX + 8;

function barOf(
  operation: Operation,
  { culprits, numbers }: Neighbourhood,
  rows: ReadonlyMap<ProcessId, number>,
  time: FoldedTime,
): Markup {
  const y = TOP_PX + (rows.get(operation.process) ?? 0) * ROW_PX + (ROW_PX - BAR_PX) / 2;
  const x = LEFT_PX + time.pixel(operation.invoked);
  const until = LEFT_PX + time.pixel(operation.completed ?? time.to);
  const width = Math.max(6, until - x - 1);
  const number = numbers.get(operation.index);
  const accused = culprits.has(operation.index);
  const label = markup`<text class="word" x="${px(x + INDENT_PX)}" \
y="${px(y + BAR_PX / 2 + 4)}">${labelOf(operation)}</text>`;
  const badge =
    number === undefined
      ? nothing
      : markup`<circle class="badge" cx="${px(x)}" cy="${px(y)}" r="8"/>\
<text class="number" x="${px(x)}" y="${px(y + 3.5)}">${number}</text>`;
  const type = operation.outcome.type;
  return markup`<g class="${type}${accused ? " accused" : ""}"><title>${operationSentence(operation)}\
</title>${type === "info" ? tail(until, y, time) : nothing}<rect class="bar" x="${px(x)}" \
y="${px(y)}" width="${px(width)}" height="${BAR_PX}" rx="3"/>${label}${badge}</g>`;
}

/** What ended in info may take effect at any later time. */
function tail(x: number, y: number, time: FoldedTime): Markup {
  const middle = y + BAR_PX / 2;
  return markup`<line class="tail" x1="${px(x)}" x2="${px(LEFT_PX + time.widthPx + 16)}" \
y1="${px(middle)}" y2="${px(middle)}"/>`;
}

/** Coordinates need no more than tenths. */
const px = (n: number): string => String(Math.round(n * 10) / 10);
