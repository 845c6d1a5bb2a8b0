/** What of a run its space-time diagram shows: all of a small one, else the moments that tell. */
import type { FaultWindow } from "#core/fault.ts";
import type { Operation } from "#core/history.ts";
import type { Plan } from "#core/plan.ts";
import type { RunRecord } from "#core/record.ts";
import type { Crossing } from "#core/sim/crossing.ts";
import { millis, nanos, type Nanos } from "#core/units.ts";
import type { Anomaly } from "#core/verdict.ts";
import { digestOf, type Digest } from "./digest.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { isClientWord, telling, topicsOf } from "./space-time-messages.ts";

export interface Scene {
  readonly plan: Plan;
  readonly operations: readonly Operation[];
  /** Indexes of the operations that the violation rests on. */
  readonly culprits: ReadonlySet<number>;
  readonly crossings: readonly Crossing[];
  readonly faults: readonly FaultWindow[];
  /** Ascending, apart from each other; what lies between them is not shown. */
  readonly spans: readonly Span[];
}

export interface Span {
  readonly from: Nanos;
  readonly to: Nanos;
}

/** More messages than that no eye can follow. */
const MESSAGES_MAX = 80;
const OPERATIONS_MAX = 12;
const SMALL_OPERATIONS_MAX = 24;
/** How much is shown before and after each telling moment: as much as leaves few enough messages. */
const MARGINS_MS: readonly number[] = [200, 100, 50, 20, 10, 5, 2, 1];

/** Where messages are worth recording for the diagram of a run; empty if it would have none. */
export function worthSeeing(record: RunRecord): readonly Span[] {
  const digest = digestOf(record);
  const subject = subjectOf(digest);
  if (subject === null) return [];
  return isSmall(digest) ? [whole(digest, subject)] : around(subject.moments, MARGINS_MS[0] ?? 0);
}

export const isInside = (spans: readonly Span[], from: Nanos, to: Nanos): boolean =>
  spans.some((span) => from <= span.to && to >= span.from);

/** Null where nothing was violated, or nobody saw the messages. */
export function sceneOf(digest: Digest): Scene | null {
  const subject = subjectOf(digest);
  if (subject === null || digest.crossings.length === 0) return null;
  const operations = operationsOf(digest, subject);
  const messages = telling(audible(digest, operations, digest.crossings));
  const choices = [
    ...(isSmall(digest) ? [[whole(digest, subject)]] : []),
    ...MARGINS_MS.map((margin) => around(subject.moments, margin)),
  ];
  const within = (spans: readonly Span[]): readonly Crossing[] =>
    messages.filter(({ sent, arrived }) => isInside(spans, sent, arrived));
  const spans = choices.find((some) => within(some).length <= MESSAGES_MAX) ?? choices.at(-1) ?? [];
  return {
    plan: digest.plan,
    operations: operations.filter(
      ({ invoked, completed }) =>
        isInside(spans, invoked, invoked) ||
        (completed !== null && isInside(spans, completed, completed)),
    ),
    culprits: new Set(subject.anomaly.operations),
    crossings: within(spans).slice(0, MESSAGES_MAX),
    faults: digest.faults.filter(({ began, ended }) => isInside(spans, began, ended ?? digest.end)),
    spans,
  };
}

/** The first violation that names operations, and when those began and ended. */
interface Subject {
  readonly anomaly: Anomaly;
  readonly moments: readonly Nanos[];
}

const CULPRITS_MAX = 8;

function subjectOf({ results, operations }: Digest): Subject | null {
  const anomalies = Object.values(results.verdicts).flatMap((verdict) =>
    verdict.valid === false ? verdict.anomalies : [],
  );
  const anomaly = anomalies.find((one) => one.operations.length > 0);
  if (anomaly === undefined) return null;
  const named = new Set(anomaly.operations.slice(0, CULPRITS_MAX));
  const moments = operations
    .filter(({ index }) => named.has(index))
    .flatMap(({ invoked, completed }) => [invoked, completed ?? invoked]);
  return moments.length === 0 ? null : { anomaly, moments: moments.toSorted((a, b) => a - b) };
}

