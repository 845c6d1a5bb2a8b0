/** Judges each key by itself: is there one order, true to time, that explains every answer? */
import type { LinearizableFigures, NonlinearizableEvidence } from "#core/evidence.ts";
import { operationsOf, type Operation } from "#core/history.ts";
import type { Checker } from "#core/ports/checker.ts";
import type { Anomaly, Verdict } from "#core/verdict.ts";
import {
  BadHistory,
  check,
  models,
  type Answer,
  type Model,
  type Operation as Judged,
} from "#checkers/porcupine-ts/index.ts";
import {
  explain,
  type CoreOperation,
  type Explanation,
} from "#checkers/porcupine-ts/explain/explain.ts";
import { count, few, say } from "./sentences.ts";
import type { Evidence } from "#checkers/porcupine-ts/answer.ts";
import { byKey } from "./spans.ts";

/**
 * Refused operations are left out, even if their refusal could be held against the system:
 * what a `fail` promises is only that nothing happened. Unanswered ones may happen at any later
 * time, or never.
 */
export function linearizable(name: "register" | "cas-register" | "set"): Checker {
  const model = models[name]();
  return {
    name: "linearizable",
    check(history, { shouldStop }) {
      const happened = operationsOf(history).filter(({ outcome }) => outcome.type !== "fail");
      // Small keys first: one that takes for ever then leaves fewer others undecided.
      const keys = [...byKey(happened)].toSorted(([, a], [, b]) => a.length - b.length);
      const verdicts = keys.map(([key, some]) => judgeKey(key, some, model, shouldStop));
      return together(verdicts, happened.length);
    },
  };
}

type KeyVerdict = { readonly key: string; readonly algorithms: readonly string[] } & (
  | { readonly kind: "valid" }
  | { readonly kind: "violated"; readonly anomaly: Anomaly }
  | { readonly kind: "undecided"; readonly reason: "stopped" | "memory"; readonly progress: string }
  | { readonly kind: "nonsense"; readonly problem: string }
);

function judgeKey(
  key: string,
  operations: readonly Operation[],
  model: Model,
  shouldStop: () => boolean,
): KeyVerdict {
  if (shouldStop()) return { key, algorithms: [], ...notBegun };
  try {
    const history = operations.map(judged);
    const answer = check(history, model, { shouldStop });
    if (answer.valid !== false) return { key, ...verdictOf(answer) };
    const algorithms = answer.decidedBy.map(({ algorithm }) => algorithm);
    const explained = explain(history, model, { shouldStop });
    const anomaly = anomalyOf(key, answer.evidence, explained, operations);
    return { key, kind: "violated", algorithms, anomaly };
  } catch (error) {
    // The system's answers are what they are: one that no register can give is not our crash.
    if (!(error instanceof BadHistory)) throw error;
    return { key, algorithms: [], kind: "nonsense", problem: error.message };
  }
}

const notBegun = { kind: "undecided", reason: "stopped", progress: "not begun" } as const;

/**
 * The order of the record is the clock: a completion is written down when it has arrived, and an
 * invocation before it leaves, so that whatever stands earlier was earlier. Times would not do: what
 * is handled in one batch has one time.
 */
function judged({ index, process, f, value, completion, outcome }: Operation): Judged {
  const request = { id: index, process, key: null, word: f, input: value, invoked: index };
  return outcome.type === "ok" && completion !== null
    ? { ...request, outcome: "ok", output: outcome.value, returned: completion }
    : { ...request, outcome: "info" };
}

type Told<V> = V extends KeyVerdict ? Omit<V, "key"> : never;

function verdictOf(answer: Exclude<Answer, { readonly valid: false }>): Told<KeyVerdict> {
  const algorithms = answer.decidedBy.map(({ algorithm }) => algorithm);
  if (answer.valid === true) return { kind: "valid", algorithms };
  const [first] = answer.undecided;
  const progress =
    first === undefined ? answer.sentence : `${first.placed} of ${first.operations} in order`;
  return { kind: "undecided", algorithms, reason: answer.reason, progress };
}

/** The least part of the key's history that has no order, the operations that matter most first. */
function anomalyOf(
  key: string,
  found: Evidence,
  explained: Explanation | undefined,
  operations: readonly Operation[],
): Anomaly {
  const core = explained?.core ?? found.operations.map((id) => ({ id, role: "answered" }) as const);
  const ranked = core.toSorted((a, b) => rank(a) - rank(b)).map(({ id }) => id);
  const answered = core.filter(({ role }) => role === "answered").map(({ id }) => id);
  const told = answered.flatMap((id) => operations.filter(({ index }) => index === id)).map(say);
  const where = key === "" ? "No order explains" : `Key ${key}: no order explains`;
  const order = explained?.longest ?? found.order;
  const end = explained?.sentences.at(-1) ?? "";
  const explanation = `${where} ${few(told, 6)}, each true to its time. ${end}`.trimEnd();
  const evidence: NonlinearizableEvidence = { key, rule: found.rule, longestOrder: order };
  return { name: "nonlinearizable", explanation, operations: ranked, evidence };
}

const rank = ({ role }: CoreOperation): number => (role === "answered" ? 0 : 1);

function together(keys: readonly KeyVerdict[], operations: number): Verdict {
  const undecided = keys.filter((key) => key.kind === "undecided");
  const strange = keys.find((key) => key.kind === "nonsense");
  const anomalies = keys.flatMap((key) => (key.kind === "violated" ? [key.anomaly] : []));
  const details: LinearizableFigures = {
    keys: keys.length,
    operations,
    decidedBy: tally(keys.flatMap(({ algorithms }) => algorithms)),
    violated: keys.filter((key) => key.kind === "violated").map(({ key }) => key),
    undecided: undecided.map(({ key, progress }) => ({ key, progress })),
  };
  const [first, ...others] = anomalies;
  if (first !== undefined) return { valid: false, anomalies: [first, ...others], details };
  if (strange !== undefined) {
    const message = `Key ${strange.key} cannot be judged: ${strange.problem}.`;
    return { valid: "unknown", reason: "assumption-broken", message, details };
  }
  const [open] = undecided;
  if (keys.length === 0)
    return {
      valid: "unknown",
      reason: "too-little",
      message: "There was nothing to judge.",
      details,
    };
  if (open === undefined) return { valid: true, details };
  const reason = open.reason === "memory" ? "out-of-memory" : "out-of-time";
  const why = open.reason === "memory" ? "The memory was full" : "The time was up";
  const message = `${why} with ${undecided.length} of ${count(keys.length, "key")} undecided; ${open.key}: ${open.progress}.`;
  return { valid: "unknown", reason, message, details };
}

function tally(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}
