/** Makes an ordinary run's folder of a trial, so that it can be judged, drawn, played again. */
import { randomBytes } from "node:crypto";
import type { History } from "#core/history.ts";
import type { Plan } from "#core/plan.ts";
import { scriptOf, type Script } from "#core/script.ts";
import { worst, type Verdict } from "#core/verdict.ts";
import { summaryOf } from "#reports/render/words.ts";
import { openJournal } from "#store/journal.ts";
import { layout } from "#store/layout.ts";
import { createRun, runName, writeResults, writeScript } from "#store/runs.ts";
import { commandLine } from "../command-line.ts";
import { describers } from "../judges.ts";
import { hashOf } from "./comparing.ts";
import { judgeHere, type Trial } from "./trial.ts";

/** Answers with the run's name. */
export function keep({ plan: base, history, verdicts: found }: Trial, store: string): string {
  const named = { ...base, run: nameOf(base, [`seed-${base.seed}`]) };
  const plan = { ...named, command: commandLine(named) };
  const verdicts = { ...found, ...judgeHere(plan, history, describers(plan)) };
  return keepRun({ plan, history, script: scriptOf(history, plan), verdicts }, store);
}

export interface Played {
  readonly plan: Plan;
  readonly history: History;
  readonly script: Script;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

export function keepRun({ plan, history, script, verdicts }: Played, store: string): string {
  const folder = createRun(store, plan);
  {
    using journal = openJournal(layout.history(folder));
    journal.append(history);
  }
  writeScript(folder, script);
  const { valid } = Object.values(verdicts).reduce<Verdict>(worst, { valid: true });
  const judged = { valid, verdicts, interrupted: null };
  const historyHash = hashOf(history);
  writeResults(folder, { ...judged, summary: summaryOf(plan, judged), historyHash });
  return plan.run;
}

export const nameOf = (plan: Plan, more: readonly string[]): string =>
  runName(new Date(), [plan.target, plan.workload, ...more], randomBytes(2).toString("hex"));
