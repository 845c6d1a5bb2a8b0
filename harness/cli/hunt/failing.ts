/** Plays a case and says whether, and by what, it fails for a given reason. */
import { operationsOf, phasesOf, type History } from "#core/history.ts";
import { scriptOf } from "#core/script.ts";
import type { Case } from "#core/shrink/case.ts";
import type { Failure } from "#core/shrink/shrink.ts";
import { nanos } from "#core/units.ts";
import type { Anomaly } from "#core/verdict.ts";
import { checkersOf } from "../judges.ts";
import { simulate } from "../parts.ts";
import type { Reason } from "./reason.ts";

/** Only the checker that matters is asked, and a run that is not wanted any more is not finished. */
export function failureOf(one: Case, reason: Reason, shouldStop: () => boolean): Failure | null {
  const history = simulate(one.plan, one.script, shouldStop);
  if (shouldStop()) return null;
  const checker = checkersOf(one.plan).find(({ name }) => name === reason.checker);
  const verdict = checker?.check(history, { plan: one.plan, shouldStop });
  if (verdict?.valid !== false) return null;
  const anomaly = verdict.anomalies.find(({ name }) => name === reason.anomaly);
  return anomaly === undefined ? null : failureIn(history, one, anomaly);
}

function failureIn(history: History, one: Case, anomaly: Anomaly): Failure {
  const [first] = anomaly.operations;
  const key = first === undefined ? null : (history[first]?.key ?? null);
  const culprits = new Set(anomaly.operations);
  const ended = [
    ...operationsOf(history)
      .filter(({ index }) => culprits.has(index))
      .map(({ completed }) => completed ?? Infinity),
    ...(anomaly.notes ?? []).flatMap((index) => history[index]?.time ?? []),
  ];
  const span = phasesOf(history).find(({ phase }) => phase === "faults");
  const last = Math.max(0, ...ended);
  const inPhase = span !== undefined && ended.length > 0 && last <= (span.ended ?? Infinity);
  return {
    key,
    shownBy: inPhase ? nanos(last - span.began) : null,
    culprits: positionsOf(culprits, history, one),
  };
}

/** The n-th invocation of a thread is the n-th that the script has for it. */
function positionsOf(
  culprits: ReadonlySet<number>,
  history: History,
  { plan, script }: Case,
): readonly number[] {
  const queues = new Map<number, number[]>();
  for (const [at, { thread }] of script.operations.entries())
    queues.set(thread, [...(queues.get(thread) ?? []), at]);
  const invoked = history.filter(({ type, process }) => type === "invoke" && process !== "nemesis");
  const asked = scriptOf(history, plan).operations;
  return asked.flatMap(({ thread }, nth) => {
    const at = queues.get(thread)?.shift();
    const index = invoked[nth]?.index;
    return at !== undefined && index !== undefined && culprits.has(index) ? [at] : [];
  });
}
