/** Verdicts, faults and operations in sentences, the same in terminal, page and summary. */
import type { FaultKind, FaultWindow } from "#core/fault.ts";
import type { Operation } from "#core/history.ts";
import { missedIn } from "#core/objectives.ts";
import type { Plan } from "#core/plan.ts";
import type { Results } from "#core/record.ts";
import type { Nanos } from "#core/units.ts";
import { nanos } from "#core/units.ts";
import type { Anomaly, UnknownReason, Verdict } from "#core/verdict.ts";
import { clip, count, duration, json, list, moment, plural, sentence } from "./format.ts";
import { recoveryOf, statsOf } from "./measured.ts";

/** All of a result but the sentence that is made of it. */
export type Judged = Omit<Results, "summary" | "historyHash">;

/** The verdict of a whole run in a few sentences, the most important first. */
export function summaryOf(plan: Plan, judged: Judged): string {
  const found = verdictsOf(judged, false).flatMap(([name, verdict]) => firstOf(name, verdict));
  const sentences = [
    `${headline(judged.valid)}: ${scope(plan, judged)}`,
    ...found,
    ...aside(plan, judged),
    ...openSentences(judged),
  ];
  return sentences.map(sentence).join(" ");
}

/** A summary without what the verdicts say themselves, where they stand below it. */
export function openingOf(plan: Plan, judged: Judged): string {
  const sentences = [`${headline(judged.valid)}: ${scope(plan, judged)}`, ...aside(plan, judged)];
  return sentences.map(sentence).join(" ");
}

/** What no verdict says: who else is to be suspected, why it ended early. */
function aside(plan: Plan, judged: Judged): readonly string[] {
  const early = judged.interrupted === null ? [] : [`The run ended early: ${judged.interrupted}`];
  const missed = Object.values(judged.verdicts).flatMap(missedIn);
  return [
    ...missed.map((words) => `Objective missed: ${words}`),
    ...(judged.valid === false ? suspects(plan, judged) : []),
    ...early,
  ];
}

/** Where too little happened, one reason is enough: the others follow from it. */
function openSentences(judged: Judged): readonly string[] {
  const open = verdictsOf(judged, "unknown");
  const first = open.find(([, verdict]) => follows(verdict));
  const told = judged.interrupted === null ? first : undefined;
  return open
    .filter((entry) => entry === told || !follows(entry[1]))
    .flatMap(([name, verdict]) => verdictSentences(name, verdict));
}

const follows = (verdict: Verdict): boolean =>
  verdict.valid === "unknown" && (verdict.reason === "too-little" || verdict.reason === "cut-off");

/** What may be to blame for a violation beside the system. */
function suspects(plan: Plan, judged: Judged): readonly string[] {
  const struck = new Set((recoveryOf(resultsOf(judged))?.faults ?? []).map(({ kind }) => kind));
  const beyond = plan.beyond.filter((kind) => struck.has(kind) && kind !== "kill");
  return [
    ...(beyond.length === 0 ? [] : [beyondWords(plan, beyond)]),
    ...(plan.bin !== "" && struck.has("kill") ? [FORGETFUL] : []),
  ];
}

const beyondWords = (plan: Plan, kinds: readonly FaultKind[]): string =>
  `${list(kinds)} faults were in force, under which ${targetOf(plan)} does not promise right ` +
  "answers: this shows what they do to it, not that it is wrong";

/** Nobody asked a program for more than Maelstrom does, and that kills no node. */
const FORGETFUL =
  "A suspect is lost persistence: nodes were killed and started again, and a program that keeps " +
  "what it acknowledged in memory alone forgets it then; without kill among the faults it would not";

const resultsOf = (judged: Judged): Results => ({ ...judged, summary: "", historyHash: "" });

export const headline = (valid: boolean | "unknown"): string =>
  valid === true ? "Valid" : valid === false ? "Violation" : "Unknown";

/** What was run, how much of it happened. */
function scope(plan: Plan, judged: Judged): string {
  const what = `${plan.workload} on ${plural(plan.nodes.length, "node")} of ${targetOf(plan)}`;
  const counts = statsOf(resultsOf(judged))?.total;
  const done =
    counts === undefined
      ? ""
      : `, ${plural(counts.attempts, "operation")} (${count(counts.ok)} ok, ` +
        `${count(counts.fail)} fail, ${count(counts.info)} info)`;
  return `${what}${done}${faultsIn(resultsOf(judged))}`;
}

export const targetOf = (plan: Plan): string =>
  plan.bin === "" ? plan.target : `${plan.target} (${plan.bin})`;

function faultsIn(results: Results): string {
  const faults = recoveryOf(results)?.faults;
  if (faults === undefined) return "";
  if (faults.length === 0) return ", no fault";
  const sure = faults.filter((fault) => fault.effect === "proven").length;
  const applied = faults.filter((fault) => fault.effect === "applied").length;
  const parts = [
    `${count(sure)} proven`,
    ...(applied > 0 ? [`${count(applied)} applied`] : []),
    ...(faults.length > sure + applied
      ? [`${count(faults.length - sure - applied)} without proof`]
      : []),
  ];
  return `, ${plural(faults.length, "fault")} (${parts.join(", ")})`;
}

