/** A short run in space and time: who asked whom, what nodes told each other, what was broken. */
import { faultsOf, victimsOf, type FaultWindow } from "#core/fault.ts";
import { operationsOf, phasesOf, type History, type Operation } from "#core/history.ts";
import type { Plan } from "#core/plan.ts";
import type { Crossing } from "#core/sim/crossing.ts";
import { nanos, type Nanos } from "#core/units.ts";
import { clip, json } from "./format.ts";
import { markup, type Markup } from "./markup.ts";
import { FAULT_STYLES, GRID, INK, PAPER, QUIET, STATUS_STYLES } from "./palette.ts";
import { telling, wordsOf } from "./space-time-messages.ts";

export interface Scene {
  readonly plan: Plan;
  readonly history: History;
  readonly crossings: readonly Crossing[];
  /** Invocation indexes of the operations that the verdict rests on. */
  readonly culprits: readonly number[];
}

const LEFT = 120;
const TOP = 64;
const LANE = 62;

/** One SVG, self-contained. Lanes are nodes and clients, time runs to the right, pauses are short. */
export function spaceTime(scene: Scene): string {
  const start = phasesOf(scene.history).find(({ phase }) => phase === "faults")?.began ?? nanos(0);
  const operations = operationsOf(scene.history);
  const end = Math.max(start, ...operations.map(({ completed, invoked }) => completed ?? invoked));
  const shown = telling(scene.crossings).filter(({ sent }) => sent >= start && sent <= end);
  const faults = faultsOf(scene.history);
  const lanes = lanesOf(scene.plan, operations, shown);
  const time = timeline(start, [
    ...operations.flatMap(({ invoked, completed }) => [invoked, completed ?? invoked]),
    ...shown.flatMap(({ sent, arrived }) => [sent, nanos(Math.min(arrived, end))]),
    ...faults.flatMap(({ began, ended }) => [began, ended ?? began]),
  ]);
  const picture: Picture = { lanes, time, end: nanos(end) };
  const drawn: readonly Markup[] = [
    ...faults.flatMap((fault) => band(fault, picture)),
    ...axis(picture, operations, start),
    ...lanes.map((lane, row) => laneOf(lane, row, picture)),
    ...shown.map((crossing) => arrow(crossing, picture)),
    ...operations.map((operation) => bar(operation, picture, scene.culprits)),
  ];
  const width = LEFT + time.width + 160;
  const height = TOP + lanes.length * LANE + 24;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, Helvetica, sans-serif" font-size="11">
<title>${scene.plan.target} in space and time</title>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="${QUIET}"/></marker></defs>
<rect width="${width}" height="${height}" fill="${PAPER}"/>
${drawn}</svg>
`.text;
}

interface Lane {
  /** A node's name or a client's address. */
  readonly name: string;
  readonly isNode: boolean;
  /** The processes that a client's lane stands for. */
  readonly processes: ReadonlySet<number>;
}

interface Picture {
  readonly lanes: readonly Lane[];
  readonly time: Timeline;
  readonly end: Nanos;
}

/** Each node, and below it who asks it. */
function lanesOf(
  plan: Plan,
  operations: readonly Operation[],
  shown: readonly Crossing[],
): readonly Lane[] {
  return plan.nodes.flatMap((node): readonly Lane[] => {
    const mine = operations.filter((operation) => operation.node === node);
    const clients = new Map<string, Set<number>>();
    for (const { invoked, process } of mine) {
      const request = shown.find(
        ({ from, to, sent }) => to === node && sent === invoked && !isNode(plan, from),
      );
      const name = request?.from ?? `client ${process}`;
      clients.set(name, (clients.get(name) ?? new Set()).add(process));
    }
    const rows = [...clients].map(([name, processes]) => ({ name, isNode: false, processes }));
    return [{ name: node, isNode: true, processes: new Set() }, ...rows];
  });
}

const isNode = ({ nodes }: Plan, name: string): boolean => nodes.some((node) => node === name);

interface Timeline {
  readonly width: number;
  x(at: Nanos): number;
}

/** Long waits are drawn short, short ones long enough to be seen. */
function timeline(start: Nanos, moments: readonly Nanos[]): Timeline {
  const sorted = [...new Set([start, ...moments])].filter((at) => at >= start);
  sorted.sort((a, b) => a - b);
  const places: number[] = [0];
  for (let i = 1; i < sorted.length; i++) {
    const gapMs = ((sorted[i] ?? 0) - (sorted[i - 1] ?? 0)) / 1e6;
    places.push((places[i - 1] ?? 0) + Math.min(110, 14 + 16 * gapMs));
  }
  const width = places.at(-1) ?? 0;
  return {
    width,
    x(at) {
      const next = sorted.findIndex((moment) => moment >= at);
      if (next < 0) return LEFT + width;
      const [before, after] = [sorted[next - 1] ?? start, sorted[next] ?? start];
      const [from, to] = [places[next - 1] ?? 0, places[next] ?? 0];
      return (
        LEFT + (after === before ? to : from + ((to - from) * (at - before)) / (after - before))
      );
    },
  };
}

const rowOf = ({ lanes }: Picture, name: string): number =>
  lanes.findIndex((lane) => lane.name === name);
const yOf = (row: number): number => TOP + row * LANE + LANE / 2;

function laneOf({ name, isNode: node }: Lane, row: number, { time }: Picture): Markup {
  const y = yOf(row);
  const [weight, color] = node ? ["bold", INK] : ["normal", QUIET];
  return markup`<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end" font-weight="${weight}" fill="${color}">${name}</text><line x1="${LEFT}" x2="${LEFT + time.width + 20}" y1="${y}" y2="${y}" stroke="${node ? QUIET : GRID}"/>\n`;
}

