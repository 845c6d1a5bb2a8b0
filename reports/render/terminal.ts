/** What the terminal shows: a line of progress while a run goes on, the verdict in words after it. */
import type { FaultKind } from "#core/fault.ts";
import type { Phase } from "#core/history.ts";
import { millis, type Nanos } from "#core/units.ts";
import type { Verdict } from "#core/verdict.ts";
import type { Digest } from "./digest.ts";
import { capital, clip, count, duration, percent, plural, rate } from "./format.ts";
import { availabilityOf, recoveryOf, stalenessOf } from "./measured.ts";
import { markOf, markOfVerdict, MARKS, type Mark } from "./palette.ts";
import { plain } from "./plain.ts";
import { remarksOf } from "./remarks.ts";
import { stalenessSentence } from "./staleness.ts";
import { againSentence, openingOf, operationSentence, verdictSentences } from "./words.ts";

/** What is known of a run that goes on. */
export interface Progress {
  readonly phase: Phase;
  readonly elapsed: Nanos;
  readonly operations: number;
  readonly perSecond: number;
  /** Of the operations so far. */
  readonly info: number;
  /** How much later than asked the latest of the last seconds began. */
  readonly late: Nanos;
  /** Those in force. */
  readonly faults: readonly {
    readonly id: string;
    readonly kind: FaultKind;
    readonly name: string;
  }[];
}

/** One line of at most so many columns. */
export function progressLine(progress: Progress, columns: number): string {
  const { phase, elapsed, operations, perSecond, info, late, faults } = progress;
  const current = faults.map((fault) => `${fault.id} ${fault.name}`).join(", ");
  const parts = [
    PHASES[phase],
    duration(elapsed),
    `${plural(operations, "operation")} (${rate(perSecond)})`,
    ...(info > 0 ? [`${count(info)} info`] : []),
    ...(late > 0 ? [`${duration(late)} behind`] : []),
    ...(current === "" ? [] : [current]),
  ];
  const line = plain(parts.join(" · "));
  return line.length <= columns ? line : `${line.slice(0, Math.max(0, columns - 1))}…`;
}

const PHASES: Readonly<Record<Phase, string>> = {
  setup: "setting up",
  faults: "breaking",
  heal: "healing",
  recovery: "final reads",
  done: "done",
};

/** Signs carry the meaning; colours, if wanted, only repeat it. */
export interface Looks {
  readonly color: boolean;
}

/** Lines for the end of a run. No text of a node can move the cursor or ring the bell. */
export function verdictText(digest: Digest, looks: Looks): string {
  const { plan, results } = digest;
  const verdicts = Object.entries(results.verdicts);
  return [
    `${sign(markOf(results.valid), looks)} ${plain(clip(openingOf(plan, results), TEXT_MAX))}`,
    "",
    ...verdicts.flatMap(([name, verdict]) => verdictLines(digest, name, verdict, looks)),
    ...figures(digest),
    ...remarksOf(digest.history).map((words) => `  ${plain(clip(words, TEXT_MAX))}`),
    "",
    `Again: ${plain(againSentence(plan))}`,
    "",
  ].join("\n");
}

const TEXT_MAX = 4000;
const ANOMALIES_MAX = 3;
const CULPRITS_MAX = 5;

function verdictLines(
  digest: Digest,
  name: string,
  verdict: Verdict,
  looks: Looks,
): readonly string[] {
  const mark = sign(markOfVerdict(verdict), looks);
  const sentences = verdictSentences(name, verdict);
  const shown = sentences.slice(0, ANOMALIES_MAX);
  const more = sentences.length - shown.length;
  return [
    ...shown.map((words) => `  ${mark} ${plain(clip(words, TEXT_MAX))}`),
    ...(more > 0 ? [`    … ${plural(more, "more anomaly", "more anomalies")}`] : []),
    ...(verdict.valid === false ? culprits(digest, verdict.anomalies[0].operations) : []),
  ];
}

function culprits(digest: Digest, indexes: readonly number[]): readonly string[] {
  const wanted = indexes.slice(0, CULPRITS_MAX);
  const byIndex = new Map(
    digest.operations.filter((op) => wanted.includes(op.index)).map((op) => [op.index, op]),
  );
  return wanted.flatMap((index, i) => {
    const operation = byIndex.get(index);
    return operation === undefined ? [] : [`    ${i + 1}. ${plain(operationSentence(operation))}`];
  });
}

/** Availability, recovery, and how old reads were where any was, a line each. */
function figures({ results }: Digest): readonly string[] {
  const availability = availabilityOf(results);
  const recovery = recoveryOf(results);
  const lines: string[] = [];
  if (availability !== null) {
    const { total, pace } = availability;
    const outage = total.longestOutage;
    const ratio = total.successByTime === null ? "no data" : percent(total.successByTime, 1);
    const least = outage?.to === null ? "at least " : "";
    const longest =
      outage === null ? "no outage" : `longest outage ${least}${duration(millis(outage.lengthMs))}`;
    lines.push(`  availability ${ratio}, ${longest}`);
    if (pace.warning !== null && total.attempts > 0) lines.push(`  ${plain(pace.warning)}`);
  }
  for (const kind of recovery?.kinds ?? []) {
    const { recovery: first } = kind;
    if (first === null) continue;
    const median = first.p50Ms === null ? "not reached" : duration(millis(first.p50Ms));
    lines.push(
      `  recovery from ${kind.kind}: median ${median} (n ${first.n}, ${first.censored} censored)`,
    );
  }
  const staleness = stalenessOf(results);
  if (staleness !== null && staleness.total.stale > 0)
    lines.push(`  staleness: ${stalenessSentence(staleness)}`);
  return lines.map(capitalised);
}

/** Lines are indented; their first word begins with a capital. */
const capitalised = (line: string): string => `  ${capital(line.trimStart())}`;

const ANSI: Readonly<Record<Mark, string>> = {
  valid: "\u001b[1;32m",
  violation: "\u001b[1;31m",
  unknown: "\u001b[1;33m",
  missed: "\u001b[1;33m",
};

const sign = (mark: Mark, { color }: Looks): string =>
  color ? `${ANSI[mark]}${MARKS[mark].sign}\u001b[0m` : MARKS[mark].sign;
