/** Strong eventual consistency: after quiet all replicas agree, and on what was acknowledged. */
import type { ConvergenceFigures } from "#core/evidence.ts";
import type { Operation } from "#core/history.ts";
import type { Checker } from "#core/ports/checker.ts";
import { toMillis } from "#core/units.ts";
import type { Anomaly, Verdict } from "#core/verdict.ts";
import { sayTime, say } from "./sentences.ts";
import { answerText, settledObjects, type Settled } from "./settled.ts";

/** What is wrong with an answer that all replicas give, after all these operations. */
export type Owed = (
  name: string,
  operations: readonly Operation[],
  answer: unknown,
) => readonly Anomaly[];

/**
 * Reads in between may be as old as they like. Only what the replicas agree on is held against the
 * acknowledgements: as long as they differ it may yet come, and that they differ is bad enough.
 */
export function convergence(owed: Owed): Checker {
  return {
    name: "convergence",
    check(history, { plan, shouldStop }) {
      const objects = settledObjects(history, plan);
      const details: ConvergenceFigures = { keys: objects.map(figuresOf) };
      const anomalies: Anomaly[] = [];
      for (const object of objects) {
        if (shouldStop()) return outOfTime(anomalies, object, details);
        anomalies.push(...anomaliesOf(object, owed));
      }
      return verdictOf(objects, anomalies, details);
    },
  };
}

const figuresOf = ({ key, answeredAfter, state }: Settled): ConvergenceFigures["keys"][number] => ({
  key,
  state: state.kind,
  answeredAfterMs: answeredAfter === null ? null : toMillis(answeredAfter),
});

function anomaliesOf(object: Settled, owed: Owed): readonly Anomaly[] {
  const { key, operations, state } = object;
  if (state.kind === "diverged") return [divergence(object)];
  return state.kind === "agreed" ? owed(nameOf(key), operations, state.answer) : [];
}

/** Two reads that differ say it best; the others are there to look at. */
function divergence({ key, last, waited }: Settled): Anomaly {
  const [first] = last;
  const other = last.find((read) => first !== undefined && answerText(read) !== answerText(first));
  const told = [first, other].flatMap((read) => (read === undefined ? [] : [say(read)]));
  const ranked = [first, other, ...last.filter((read) => read !== first && read !== other)];
  return {
    name: "diverged",
    explanation:
      `The replicas of ${nameOf(key)} still differ ${sayTime(waited)} after the last fault was ` +
      `healed, with no update since: ${told.join("; ")}.`,
    operations: ranked.flatMap((read) => (read === undefined ? [] : [read.index])),
  };
}

const nameOf = (key: string): string => key || "the object";

function verdictOf(
  objects: readonly Settled[],
  anomalies: readonly Anomaly[],
  details: ConvergenceFigures,
): Verdict {
  const [first, ...others] = anomalies;
  if (first !== undefined) return { valid: false, anomalies: [first, ...others], details };
  const open = objects.flatMap(({ state }) => (state.kind === "open" ? [state] : []));
  const [{ reason, message } = EMPTY] = open;
  if (open.length > 0 || objects.length === 0)
    return { valid: "unknown", reason, message, details };
  return { valid: true, details };
}

const EMPTY = { reason: "too-little", message: "Nothing was asked." } as const;

function outOfTime(
  [first, ...others]: readonly Anomaly[],
  { key }: Settled,
  details: ConvergenceFigures,
): Verdict {
  if (first !== undefined) return { valid: false, anomalies: [first, ...others], details };
  const message = `The time was up at ${nameOf(key)}.`;
  return { valid: "unknown", reason: "out-of-time", message, details };
}
