/** What both drawings show: bars in lanes, orders with their points, and where to look first. */
import type { Explanation } from "../explain/explain.ts";
import type { Hindrance } from "../explain/orders.ts";
import { describeOperation, show } from "../explain/words.ts";
import type { Operation } from "../operation.ts";
import { type Segment, segmentsAround } from "./axis.ts";
import { assignLanes } from "./lanes.ts";
import { type Ranked, rankEvents } from "./ranks.ts";

export interface Mark {
  /** Such as "partition". */
  readonly label: string;
  /** On the clock of the operations. */
  readonly from: number;
  readonly to: number;
}

export interface PictureOptions {
  readonly title: string;
  /** Without it, the history is drawn as it is. */
  readonly explanation?: Explanation | undefined;
  /** Faults and phases, drawn as bands behind the operations. */
  readonly marks?: readonly Mark[];
  /** Operations that are drawn one by one; of a longer history those around the trouble. 10,000. */
  readonly barsMax?: number;
}

export type Part = "core" | "stuck" | "other";

export interface Bar {
  readonly id: number;
  readonly process: string;
  readonly lane: number;
  /** Ranks of call and return among all events; an operation without an answer has no return. */
  readonly from: number;
  readonly to: number | undefined;
  /** Where its bar ends: at its return, or where the next bar of its lane begins. */
  readonly end: number;
  readonly status: Operation["outcome"];
  readonly label: string;
  readonly part: Part;
}

/** A legal order of some operations, as points inside their bars. */
export interface DrawnOrder {
  readonly steps: readonly {
    /** An index into `bars`. */
    readonly bar: number;
    readonly at: number;
    readonly state: string;
  }[];
  readonly hindrances: readonly string[];
}

export interface Picture {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly broken: boolean;
  readonly bars: readonly Bar[];
  readonly lanes: number;
  /** How many events the history has; ranks are below it. */
  readonly events: number;
  readonly operations: number;
  readonly orders: readonly DrawnOrder[];
  readonly marks: readonly { readonly label: string; readonly from: number; readonly to: number }[];
  readonly segments: readonly Segment[];
  /** How many operations are open in each of equal slices of the history. */
  readonly density: readonly number[];
}

const BARS_MAX = 10_000;
const SLICES = 600;

/** Linear but for the sorting of events by time. */
export function makePicture(operations: readonly Operation[], options: PictureOptions): Picture {
  const { title, explanation, marks = [] } = options;
  const own = explanation === undefined ? operations : ofKey(operations, explanation);
  const ranked = rankEvents(own);
  const parts = partsOf(explanation);
  const chosen = around(ranked.rows, parts, options.barsMax ?? BARS_MAX);
  const bars = makeBars(chosen, ranked.events, parts);
  const core = bars.filter(({ part }) => part !== "other");
  return {
    title,
    sentences: explanation?.sentences ?? [],
    broken: explanation !== undefined,
    bars,
    lanes: bars.reduce((most, { lane }) => Math.max(most, lane + 1), 0),
    events: ranked.events,
    operations: own.length,
    orders: ordersOf(explanation, bars),
    marks: marks.map(({ label, from, to }) => ({
      label,
      from: ranked.rankOf(from),
      to: ranked.rankOf(to),
    })),
    segments: segmentsAround(
      core.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])),
      ranked.events,
    ),
    density: densityOf(ranked, SLICES),
  };
}

const ofKey = (operations: readonly Operation[], { key }: Explanation): readonly Operation[] =>
  operations.filter((operation) => operation.key === key);

/** The core, and of it what finds no place behind the longest order. */
function partsOf(explanation: Explanation | undefined): ReadonlyMap<number, Part> {
  const parts = new Map<number, Part>();
  for (const { id } of explanation?.core ?? []) parts.set(id, "core");
  for (const { id, kind } of explanation?.orders[0]?.hindrances ?? [])
    if (kind === "answer") parts.set(id, "stuck");
  return parts;
}

