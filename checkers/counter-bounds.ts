/** Counters: no read is beyond what was added, and the last ones have all that was acknowledged. */
import type { CounterFigures } from "#core/evidence.ts";
import type { Operation } from "#core/history.ts";
import type { Checker } from "#core/ports/checker.ts";
import type { Anomaly, Verdict } from "#core/verdict.ts";
import { say } from "./sentences.ts";
import { settledObjects, type Settled } from "./settled.ts";

/**
 * A read counts some of the adds that began before it was answered, each once or not at all. In the
 * end it counts every acknowledged add, and of those without an answer any.
 */
export const counterBounds: Checker = {
  name: "counter-bounds",
  check(history, { plan, shouldStop }) {
    const objects = settledObjects(history, plan);
    const details: CounterFigures = { keys: objects.map(figuresOf) };
    const anomalies: Anomaly[] = [];
    for (const object of objects) {
      if (shouldStop()) break;
      anomalies.push(...impossible(object), ...wrongInTheEnd(object));
    }
    const [first, ...others] = anomalies;
    if (first !== undefined) return { valid: false, anomalies: [first, ...others], details };
    return shouldStop() ? outOfTime(details) : verdictOf(objects, details);
  },
};

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Of adds that may all, each by itself, have happened or not. */
const anyOf = (deltas: readonly number[]): Bounds => ({
  low: deltas.reduce((sum, delta) => sum + Math.min(0, delta), 0),
  high: deltas.reduce((sum, delta) => sum + Math.max(0, delta), 0),
});

function finalBounds(operations: readonly Operation[]): Bounds {
  const deltas = (type: "ok" | "info"): readonly number[] =>
    addsOf(operations).flatMap(({ outcome, value }) =>
      outcome.type === type ? [Number(value)] : [],
    );
  const sure = deltas("ok").reduce((sum, delta) => sum + delta, 0);
  const { low, high } = anyOf(deltas("info"));
  return { low: sure + low, high: sure + high };
}

const addsOf = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter(({ f, outcome }) => f === "add" && outcome.type !== "fail");

const figuresOf = ({ key, operations, state }: Settled): CounterFigures["keys"][number] => {
  const { low, high } = finalBounds(operations);
  const value = state.kind === "agreed" ? Number(state.answer) : null;
  return { key, low, high, value };
};

/** The first read that is beyond all that was asked for when it was answered. */
function impossible({ key, operations }: Settled): readonly Anomaly[] {
  const adds = addsOf(operations);
  const reads = operations.filter(({ f, outcome }) => f === "read" && outcome.type === "ok");
  let begun = 0;
  let { low, high } = anyOf([]);
  for (const read of reads.toSorted((a, b) => endOf(a) - endOf(b))) {
    for (let add = adds[begun]; add !== undefined && add.index < endOf(read); add = adds[++begun]) {
      low += Math.min(0, Number(add.value));
      high += Math.max(0, Number(add.value));
    }
    const value = valueOf(read);
    if (value < low || value > high)
      return [outside("impossible-count", key, read, { low, high }, "that had been asked for")];
  }
  return [];
}

const endOf = ({ completion, index }: Operation): number => completion ?? index;
const valueOf = ({ outcome }: Operation): number =>
  outcome.type === "ok" ? Number(outcome.value) : 0;

function wrongInTheEnd({ key, operations, last, state }: Settled): readonly Anomaly[] {
  const [read] = last;
  if (state.kind !== "agreed" || read === undefined) return [];
  const bounds = finalBounds(operations);
  const end = "that were acknowledged, and of those without an answer any";
  if (valueOf(read) < bounds.low) return [outside("lost-add", key, read, bounds, end)];
  if (valueOf(read) > bounds.high) return [outside("surplus-count", key, read, bounds, end)];
  return [];
}

function outside(
  name: string,
  key: string,
  read: Operation,
  { low, high }: Bounds,
  which: string,
): Anomaly {
  const counter = key === "" ? "The counter" : `Counter ${key}`;
  const range = low === high ? `${low}` : `between ${low} and ${high}`;
  const explanation = `${counter} must be ${range} by the adds ${which}: ${say(read)}.`;
  return { name, explanation, operations: [read.index], evidence: { low, high } };
}

function verdictOf(objects: readonly Settled[], details: CounterFigures): Verdict {
  for (const { state } of objects) {
    if (state.kind === "open") return { valid: "unknown", ...openOf(state), details };
    if (state.kind === "diverged") return { valid: "unknown", ...DIVERGED, details };
  }
  const counted = objects.some(({ operations }) =>
    operations.some(({ f, outcome }) => f === "add" && outcome.type === "ok"),
  );
  if (counted) return { valid: true, details };
  return { valid: "unknown", reason: "too-little", message: "Nothing was added.", details };
}

const openOf = ({ reason, message }: Extract<Settled["state"], { kind: "open" }>) =>
  ({ reason, message }) as const;

const DIVERGED = {
  reason: "assumption-broken",
  message: "The replicas do not agree on a value that could be judged.",
} as const;

const outOfTime = (details: CounterFigures): Verdict => ({
  valid: "unknown",
  reason: "out-of-time",
  message: "The time was up before every counter was looked at.",
  details,
});
