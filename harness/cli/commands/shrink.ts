/** `ordeal shrink`: makes a failure of the simulated world small, and keeps what is left as a run. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { assert } from "#core/assert.ts";
import { OrdealError } from "#core/errors.ts";
import type { Plan } from "#core/plan.ts";
import { scriptOf, type Script } from "#core/script.ts";
import { sizeOf, type Case } from "#core/shrink/case.ts";
import { shrink } from "#core/shrink/shrink.ts";
import { layout } from "#store/layout.ts";
import { readHistory } from "#store/read.ts";
import { findRun, readPlan, readScript } from "#store/runs.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { hashOf } from "../hunt/comparing.ts";
import { failureOf } from "../hunt/failing.ts";
import { keepRun, nameOf } from "../hunt/keeping.ts";
import { reasonOf, sayReason, type Reason } from "../hunt/reason.ts";
import { mendedOf, saySize, shrunkText, type Shrunk } from "../hunt/shrunk.ts";
import { storyOf } from "../hunt/story.ts";
import { judgeHere } from "../hunt/trial.ts";
import { judgeAndDraw } from "../judging.ts";
import { durationMs } from "../parse.ts";
import { environmentNamed, simulate } from "../parts.ts";
import { typedPath } from "../shown-path.ts";
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
  if (small === null) throw shouldStop() ? tooSoon(options.for) : notAgain(folder, reason);
  const kept = keepSmall(small, reason, options.out);
  const shrunk = { ...kept, reason, before: sizeOf(whole), after: sizeOf(small), elapsedMs };
  await judgeAndDraw(shrunk.folder, {
    interrupted: null,
    cancel: new AbortController().signal,
    progress: () => {},
  });
  const text = shrunkText(shrunk);
  writeFileSync(layout.shrunk(shrunk.folder), text);
  if (options.json) writeJson({ ...shrunk, script: small.script });
  else process.stdout.write(`${clearing()}${text}`);
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

type Kept = Omit<Shrunk, "reason" | "before" | "after" | "elapsedMs">;

/** As a run like any other. */
function keepSmall({ plan: base, script }: Case, reason: Reason, store: string): Kept {
  const run = nameOf(base, ["shrunk"]);
  const plan: Plan = { ...base, run, command: `ordeal replay ${typedPath(resolve(store, run))}` };
  const history = simulate(plan, script);
  const verdicts = judgeHere(plan, history);
  const verdict = verdicts[reason.checker];
  const anomalies = verdict?.valid === false ? verdict.anomalies : [];
  const anomaly = anomalies.find(({ name }) => name === reason.anomaly);
  assert(anomaly !== undefined, "what was made small fails for the same reason");
  assert(hashOf(simulate(plan, script)) === hashOf(history), "it plays again to the same byte");
  keepRun({ plan, history, script, verdicts }, store);
  return {
    run,
    folder: resolve(store, run),
    story: storyOf(history),
    explanation: anomaly.explanation,
    mended: plan.bugs.length === 0 ? null : mendedOf(reason, withoutBugs(plan, script)),
  };
}

function withoutBugs(plan: Plan, script: Script): ReturnType<typeof judgeHere> {
  const mended = { ...plan, bugs: [] };
  return judgeHere(mended, simulate(mended, script));
}

/** A line that renews itself, where there is a screen. */
function showing(): (best: Case) => void {
  if (!process.stderr.isTTY) return () => {};
  return (best) => process.stderr.write(`\r\x1b[2K${saySize(sizeOf(best))}`);
}

const clearing = (): string =>
  process.stderr.isTTY && hasColors(process.stdout) ? "\r\x1b[2K" : "";

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

const tooSoon = (given: string): OrdealError =>
  new OrdealError(
    "usage",
    "too-soon",
    `The time of --for ${given} was over before the failure had been shown once more.`,
    "Give it longer: --for 1m.",
  );

const notAgain = (folder: string, reason: Reason): OrdealError =>
  new OrdealError(
    "environment",
    "does-not-fail-again",
    `What was asked and broken in ${folder} no longer shows ${sayReason(reason)}.`,
    "Has the system, or the run's folder, changed since? `ordeal replay` says so.",
  );