/** What was made small is shown whole. */
const isSmall = ({ plan, operations, phases }: Digest): boolean =>
  plan.schedule === "shrunk" &&
  operations.filter(({ invoked }) => invoked <= faultPhaseOf(phases).to).length <=
    SMALL_OPERATIONS_MAX;

/** From the beginning of the fault phase to the last answer in it, or that the violation rests on. */
function whole({ phases, operations }: Digest, { moments }: Subject): Span {
  const { from, to } = faultPhaseOf(phases);
  const ends = operations.flatMap(({ invoked, completed }) =>
    invoked <= to ? [completed ?? invoked] : [],
  );
  return { from, to: nanos(Math.max(...ends, ...moments)) };
}

function faultPhaseOf(phases: Digest["phases"]): Span {
  const phase = phases.find((one) => one.phase === "faults");
  return {
    from: phase?.began ?? nanos(0),
    to: phase?.ended ?? nanos(Number.MAX_SAFE_INTEGER),
  };
}

function around(moments: readonly Nanos[], marginMs: number): readonly Span[] {
  const spans: Span[] = [];
  for (const at of moments) {
    const from = nanos(Math.max(0, at - millis(marginMs)));
    const to = nanos(at + millis(marginMs));
    const last = spans.at(-1);
    if (last === undefined || last.to < from) spans.push({ from, to });
    else spans[spans.length - 1] = { from: last.from, to };
  }
  return spans;
}

/** Of a small run all until its end, of another those that the violation rests on or that surround it. */
function operationsOf(digest: Digest, subject: Subject): readonly Operation[] {
  const culprits = new Set(subject.anomaly.operations);
  if (isSmall(digest)) {
    const { to } = faultPhaseOf(digest.phases);
    return digest.operations.filter(({ invoked, index }) => invoked <= to || culprits.has(index));
  }
  const near = neighbourhood(digest.operations, subject.anomaly)?.operations ?? [];
  const accused = near.filter(({ index }) => culprits.has(index));
  const others = near.filter(({ index }) => !culprits.has(index));
  const shown = [...accused, ...others].slice(0, Math.max(accused.length, OPERATIONS_MAX));
  return shown.toSorted((a, b) => a.index - b.index);
}

/** Between a client whose operation is shown and its node; between nodes, if it is about those. */
function audible(
  digest: Digest,
  operations: readonly Operation[],
  crossings: readonly Crossing[],
): readonly Crossing[] {
  const nodes = new Set<string>(digest.plan.nodes);
  const asked = operations.map((operation) => ({
    ...operation,
    client: clientOf(operation, nodes, crossings),
  }));
  const isHeard = ({ from, to, sent, arrived }: Crossing): boolean =>
    asked.some(
      ({ client, invoked, completed }) =>
        (client === from || client === to) &&
        sent >= invoked &&
        arrived <= (completed ?? digest.end),
    );
  const talk = crossings.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  const heard = crossings.filter((crossing) => isHeard(crossing));
  const told = isSmall(digest) ? talk : talk.filter(concerning(heard, operations));
  return [...heard, ...told].toSorted((a, b) => a.sent - b.sent);
}

/** What carries others' words only says nothing of this; a reply does if one of these waits there. */
function concerning(
  heard: readonly Crossing[],
  operations: readonly Operation[],
): (crossing: Crossing) => boolean {
  const topics = new Set(heard.flatMap(({ body }) => topicsOf(body)));
  return ({ from, to, sent, body }) => {
    if (!isClientWord(body)) return true;
    if (topicsOf(body).some((topic) => topics.has(topic))) return true;
    return (
      topicsOf(body).length < 2 &&
      operations.some(
        ({ node, invoked, completed }) =>
          (node === to || node === from) && invoked <= sent && sent <= (completed ?? Infinity),
      )
    );
  };
}

/** The address from which an operation was asked, as its request shows it. */
export function clientOf(
  { node, invoked }: Operation,
  nodes: ReadonlySet<string>,
  crossings: readonly Crossing[],
): string | null {
  const request = crossings.find(
    ({ from, to, sent, body }) =>
      to === node && sent === invoked && !nodes.has(from) && body.msg_id !== undefined,
  );
  return request?.from ?? null;
}
