/** `ordeal replay`: plays a run again, to the same byte where time is virtual. */
import { resolve } from "node:path";
import { OrdealError } from "#core/errors.ts";
import type { Plan } from "#core/plan.ts";
import { lengthOf, scriptOf, type Script } from "#core/script.ts";
import { toMillis } from "#core/units.ts";
import type { Verdict } from "#core/verdict.ts";
import { readHistory } from "#store/read.ts";
import { createRun, findRun, readPlan, readResults, readScript, writeScript } from "#store/runs.ts";
import { layout } from "#store/layout.ts";
import { EXIT, gravest, type ExitCode } from "../exit-codes.ts";
import { firstDifference, hashOf } from "../hunt/comparing.ts";
import { nameOf } from "../hunt/keeping.ts";
import { failsFor, reasonOf, sayReason, type Reason } from "../hunt/reason.ts";
import { judgeHere } from "../hunt/trial.ts";
import { judgeRun } from "../judging.ts";
import { wholeNumber } from "../parse.ts";
import { environmentNamed, partsOf, simulate } from "../parts.ts";
import { shownPath, typedPath } from "../shown-path.ts";
import { paint, Progress } from "../terminal.ts";
import { VERSION } from "../version.ts";
import { playAndJudge } from "./run.ts";

export interface ReplayOptions {
  readonly times: string;
  readonly out: string;
  readonly json: boolean;
}

export async function replayCommand(given: string, options: ReplayOptions): Promise<ExitCode> {
  const folder = findRun(options.out, given);
  const plan = readPlan(folder);
  const times = wholeNumber("--times", options.times, 1, 10_000);
  if ("simulate" in environmentNamed(plan.environment))
    return replaySimulated(folder, plan, options.json);
  return await replayReal(folder, plan, times, options);
}

/** Once is enough: it is a function. */
function replaySimulated(folder: string, plan: Plan, json: boolean): ExitCode {
  const { history: before, hash } = readHistory(layout.history(folder));
  if (before.length === 0) throw nothingToCompare(folder);
  const now = simulate(plan, plan.schedule === "drawn" ? null : readScript(folder));
  const same = hashOf(now) === hash;
  const verdicts = judgeHere(plan, now);
  const reason = reasonOf(verdicts);
  const difference = same ? null : firstDifference(before, now);
  const replay: Replayed = { same, hash, reason, difference, madeBy: plan.ordeal };
  process.stdout.write(json ? `${JSON.stringify({ ...replay, verdicts })}\n` : textOf(replay));
  return gravest([codeOf(verdicts), same ? EXIT.valid : EXIT.unknown]);
}

const nothingToCompare = (folder: string): OrdealError =>
  new OrdealError(
    "usage",
    "no-history",
    `${shownPath(folder)} has no history to compare with.`,
    "A run's history is its history.jsonl, which is missing or empty here.",
  );

interface Replayed {
  readonly same: boolean;
  /** Of the recorded history. */
  readonly hash: string;
  readonly reason: Reason | null;
  readonly difference: string | null;
  /** The version of Ordeal that recorded it. */
  readonly madeBy: string;
}

function textOf({ same, hash, reason, difference, madeBy }: Replayed): string {
  const judged = reason === null ? "It fails in nothing." : `It fails: ${sayReason(reason)}.`;
  if (same) return `${paint("green", "The same history, byte for byte")} (${hash}). ${judged}\n`;
  const version = madeBy === VERSION ? "" : ` It was made by Ordeal ${madeBy}, this is ${VERSION}.`;
  return (
    `${paint("yellow", "Another history: the system, Ordeal or the run's folder has changed since.")}${version}\n` +
    `  ${difference ?? "The events are the same; only how they are written differs."}\n` +
    `${judged}\n`
  );
}

const codeOf = (verdicts: Readonly<Record<string, Verdict>>): ExitCode => {
  const all = Object.values(verdicts).map(({ valid }) => valid);
  if (all.includes(false)) return EXIT.violation;
  return all.includes("unknown") ? EXIT.unknown : EXIT.valid;
};

/** The same schedule, as often as asked: what happens is the machine's to say. */
async function replayReal(
  folder: string,
  plan: Plan,
  times: number,
  options: ReplayOptions,
): Promise<ExitCode> {
  using progress = new Progress();
  const { history } = readHistory(layout.history(folder));
  const script = readScript(folder) ?? scriptOf(history, plan);
  const before = readResults(folder) ?? (await judged(folder, progress)).record.results;
  const reason = reasonOf(before.verdicts);
  const runs: Again[] = [];
  for (let i = 1; i <= times; i++) {
    progress.say(paint("bold", `Replay ${i} of ${times}`));
    const again = await playAgain(
      scripted(plan, script, options.out),
      script,
      options.out,
      progress,
    );
    runs.push({ ...again, reproduced: isSame(reason, again.verdicts) });
    if (again.interrupted !== null) break;
  }
  progress[Symbol.dispose]();
  tellReal(runs, reason, options.json);
  return gravest(runs.map(({ code }) => code));
}

interface Again {
  readonly run: string;
  readonly folder: string;
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly interrupted: string | null;
  readonly code: ExitCode;
  readonly reproduced: boolean;
}

/** A run that failed in nothing is reproduced by one that fails in nothing. */
const isSame = (reason: Reason | null, verdicts: Again["verdicts"]): boolean =>
  reason === null ? reasonOf(verdicts) === null : failsFor(reason, verdicts);

/** The plan of a run that draws nothing, since its script says it all. */
function scripted(plan: Plan, script: Script, store: string): Plan {
  const run = nameOf(plan, ["replay"]);
  const timeLimitMs = Math.ceil(toMillis(lengthOf(script))) + 1000;
  const command = `ordeal replay ${typedPath(resolve(store, run))}`;
  const schedule = plan.schedule === "drawn" ? "recorded" : plan.schedule;
  return { ...plan, run, schedule, rate: 0, timeLimitMs, command };
}

async function playAgain(
  plan: Plan,
  script: Script,
  store: string,
  progress: Progress,
): Promise<Omit<Again, "reproduced">> {
  const folder = createRun(store, plan);
  writeScript(folder, script);
  const parts = partsOf(plan, script);
  const environment = environmentNamed(plan.environment);
  const { record, interrupted, code } = await playAndJudge(environment, parts, {
    folder,
    progress,
  });
  return { run: plan.run, folder, verdicts: record.results.verdicts, interrupted, code };
}

const judged = (folder: string, progress: Progress): ReturnType<typeof judgeRun> =>
  judgeRun(folder, {
    interrupted: null,
    cancel: new AbortController().signal,
    progress: (sentence) => progress.say(sentence),
  });

function tellReal(runs: readonly Again[], reason: Reason | null, json: boolean): void {
  const reproduced = runs.filter((run) => run.reproduced).length;
  if (json) {
    const value = { reproduced, times: runs.length, reason, runs };
    process.stdout.write(`${JSON.stringify(value)}\n`);
    return;
  }
  const what = reason === null ? "failing in nothing" : sayReason(reason);
  process.stdout.write(`Reproduced ${reproduced} of ${runs.length}: ${what}.\n`);
  for (const { folder, verdicts } of runs) {
    const other = reasonOf(verdicts);
    const said = other === null ? "no violation" : sayReason(other);
    process.stdout.write(`  ${shownPath(folder)}: ${said}\n`);
  }
}
