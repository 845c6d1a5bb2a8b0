/** Judges and draws the run in a folder: what `run`, `check` and `report` have in common. */
import { OrdealError } from "#core/errors.ts";
import type { Cancel } from "#core/cancel.ts";
import { scriptOf } from "#core/script.ts";
import { judge } from "#engine/checking.ts";
import { readHistory } from "#store/read.ts";
import { readPlan, writeResults, writeScript } from "#store/runs.ts";
import { layout } from "#store/layout.ts";
import { cannotWrite } from "#store/trouble.ts";
import type { Results, RunRecord } from "#core/record.ts";
import { worst, type Verdict } from "#core/verdict.ts";
import { writeReports } from "#reports/write/files.ts";
import { summaryOf } from "#reports/render/words.ts";
import { crossingsOf } from "./crossings.ts";
import { checkersOf } from "./judges.ts";

/** In the bundle the thread's module lies beside this one as JavaScript. */
const entry = (): URL => {
  const source = import.meta.url.endsWith(".ts");
  return new URL(source ? "./checker-thread.ts" : "./checker-thread.js", import.meta.url);
};

export interface JudgeOptions {
  readonly interrupted: string | null;
  /** Fires when nobody wants to wait for the checkers any longer. */
  readonly cancel: Cancel;
  progress(sentence: string): void;
}

export interface Judgement {
  readonly record: RunRecord;
  /** The files that were written, names within the folder. */
  readonly files: readonly string[];
  /** Why something could not be written; a verdict is a verdict all the same. */
  readonly failure: OrdealError | null;
}

/** Runs every checker of the run's plan over its history, and writes results.json. */
export async function judgeRun(folder: string, options: JudgeOptions): Promise<Judgement> {
  const plan = readPlan(folder);
  const { history, torn, hash } = readHistory(layout.history(folder));
  if (torn) options.progress("The history's last line was torn: one record is lost.");
  const verdicts = await judge({
    entry: entry(),
    folder,
    checkers: checkersOf(plan).map((checker) => checker.name),
    timeoutMs: plan.checkTimeoutMs,
    cancel: options.cancel,
    judged: () => {},
  });
  const all = Object.values(verdicts).reduce<Verdict>(worst, { valid: true });
  const { interrupted } = options;
  const judged = { valid: all.valid, verdicts, interrupted };
  const results: Results = { ...judged, summary: summaryOf(plan, judged), historyHash: hash };
  const record = { plan, history, results, crossings: [] };
  const failure = await troubleOf(folder, () => writeResults(folder, results));
  return { record, files: [], failure };
}

/** Judges and then writes every report. */
export async function judgeAndDraw(folder: string, options: JudgeOptions): Promise<Judgement> {
  options.progress("judging …");
  const judgement = await judgeRun(folder, options);
  options.progress("drawing …");
  const { record } = judgement;
  let files: readonly string[] = [];
  const draw = async (): Promise<void> => {
    // A script that came first is what the run was made of.
    if (record.plan.schedule === "drawn")
      writeScript(folder, scriptOf(record.history, record.plan));
    const crossings = crossingsOf(record, folder);
    files = await writeReports({ ...record, crossings }, folder);
  };
  const failure = judgement.failure ?? (await troubleOf(folder, draw));
  return { ...judgement, files, failure };
}

async function troubleOf(
  folder: string,
  write: () => void | Promise<void>,
): Promise<OrdealError | null> {
  try {
    await write();
    return null;
  } catch (error) {
    const trouble = cannotWrite("The report", folder, error);
    if (trouble instanceof OrdealError) return trouble;
    throw error;
  }
}