function verdictsOf(
  judged: Judged,
  valid: Verdict["valid"],
): readonly (readonly [string, Verdict])[] {
  return Object.entries(judged.verdicts).filter(([, verdict]) => verdict.valid === valid);
}

/** Of a verdict with many anomalies the first, with the number of the others. */
function firstOf(name: string, verdict: Verdict): readonly string[] {
  const [first, ...rest] = verdictSentences(name, verdict);
  if (first === undefined) return [];
  return rest.length === 0
    ? [first]
    : [first, `${plural(rest.length, "more anomaly", "more anomalies")}`];
}

/** What a checker says when all is well; others "found nothing wrong". */
const FINE: Readonly<Record<string, string>> = {
  linearizable: "the operations on each key have an order that explains every answer",
  "set-full": "no acknowledged element was lost, none appeared from nowhere",
  convergence: "in the end all replicas agreed, and on what was acknowledged",
  "counter-bounds": "every add was counted once, and nothing else",
  "election-safety": "no term had more than one leader",
  "state-machine-safety": "where nodes had come equally far in their log, it was the same log",
  stats: "every word of the workload succeeded at least once",
  assumptions: "enough happened for the verdict to mean something",
  availability: "measured, not judged",
  recovery: "measured, not judged",
  staleness: "measured, not judged",
  objectives: "all were met",
};

/** One sentence for what holds or is unknown, one an anomaly for what does not. */
export function verdictSentences(checker: string, verdict: Verdict): readonly string[] {
  const missed = missedIn(verdict);
  if (verdict.valid === true && missed.length > 0)
    return missed.map((words) => sentence(`${checker}: missed: ${words}`));
  if (verdict.valid === true) {
    return [sentence(`${checker}: ${FINE[checker] ?? "found nothing wrong"}`)];
  }
  if (verdict.valid === false) {
    return verdict.anomalies.map((anomaly) => `${checker}: ${anomalySentence(anomaly)}`);
  }
  return [sentence(`${checker}: ${REASONS[verdict.reason]}: ${verdict.message}`)];
}

/** Long enough for any story, short enough for a terminal. */
const EXPLANATION_MAX = 4000;

export const anomalySentence = ({ name, explanation }: Anomaly): string =>
  `${clip(explanation.trimEnd().replace(/\.$/, ""), EXPLANATION_MAX)} (${name}).`;

const REASONS: Readonly<Record<UnknownReason, string>> = {
  "out-of-time": "the deadline came before the answer",
  "out-of-memory": "the memory was used up before there was an answer",
  "too-little": "too little happened for a verdict",
  "assumption-broken": "what the verdict rests on did not hold",
  "checker-crashed": "the checker crashed, which is a bug of Ordeal",
  "cut-off": "the run was cut off before it could show anything",
};

/** Whatever a system calls itself or answers, a sentence stays one. */
const NAME_MAX = 200;
const EVIDENCE_MAX = 400;

/** One fault: what, when, and how it is known that it had an effect. */
export function faultSentence(window: FaultWindow): string {
  const { id, fault, began, ended, effect } = window;
  const proof = `${effect}: ${clip(window.evidence, EVIDENCE_MAX)}`;
  const span =
    ended === null
      ? `from ${moment(began)} and never cured`
      : `from ${moment(began)} to ${moment(ended)} (${duration(nanos(ended - began))})`;
  return sentence(`${id} ${fault.kind}, ${clip(fault.name, NAME_MAX)}: ${span}, ${proof}`);
}

/** An operation in a few words: `write k3 17`, `read k3 → 12`. */
export function operationWords(operation: Operation, limit = 60): string {
  const { f, key, value, outcome } = operation;
  const asked = value === null || value === undefined ? "" : ` ${json(value, limit)}`;
  const news = outcome.type === "ok" && JSON.stringify(outcome.value) !== JSON.stringify(value);
  const answered = news ? ` → ${json(outcome.value, limit)}` : "";
  return `${f}${key === "" ? "" : ` ${clip(key, limit)}`}${asked}${answered}`;
}

/** An operation with everything that is known of it. */
export function operationSentence(operation: Operation): string {
  const { process, node, invoked, completed, outcome, index } = operation;
  const where = node === null ? "" : ` at ${clip(node, NAME_MAX)}`;
  const took =
    completed === null
      ? "never completed"
      : `${outcome.type} after ${duration(nanos(completed - invoked) as Nanos)}`;
  const why = outcome.type === "ok" ? "" : ` (${list(errorWords(operation))})`;
  return (
    `${operationWords(operation, 200)}, by process ${process}${where}, ` +
    `invoked at ${moment(invoked)}, ${took}${why}; history line ${index + 1}`
  );
}

function errorWords({ outcome }: Operation): readonly string[] {
  if (outcome.type === "ok") return [];
  const { code, message } = outcome.error;
  return message === "" ? [code] : [`${code}: ${clip(message, EVIDENCE_MAX)}`];
}

/** The line that does the run again. */
export function againSentence(plan: Plan): string {
  // A schedule in a file leaves nothing to be drawn.
  const seeded = plan.schedule !== "drawn" || plan.command.includes("--seed");
  return seeded ? plan.command : `${plan.command} --seed ${plan.seed}`;
}