/** At most so many rows: all if they are not more, else as many around each of the trouble. */
function around(
  rows: Ranked["rows"],
  parts: ReadonlyMap<number, Part>,
  most: number,
): Ranked["rows"] {
  if (rows.length <= most) return rows;
  const found = rows.flatMap(({ operation }, i) => (parts.has(operation.id) ? [i] : []));
  const centers = found.length === 0 ? [most >> 1] : found.slice(0, most);
  const each = Math.floor(most / centers.length);
  const chosen = new Set<number>();
  for (const center of centers) {
    const start = Math.max(0, Math.min(center - (each >> 1), rows.length - each));
    for (let i = start; i < start + each; i++) chosen.add(i);
  }
  return rows.filter((_, i) => chosen.has(i));
}

function makeBars(
  rows: Ranked["rows"],
  events: number,
  parts: ReadonlyMap<number, Part>,
): readonly Bar[] {
  const { lanes, ends } = assignLanes(rows, events);
  return rows.map(({ operation, from, to }, i) => ({
    id: operation.id,
    process: String(operation.process),
    lane: lanes[i] ?? 0,
    from,
    to,
    end: ends[i] ?? events,
    status: operation.outcome,
    label: describeOperation(operation, LABEL_MAX),
    part: parts.get(operation.id) ?? "other",
  }));
}

const LABEL_MAX = 80;

function ordersOf(
  explanation: Explanation | undefined,
  bars: readonly Bar[],
): readonly DrawnOrder[] {
  if (explanation === undefined) return [];
  const barOf = new Map(bars.map(({ id }, i) => [id, i]));
  const labelOf = (id: number): string => {
    const bar = bars[barOf.get(id) ?? -1];
    return bar === undefined ? `operation ${id}` : `${bar.label} [${id}]`;
  };
  const ofCore = explanation.orders.map((order) => ({
    steps: withPoints(order.ids, bars, barOf, (i) => show(order.states[i], STATE_MAX)),
    hindrances: order.hindrances.map((each) => hindranceText(each, labelOf)),
  }));
  const { longest } = explanation;
  const ofAll = { steps: withPoints(longest, bars, barOf, () => ""), hindrances: [] };
  return [...ofCore, ...(ofAll.steps.length === 0 ? [] : [ofAll])];
}

const STATE_MAX = 40;

function hindranceText(hindrance: Hindrance, labelOf: (id: number) => string): string {
  return hindrance.kind === "answer"
    ? `${labelOf(hindrance.id)}: another answer would be due`
    : `${labelOf(hindrance.id)}: waits for ${labelOf(hindrance.waitsFor)}, which had returned before`;
}

/** Points that do not go back: early in each bar, but not after what has to come later. */
function withPoints(
  ids: readonly number[],
  bars: readonly Bar[],
  barOf: ReadonlyMap<number, number>,
  stateAt: (index: number) => string,
): DrawnOrder["steps"] {
  const drawn = ids.flatMap((id, i) => {
    const bar = barOf.get(id);
    return bar === undefined ? [] : [{ bar, state: stateAt(i) }];
  });
  let bound = Number.POSITIVE_INFINITY;
  const latest = drawn
    .toReversed()
    .map(
      ({ bar }) =>
        (bound = Math.min(bound - STEP, (bars[bar]?.to ?? Number.POSITIVE_INFINITY) - STEP)),
    )
    .toReversed();
  let last = -1;
  return drawn.map(({ bar, state }, i) => {
    const wanted = Math.min((bars[bar]?.from ?? 0) + INSIDE, latest[i] ?? 0);
    last = Math.max(last + STEP, wanted, (bars[bar]?.from ?? 0) + STEP);
    return { bar, at: last, state };
  });
}

/** In distances of two events: where a point would be by itself, and what two points keep. */
const INSIDE = 0.5;
const STEP = 1 / 16;

function densityOf({ rows, events }: Ranked, slices: number): readonly number[] {
  const changes = new Float64Array(slices + 1);
  const slice = (rank: number): number => Math.floor((rank * slices) / Math.max(1, events));
  for (const { from, to } of rows) {
    changes[slice(from)]! += 1;
    changes[Math.min(slices, slice(to ?? from) + 1)]! -= 1;
  }
  let open = 0;
  return Array.from(changes.subarray(0, slices), (change) => (open += change));
}
