/** Puts together what was found out about the keys: one answer for the whole history. */
import type { Answer, Decided, Decision, Evidence, Undecided, Violation } from "./answer.ts";
import type { Failures } from "./encode.ts";
import type { Judged } from "./judge.ts";

/** What the sentences have to name. */
export interface Subject {
  readonly keys: readonly (string | number | null)[];
  readonly modelName: string;
  readonly failures: Failures;
}

/**
 * One impossible key makes the history impossible: of several, the first in order of keys is the
 * evidence, whatever the order in which they were judged. Keys that were not judged are undecided.
 */
export function conclude(judged: readonly Judged[], subject: Subject): Answer {
  const { keys, failures } = subject;
  const inOrder = judged.toSorted((x, y) => x.k - y.k);
  const common = { failures, decidedBy: decisions(inOrder) };
  for (const { k, finding } of inOrder)
    if (finding.valid === false)
      return { valid: false, ...common, evidence: evidenceOf(finding, keys[k] ?? null, subject) };
  const undecided = inOrder.flatMap(({ k, finding, operations }) =>
    finding.valid === "unknown"
      ? [{ key: keys[k] ?? null, reason: finding.reason, placed: finding.placed, operations }]
      : [],
  );
  const [first] = undecided;
  if (first === undefined) return { valid: true, ...common };
  const sentence = undecidedSentence(first, undecided.length + keys.length - judged.length);
  return { valid: "unknown", ...common, reason: first.reason, sentence, undecided };
}

/** No key was looked at. */
export function stoppedEarly(failures: Failures): Answer {
  const sentence = "it was told to stop before the history was taken in";
  return { valid: "unknown", failures, decidedBy: [], reason: "stopped", sentence, undecided: [] };
}

function decisions(judged: readonly Judged[]): readonly Decision[] {
  const tally = new Map<string, Decision>();
  for (const { finding, operations } of judged) {
    const { algorithm } = finding;
    const before = tally.get(algorithm) ?? { algorithm, keys: 0, operations: 0 };
    tally.set(algorithm, {
      algorithm,
      keys: before.keys + 1,
      operations: before.operations + operations,
    });
  }
  return [...tally.values()];
}

function evidenceOf(
  violation: Violation & Decided,
  key: string | number | null,
  { modelName }: Subject,
): Evidence {
  const { algorithm, rule, because, rows, order } = violation;
  const where = key === null ? "" : `key ${key}: `;
  const which =
    rows.length === 0 ? "" : ` (${rows.length > 1 ? "operations" : "operation"} ${list(rows)})`;
  return {
    key,
    algorithm,
    rule,
    sentence: `${where}this ${modelName} is not linearizable: ${because}${which}`,
    operations: rows,
    order,
  };
}

const NAMED_MAX = 20;

function list(ids: readonly number[]): string {
  const named = ids.slice(0, NAMED_MAX).join(", ");
  return ids.length > NAMED_MAX ? `${named} and ${ids.length - NAMED_MAX} more` : named;
}

function undecidedSentence(first: Undecided, keys: number): string {
  const why =
    first.reason === "memory" ? "the search reached its memory bound" : "it was told to stop";
  const where = first.key === null ? "" : ` of key ${first.key}`;
  const others = keys > 1 ? `, and ${keys - 1} more keys are undecided` : "";
  return `${why} when ${first.placed} of ${first.operations} operations${where} had their place${others}`;
}