/** When each operation began, in milliseconds. */
function axis(
  { time }: Picture,
  operations: readonly Operation[],
  start: Nanos,
): readonly Markup[] {
  let free = 0;
  return operations.flatMap(({ invoked }) => {
    const x = time.x(invoked);
    if (x < free) return [];
    free = x + 48;
    const label = `${((invoked - start) / 1e6).toFixed(0)} ms`;
    return [
      markup`<text x="${x}" y="${TOP - 8}" fill="${QUIET}" text-anchor="middle">${label}</text>\n`,
    ];
  });
}

/** A fault as a band over the nodes that it touches, named once. */
function band({ id, fault, began, ended }: FaultWindow, picture: Picture): readonly Markup[] {
  const { color } = FAULT_STYLES[fault.kind];
  const [from, to] = [picture.time.x(began), picture.time.x(ended ?? picture.end)];
  const width = Math.max(3, to - from);
  const bands = victimsOf(fault).flatMap((node) => {
    const row = rowOf(picture, node);
    if (row < 0) return [];
    return [
      markup`<rect x="${from}" y="${yOf(row) - 14}" width="${width}" height="28" fill="${color}" fill-opacity="0.18" stroke="${color}" stroke-dasharray="3 2"/>\n`,
    ];
  });
  const height = 14 + 13 * (Number(id.slice(1)) % 3);
  return [
    ...bands,
    markup`<text x="${from}" y="${height}" fill="${color}">${id} ${fault.name}</text>\n`,
  ];
}

function arrow({ from, to, sent, arrived, reached, body }: Crossing, picture: Picture): Markup {
  const [start, end] = [rowOf(picture, from), rowOf(picture, to)];
  if (start < 0 || end < 0) return markup``;
  const [x1, y1] = [picture.time.x(sent), yOf(start)];
  const [x2, y2] = [picture.time.x(nanos(Math.min(arrived, picture.end))), yOf(end)];
  const said = wordsOf(body);
  // Messages to several nodes leave from one point: their words are put where they part.
  const share = 0.3 + 0.12 * (end % 4);
  const line = markup`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${QUIET}" stroke-width="1" stroke-dasharray="${reached ? "none" : "2 3"}" marker-end="${reached ? "url(#head)" : "none"}"><title>${json(body, 600)}</title></line>`;
  const [x, y] = [x1 + (x2 - x1) * share + 3, y1 + (y2 - y1) * share];
  const text = clip(said, 34);
  const halo = markup`<text x="${x}" y="${y}" font-size="9" fill="none" stroke="${PAPER}" stroke-width="3">${text}</text>`;
  const label = markup`${halo}<text x="${x}" y="${y}" font-size="9" fill="${QUIET}">${text}</text>`;
  const cross = reached
    ? markup``
    : markup`<text x="${x2}" y="${y2 + (y1 < y2 ? -4 : 12)}" fill="${INK}" text-anchor="middle">×</text>`;
  return markup`${line}${label}${cross}\n`;
}

/** What a client asked and was told, from its asking to its answer; culprits stand out. */
function bar(operation: Operation, picture: Picture, culprits: readonly number[]): Markup {
  const row = picture.lanes.findIndex(({ processes }) => processes.has(operation.process));
  if (row < 0) return markup``;
  const { outcome, f, key, value, index } = operation;
  const style = STATUS_STYLES[outcome.type];
  const from = picture.time.x(operation.invoked);
  const to = picture.time.x(operation.completed ?? picture.end);
  const asked = value === null ? "" : ` ${json(value, 20)}`;
  const told = outcome.type === "ok" && f === "read" ? ` → ${json(outcome.value, 24)}` : "";
  const text = `${f} ${key}${asked}${told} ${style.sign}`;
  const [stroke, weight] = culprits.includes(index) ? [INK, "bold"] : [style.color, "normal"];
  return markup`<rect x="${from}" y="${yOf(row) - 8}" width="${Math.max(4, to - from)}" height="16" rx="3" fill="${style.color}" fill-opacity="0.25" stroke="${stroke}"/><text x="${from + 2}" y="${yOf(row) + 21}" fill="${INK}" font-weight="${weight}">${text}</text>\n`;
}
