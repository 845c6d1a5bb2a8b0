/** How much of what was asked during the faults was answered, by window and node, unflattered. */
import { isAnswered, latencyOf } from "#core/answered.ts";
import type {
  Availability,
  AvailabilityFigures,
  NodeAvailability,
  Pace,
  Window,
} from "#core/figures.ts";
import { operationsOf, type History, type Operation } from "#core/history.ts";
import type { Plan } from "#core/plan.ts";
import type { Checker } from "#core/ports/checker.ts";
import { distributionOf } from "#core/quantiles.ts";
import { millis, nanos, toMillis, toSeconds, type Nanos } from "#core/units.ts";
import { longestOf, outagesOf, patienceMsOf, totalMsOf } from "./outages.ts";
import { byNode, endOf, invokedIn, phaseSpan, type Span } from "./spans.ts";

/** Figures, not a judgement: true as long as there is anything to count. */
export const availability: Checker = {
  name: "availability",
  check(history, { plan }) {
    const figures = availabilityOf(history, plan);
    if (figures.total.attempts > 0) return { valid: true, details: figures };
    const message = "Nothing was asked while faults could happen, so nothing is known.";
    return { valid: "unknown", reason: "too-little", message, details: figures };
  },
};

/** A history without phases, such as a foreign one, is all fault phase. */
export function availabilityOf(history: History, plan: Plan): AvailabilityFigures {
  const all = operationsOf(history);
  const span = phaseSpan(history, "faults") ?? { from: nanos(0), to: endOf(history) };
  const operations = invokedIn(all, span);
  const windowMs = windowMsOf(toMillis(nanos(span.to - span.from)), plan);
  const patienceMs = patienceMsOf(plan);
  const nodes = byNode(operations);
  const measure = (some: readonly Operation[]): Availability =>
    measured(some, span, millis(windowMs), millis(patienceMs));
  const names = [...new Set([...plan.nodes, ...nodes.keys()])];
  return {
    ...span,
    windowMs,
    patienceMs,
    pace: paceOf(operations, span, plan),
    total: measure(operations),
    nodes: names.map((node): NodeAvailability =>
      Object.assign({ node }, measure(nodes.get(node) ?? [])),
    ),
  };
}

const WIDTHS_MS: readonly number[] = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000];
const MOST_WINDOWS = 300;

/**
 * Clients that wait for an answer ask nothing meanwhile, so windows shorter than the deadline would
 * make an outage look like an absence of data with a failure now and then.
 */
export function windowMsOf(spanMs: number, plan: Plan): number {
  const least = Math.max(plan.operationTimeoutMs, spanMs / MOST_WINDOWS);
  return WIDTHS_MS.find((width) => width >= least) ?? Math.ceil(least / 60_000) * 60_000;
}

function measured(
  operations: readonly Operation[],
  span: Span,
  width: Nanos,
  patience: Nanos,
): Availability {
  const windows = windowsOf(operations, span, width);
  const known = windows.filter((window) => window.attempts > 0);
  const attempts = operations.length;
  const answered = operations.filter(isAnswered).length;
  const outages = outagesOf(operations, patience, span.to);
  return {
    attempts,
    answered,
    ok: operations.filter(({ outcome }) => outcome.type === "ok").length,
    successByTime: successByTime(known),
    successByOperation: attempts === 0 ? null : answered / attempts,
    windows,
    windowsWithoutData: windows.length - known.length,
    success: distributionOf(known.map((window) => window.success ?? 0)),
    goodput: distributionOf(known.map((window) => window.goodputPerSecond ?? 0)),
    latencyMs: distributionOf(
      operations.map(latencyOf).flatMap((latency) => (latency === null ? [] : toMillis(latency))),
    ),
    outages,
    outageMs: totalMsOf(outages),
    longestOutage: longestOf(outages),
  };
}

function successByTime(known: readonly Window[]): number | null {
  const length = known.reduce((sum, { from, to }) => sum + to - from, 0);
  const weighed = known.reduce(
    (sum, { from, to, success }) => sum + (to - from) * (success ?? 0),
    0,
  );
  return length === 0 ? null : weighed / length;
}

/** Windows of one width from the span's beginning; the last ends with the span. */
function windowsOf(operations: readonly Operation[], span: Span, width: Nanos): readonly Window[] {
  const windows: Window[] = [];
  for (let from = span.from; from < span.to; from = nanos(from + width)) {
    const to = nanos(Math.min(from + width, span.to));
    windows.push(windowOf(invokedIn(operations, { from, to }), { from, to }));
  }
  return windows;
}

function windowOf(inside: readonly Operation[], span: Span): Window {
  const attempts = inside.length;
  const answered = inside.filter(isAnswered).length;
  const ok = inside.filter(({ outcome }) => outcome.type === "ok").length;
  const lengthS = toSeconds(nanos(span.to - span.from));
  return {
    ...span,
    attempts,
    answered,
    ok,
    success: attempts === 0 ? null : answered / attempts,
    goodputPerSecond: attempts === 0 ? null : ok / lengthS,
  };
}

function paceOf(operations: readonly Operation[], span: Span, plan: Plan): Pace {
  const lengthS = toSeconds(nanos(span.to - span.from));
  const achieved = lengthS === 0 ? 0 : operations.length / lengthS;
  const lateMs = distributionOf(operations.map(({ late }) => toMillis(late)));
  const fellShort = achieved < 0.9 * plan.rate;
  const cameLate = lateMs !== null && lateMs.p95 > 100;
  const figures = `${achieved.toFixed(1)} of ${plan.rate} operations a second were asked`;
  const lateness = lateMs === null ? "" : `, the latest ${(lateMs.max / 1000).toFixed(1)} s late`;
  return {
    askedPerSecond: plan.rate,
    achievedPerSecond: achieved,
    lateMs,
    warning:
      plan.rate > 0 && (fellShort || cameLate)
        ? `The clients fell behind: ${figures}${lateness}. What was not asked cannot fail.`
        : null,
  };
}
