/** Judges and draws the run in a folder: what `run`, `check` and `report` have in common. */
import { judge } from "#engine/checking.ts";
import { readHistory } from "#store/read.ts";
import { readPlan, writeResults } from "#store/runs.ts";
import { layout } from "#store/layout.ts";
import type { Results, RunRecord } from "#core/record.ts";
import { worst, type Verdict } from "#core/verdict.ts";
import { writeReports } from "#reports/write/files.ts";
import { summaryOf } from "#reports/render/words.ts";
import { checkersOf } from "./judges.ts";

/** In the bundle the thread's module lies beside this one as JavaScript. */
const entry = (): URL => {
  const source = import.meta.url.endsWith(".ts");
  return new URL(source ? "./checker-thread.ts" : "./checker-thread.js", import.meta.url);
};

export interface JudgeOptions {
  readonly interrupted: string | null;
  progress(sentence: string): void;
}

/** Runs every checker of the run's plan over its history, and writes results.json. */
export async function judgeRun(folder: string, options: JudgeOptions): Promise<RunRecord> {
  const plan = readPlan(folder);
  const { history, torn, hash } = readHistory(layout.history(folder));
  if (torn) options.progress("The history's last line was torn: one record is lost.");
  const verdicts = await judge({
    entry: entry(),
    folder,
    checkers: checkersOf(plan).map((checker) => checker.name),
    timeoutMs: plan.checkTimeoutMs,
    judged: () => {},
  });
  const all = Object.values(verdicts).reduce<Verdict>(worst, { valid: true });
  const { interrupted } = options;
  const judged = { valid: all.valid, verdicts, interrupted };
  const results: Results = { ...judged, summary: summaryOf(plan, judged), historyHash: hash };
  const record = { plan, history, results };
  writeResults(folder, record.results);
  return record;
}

/** Writes every report of a judged run; answers with the files' names. */
export const drawRun = (record: RunRecord, folder: string): Promise<readonly string[]> =>
  writeReports(record, folder);
