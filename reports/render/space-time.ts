/** A run in space and time: who asked whom, what nodes told each other, what was broken, as SVG. */
import { victimsOf, type FaultWindow } from "#core/fault.ts";
import type { Operation } from "#core/history.ts";
import type { Crossing } from "#core/sim/crossing.ts";
import { clip, json, moment } from "./format.ts";
import { hatchings } from "./hatchings.ts";
import { markup, nothing, type Markup } from "./markup.ts";
import { FAULT_STYLES, GRID, INK, PAPER, QUIET, STATUS_STYLES } from "./palette.ts";
import { axisOf, type Axis } from "./space-time-axis.ts";
import { Labels, widthOf, type Place } from "./space-time-labels.ts";
import { lanesOf, type Lane } from "./space-time-lanes.ts";
import { isClientWord, wordsOf } from "./space-time-messages.ts";
import type { Scene } from "./space-time-scene.ts";
import { faultSentence, operationSentence, operationWords } from "./words.ts";

const LEFT = 76;
const TOP = 66;
const RIGHT = 170;
const LEGEND = 44;
const MESSAGE_FONT = 9.5;
const OPERATION_FONT = 11;

/** One SVG, self-contained. Lanes are nodes and clients, time runs to the right. */
export function spaceTime(scene: Scene): Markup {
  const { operations, crossings, faults, spans } = scene;
  const lanes = lanesOf(scene, TOP);
  const axis = axisOf(
    [
      ...operations.flatMap(({ invoked, completed }) => [invoked, completed ?? invoked]),
      ...crossings.flatMap(({ sent, arrived }) => [sent, arrived]),
      ...faults.flatMap(({ began, ended }) => [began, ended ?? began]),
      ...spans.map(({ from }) => from),
    ],
    spans,
  );
  const bottom = TOP + lanes.reduce((sum, lane) => sum + lane.heightPx, 0);
  const picture: Picture = { scene, lanes, axis, bottom, labels: new Labels() };
  // Words on top of all lines; operations choose their places first.
  const bars = operations.map((operation) => bar(operation, picture));
  const arrows = crossings.map((crossing, i) => arrow(crossing, i, picture));
  const [width, height] = [LEFT + axis.widthPx + RIGHT, bottom + LEGEND];
  return markup`<svg class="space-time" xmlns="http://www.w3.org/2000/svg" role="img" \
width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" \
font-family="DejaVu Sans, Helvetica, sans-serif" font-size="${OPERATION_FONT}">
<title>${scene.plan.target} in space and time</title>
${hatchings("space-time")}<defs>${head("told", INK)}${head("pulse", QUIET)}</defs>
<rect width="${px(width)}" height="${px(height)}" fill="${PAPER}"/>
${faults.map((fault) => band(fault, picture))}
${ticks(picture)}
${lanes.map((lane) => laneOf(lane, picture))}
${axis.breaksPx.map((x) => breakAt(LEFT + x, picture))}
${arrows.map(({ line }) => line)}
${bars.map(({ line }) => line)}
${arrows.map(({ words }) => words)}
${bars.map(({ words }) => words)}
${legend(picture)}</svg>
`;
}

interface Picture {
  readonly scene: Scene;
  readonly lanes: readonly Lane[];
  readonly axis: Axis;
  readonly bottom: number;
  readonly labels: Labels;
}

interface Drawn {
  readonly line: Markup;
  readonly words: Markup;
}

const head = (name: string, color: string): Markup =>
  markup`<marker id="space-time-${name}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" \
markerHeight="7" orient="auto"><path d="M0 0.5 8 4 0 7.5z" fill="${color}"/></marker>`;

const laneNamed = ({ lanes }: Picture, name: string): Lane | undefined =>
  lanes.find((lane) => lane.name === name);

function laneOf({ name, y, isNode }: Lane, { axis }: Picture): Markup {
  const [weight, color, line] = isNode ? ["bold", INK, QUIET] : ["normal", QUIET, GRID];
  return markup`<text x="${LEFT - 12}" y="${px(y + 4)}" text-anchor="end" \
font-weight="${weight}" fill="${color}">${clip(name, 9)}</text><line x1="${LEFT}" \
x2="${px(LEFT + axis.widthPx + 24)}" y1="${px(y)}" y2="${px(y)}" stroke="${line}"/>\n`;
}

