/** `ordeal shrink`: makes a failure of the simulated world small, and keeps what is left as a run. */
import { resolve } from "node:path";
import { OrdealError } from "#core/errors.ts";
import type { Plan } from "#core/plan.ts";
import { scriptOf, type Script } from "#core/script.ts";
import { sizeOf, type Case, type Size } from "#core/shrink/case.ts";
import { shrink } from "#core/shrink/shrink.ts";
import { plural } from "#reports/render/format.ts";
import { layout } from "#store/layout.ts";
import { readHistory } from "#store/read.ts";
import { findRun, readPlan, readScript } from "#store/runs.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { failureOf } from "../hunt/failing.ts";
import { keepRun, nameOf } from "../hunt/keeping.ts";
import { failsFor, reasonOf, sayReason, type Reason } from "../hunt/reason.ts";
import { storyOf } from "../hunt/story.ts";
import { judgeHere } from "../hunt/trial.ts";
import { judgeAndDraw } from "../judging.ts";
import { durationMs } from "../parse.ts";
import { environmentNamed, simulate } from "../parts.ts";
import { shownPath } from "../shown-path.ts";
import { hasColors } from "../terminal.ts";
import { writeJson } from "../verdict.ts";

export interface ShrinkOptions {
  readonly for: string;
  readonly out: string;
  readonly json: boolean;
}

export async function shrinkCommand(given: string, options: ShrinkOptions): Promise<ExitCode> {
  const folder = findRun(options.out, given);
  const forMs = durationMs("--for", options.for);
  const { whole, reason } = caseIn(folder);
  const began = performance.now();
  const shouldStop = (): boolean => performance.now() - began > forMs;
  const small = shrinkFor(whole, reason, shouldStop, options.json ? () => {} : showing());
  const elapsedMs = performance.now() - began;
  if (small === null) throw notAgain(folder, reason);
  const shrunk = finish(small, reason, options.out);
  const ended = { before: sizeOf(whole), after: sizeOf(small), reason, elapsedMs };
  await judgeAndDraw(shrunk.folder, {
    interrupted: null,
    cancel: new AbortController().signal,
    progress: () => {},
  });
  if (options.json) writeJson({ ...ended, ...shrunk, script: small.script });
  else process.stdout.write(textOf(ended, shrunk));
  return EXIT.violation;
}

/** The run in a folder as a case, with the reason why it failed. */
export function caseIn(folder: string): { readonly whole: Case; readonly reason: Reason } {
  const plan = readPlan(folder);
  if (!("simulate" in environmentNamed(plan.environment))) throw notSimulated(plan);
  const { history } = readHistory(layout.history(folder));
  const reason = reasonOf(judgeHere(plan, history));
  if (reason === null) throw didNotFail(folder);
  const recorded = plan.schedule === "drawn" ? null : readScript(folder);
  return { whole: { plan, script: recorded ?? scriptOf(history, plan) }, reason };
}

/** Null if the script of the run does not show the failure again, whatever the dice. */
export function shrinkFor(
  whole: Case,
  reason: Reason,
  shouldStop: () => boolean,
  progress: (best: Case) => void,
): Case | null {
  const fails = (one: Case): ReturnType<typeof failureOf> => failureOf(one, reason, shouldStop);
  return shrink(whole, { fails, shouldStop, progress });
}

interface Shrunk {
  readonly run: string;
  readonly folder: string;
  readonly story: readonly string[];
  readonly explanation: string;
  /** Whether the same scenario passes when the bugs are off; null where none was on. */
  readonly passesWithoutBugs: boolean | null;
}

function finish({ plan: base, script }: Case, reason: Reason, store: string): Shrunk {
  const run = nameOf(base, ["shrunk"]);
  const plan: Plan = { ...base, run, command: `ordeal replay ${run}` };
  const history = simulate(plan, script);
  const verdicts = judgeHere(plan, history);
  keepRun({ plan, history, script, verdicts }, store);
  const verdict = verdicts[reason.checker];
  return {
    run,
    folder: resolve(store, run),
    story: storyOf(history),
    explanation: verdict?.valid === false ? verdict.anomalies[0].explanation : "",
    passesWithoutBugs: plan.bugs.length === 0 ? null : passes(plan, script, reason),
  };
}

function passes(plan: Plan, script: Script, reason: Reason): boolean {
  const mended = { ...plan, bugs: [] };
  return !failsFor(reason, judgeHere(mended, simulate(mended, script)));
}

/** A line that renews itself, where there is a screen. */
function showing(): (best: Case) => void {
  if (!process.stderr.isTTY) return () => {};
  return (best) => process.stderr.write(`\r\x1b[2K${saySize(sizeOf(best))}`);
}

interface Ended {
  readonly before: Size;
  readonly after: Size;
  readonly reason: Reason;
  readonly elapsedMs: number;
}

function textOf({ before, after, reason, elapsedMs }: Ended, shrunk: Shrunk): string {
  const clear = process.stderr.isTTY && hasColors(process.stdout) ? "\r\x1b[2K" : "";
  const folder = shownPath(shrunk.folder);
  const lines = [
    `From ${saySize(before)}`,
    `to   ${saySize(after)}, in ${(elapsedMs / 1000).toFixed(1)} s.`,
    "",
    ...shrunk.story.map((line) => `  ${line}`),
    "",
    `${sayReason(reason)}. ${shrunk.explanation}`,
    ...bugLines(shrunk.passesWithoutBugs),
    `In space and time: ${folder}/space-time.svg`,
    `Again: ordeal replay ${folder}`,
  ];
  return `${clear}${lines.join("\n")}\n`;
}

function bugLines(passesWithoutBugs: boolean | null): readonly string[] {
  if (passesWithoutBugs === null) return [];
  return [
    passesWithoutBugs
      ? "With the bug off the same scenario passes."
      : "With the bug off the same scenario fails all the same.",
  ];
}

const saySize = ({ faults, operations, nodes, keys, lengthMs }: Size): string =>
  `${plural(faults, "fault")}, ${plural(operations, "operation")}, ${plural(nodes, "node")}, ` +
  `${plural(keys, "key")}, ${(lengthMs / 1000).toFixed(1)} s`;

const didNotFail = (folder: string): OrdealError =>
  new OrdealError(
    "usage",
    "did-not-fail",
    `${folder} did not fail, so there is nothing to make small.`,
    "Give a run with a violation; `ordeal hunt` finds some.",
  );

const notSimulated = ({ environment }: Plan): OrdealError =>
  new OrdealError(
    "usage",
    "not-simulated",
    `A run of the environment ${environment} cannot be made small: it would fail only sometimes.`,
    "Runs of the environment simulated can; `ordeal replay --times 20` says how often this one fails.",
  );

const notAgain = (folder: string, reason: Reason): OrdealError =>
  new OrdealError(
    "environment",
    "does-not-fail-again",
    `What was asked and broken in ${folder} no longer shows ${sayReason(reason)}.`,
    "Has the system changed since? `ordeal replay` says so.",
  );