const TICK_PX = 62;

/** When something happened, in seconds since the run began, as often as there is room. */
function ticks({ axis, bottom }: Picture): readonly Markup[] {
  let free = -Infinity;
  let before = "";
  return axis.moments.flatMap((at) => {
    const x = LEFT + axis.x(at);
    const label = moment(at);
    if (x < free || label === before) return [];
    free = x + TICK_PX;
    before = label;
    return [
      markup`<line x1="${px(x)}" x2="${px(x)}" y1="${TOP - 12}" y2="${px(bottom)}" \
stroke="${GRID}"/><text x="${px(x)}" y="${TOP - 16}" font-size="${MESSAGE_FONT}" fill="${QUIET}" \
text-anchor="middle">${label}</text>\n`,
    ];
  });
}

/** Where the drawing is shorter than the time. */
function breakAt(x: number, { bottom }: Picture): Markup {
  const wave = (at: number): string =>
    `M${px(at)} ${TOP - 8}q3 4 0 8t0 8M${px(at)} ${px(bottom - 16)}q3 4 0 8t0 8`;
  return markup`<path d="${wave(x - 2)}${wave(x + 3)}" stroke="${QUIET}" fill="none"/>\n`;
}

/** A fault as a hatched band over the nodes that it touches, named once. */
function band(window: FaultWindow, picture: Picture): Markup {
  const { id, fault, began, ended } = window;
  const { axis, labels } = picture;
  const { color } = FAULT_STYLES[fault.kind];
  const x = LEFT + axis.x(began);
  const until = ended === null ? LEFT + axis.widthPx + 24 : LEFT + axis.x(ended);
  const bands = victimsOf(fault).map((node) => {
    const lane = laneNamed(picture, node);
    if (lane === undefined) return nothing;
    return markup`<rect x="${px(x)}" y="${px(lane.y - 13)}" width="${px(Math.max(4, until - x))}" \
height="26" fill="url(#space-time-${fault.kind})" stroke="${color}"/>`;
  });
  const text = clip(`${id} ${fault.name}`, 60);
  const rows = [14, 28, 42].map((y) => ({ x, y }));
  const at = labels.place(text, OPERATION_FONT, rows);
  const name = at === null ? nothing : said(text, at, color, OPERATION_FONT);
  return markup`<g><title>${faultSentence(window)}</title>${bands}${name}</g>\n`;
}

/** What got through has a head, what did not a cross. Clients' words and what carries them is ink. */
function arrow(crossing: Crossing, i: number, picture: Picture): Drawn {
  const { from, to, sent, arrived, reached, body } = crossing;
  const [start, end] = [laneNamed(picture, from), laneNamed(picture, to)];
  if (start === undefined || end === undefined) return { line: nothing, words: nothing };
  const [color, kind] = isClientWord(body) ? [INK, "told"] : [QUIET, "pulse"];
  const [x1, y1] = [LEFT + picture.axis.x(sent), start.y];
  // Lost on its way: nobody knows when it would have come.
  const share = reached || arrived > sent ? 1 : 0.4;
  const [x2, y2] = [LEFT + picture.axis.x(arrived), y1 + (end.y - y1) * share];
  const style = reached
    ? markup`marker-end="url(#space-time-${kind})"`
    : markup`stroke-dasharray="2 3"`;
  const cross = reached
    ? nothing
    : markup`<path d="M${px(x2 - 3.5)} ${px(y2 - 3.5)}l7 7m0 -7l-7 7" stroke="${INK}" \
stroke-width="1.6"/>`;
  const title = `${from} to ${to}: ${json(body, 600)}`;
  const line = markup`<g><title>${title}</title><line x1="${px(x1)}" y1="${px(y1)}" \
x2="${px(x2)}" y2="${px(y2)}" stroke="${color}" ${style}/>${cross}</g>\n`;
  const text = short(wordsOf(body));
  if (saidBefore(text, i, picture.scene.crossings)) return { line, words: nothing };
  const at = picture.labels.place(text, MESSAGE_FONT, alongside(text, x1, y1, x2, y2));
  return { line, words: at === null ? nothing : said(text, at, color, MESSAGE_FONT) };
}

const WORDS_MAX = 30;
const short = (text: string): string =>
  text.length <= WORDS_MAX ? text : `${text.slice(0, WORDS_MAX - 1)}…`;

/** One who tells several the same at one moment is quoted once. */
function saidBefore(text: string, i: number, crossings: readonly Crossing[]): boolean {
  const { from, sent } = crossings[i] as Crossing;
  return crossings
    .slice(0, i)
    .some((other) => other.from === from && other.sent === sent && wordsOf(other.body) === text);
}

/** Where a message's words may stand: beside its line, on either side, nearer or farther. */
function alongside(text: string, x1: number, y1: number, x2: number, y2: number): readonly Place[] {
  return [0.3, 0.5, 0.68, 0.2, 0.82].flatMap((share) => {
    const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share + 3];
    return [
      { x: x + 4, y },
      { x: x - 4 - widthOf(text, MESSAGE_FONT), y },
    ];
  });
}

const said = (text: string, { x, y }: Place, color: string, fontPx: number): Markup =>
  markup`<text x="${px(x)}" y="${px(y)}" font-size="${fontPx}" fill="${color}" stroke="${PAPER}" \
stroke-width="3" paint-order="stroke">${text}</text>\n`;

/** What a client asked and was told, from its asking to its answer; culprits stand out. */
function bar(operation: Operation, picture: Picture): Drawn {
  const lane = picture.lanes.find(({ processes }) => processes.has(operation.process));
  if (lane === undefined) return { line: nothing, words: nothing };
  const { invoked, completed, outcome, index } = operation;
  const style = STATUS_STYLES[outcome.type];
  const from = LEFT + picture.axis.x(invoked);
  const to =
    completed === null ? LEFT + picture.axis.widthPx + 24 : LEFT + picture.axis.x(completed);
  const isCulprit = picture.scene.culprits.has(index);
  const [stroke, strokeWidth] = isCulprit ? [INK, 2] : [style.color, 1];
  const line = markup`<g><title>${operationSentence(operation)}</title><rect x="${px(from)}" \
y="${px(lane.y - 8)}" width="${px(Math.max(5, to - from))}" height="16" rx="3" \
fill="${style.color}" fill-opacity="0.28" stroke="${stroke}" stroke-width="${strokeWidth}" \
stroke-dasharray="${style.dashes.join(" ")}"/></g>\n`;
  const text = `${clip(operationWords(operation, 24), 44)} ${style.sign}`;
  const rows = [23, -12, 35].map((below) => ({ x: from, y: lane.y + below }));
  const at = picture.labels.place(text, OPERATION_FONT, rows) ?? { x: from, y: lane.y + 23 };
  const weight = isCulprit ? "bold" : "normal";
  const words = markup`<g font-weight="${weight}">${said(text, at, INK, OPERATION_FONT)}</g>`;
  return { line, words };
}

/** What the signs mean, below it all. */
function legend({ bottom }: Picture): Markup {
  const y = bottom + 26;
  const status = Object.values(STATUS_STYLES).map(({ sign, meaning }) => `${sign} ${meaning}`);
  return markup`<g fill="${QUIET}" font-size="${MESSAGE_FONT}"><line x1="${LEFT}" x2="${LEFT + 26}" \
y1="${px(y - 3)}" y2="${px(y - 3)}" stroke="${INK}" marker-end="url(#space-time-told)"/>\
<text x="${LEFT + 32}" y="${px(y)}">a message; dotted: it never came</text>\
<rect x="${LEFT + 206}" y="${px(y - 11)}" width="26" height="14" rx="3" \
fill="${STATUS_STYLES.ok.color}" fill-opacity="0.28" stroke="${INK}" stroke-width="2"/>\
<text x="${LEFT + 240}" y="${px(y)}">an operation of the violation, from question to answer: \
${status.join(", ")}</text></g>`;
}

/** Coordinates need no more than tenths. */
const px = (n: number): string => String(Math.round(n * 10) / 10);
