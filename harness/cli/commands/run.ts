/** `ordeal run`: plan, run, judge, draw, and say what came of it. */
import { resolve } from "node:path";
import { OrdealError } from "#core/errors.ts";
import type { Event } from "#core/history.ts";
import { scriptOf } from "#core/script.ts";
import { listen } from "#engine/interrupts.ts";
import { run, type RunEnd } from "#engine/run.ts";
import { openJournal } from "#store/journal.ts";
import { layout } from "#store/layout.ts";
import { createRun, writeScript } from "#store/runs.ts";
import { commandLine } from "../command-line.ts";
import { EXIT, exitCodeOf, type ExitCode } from "../exit-codes.ts";
import { drawRun, judgeRun } from "../judging.ts";
import { cast, makePlan, type Cast, type RunOptions } from "../make-plan.ts";
import { partsOf, type Parts } from "../parts.ts";
import { targetOptionsOf } from "../target-options.ts";
import { Progress } from "../terminal.ts";
import { tell } from "../verdict.ts";

export async function runCommand(name: string | undefined, options: RunOptions): Promise<ExitCode> {
  const chosen = cast(name, options);
  const given = targetOptionsOf(chosen.target, options);
  const examination = await chosen.environment.examine();
  if (!examination.usable.available) throw notUsable(chosen, examination.usable.why);
  const plan = makePlan(chosen, options, examination, given, commandLine);
  using progress = new Progress();
  await sweep(chosen, progress);
  const folder = createRun(options.out, plan);
  progress.say(
    `${plan.run} · seed ${plan.seed} · ${plan.nodes.length} nodes · ${plan.environment}`,
  );
  const end = await perform(chosen, partsOf(plan), folder, progress);
  progress.say("judging …");
  const record = await judgeRun(folder, {
    interrupted: end.interrupted,
    progress: (sentence) => progress.say(sentence),
  });
  writeScript(folder, scriptOf(record.history, plan));
  progress.say("drawing …");
  const files = await drawRun(record, folder);
  progress[Symbol.dispose]();
  tell(record, { folder: resolve(folder), files, failure: end.failure, json: options.json });
  return exitCodeOf(record.results, end.failure !== null);
}

/** What an earlier run left behind must not disturb this one. */
async function sweep({ environment }: Cast, progress: Progress): Promise<void> {
  if ("simulate" in environment) return;
  for (const removed of await environment.sweep())
    progress.say(`Removed what a dead run left: ${removed}`);
}

/** Plays the plan, or the script in its place. */
export async function perform(
  { environment }: Cast,
  parts: Parts,
  folder: string,
  progress: Progress,
): Promise<RunEnd> {
  using journal = openJournal(layout.history(folder));
  if ("simulate" in environment) {
    const observe = (event: Event): void => progress.observe(event);
    journal.append(environment.simulate({ ...parts, observe, shouldStop: () => false }));
    return { interrupted: null, failure: null };
  }
  using interrupts = listen(
    (sentence) => progress.say(sentence),
    () => process.exit(EXIT.unknown),
  );
  const observers = [(event: Event) => progress.observe(event)];
  const say = (sentence: string): void => progress.say(`  ${sentence}`);
  return await run({
    ...parts,
    folder,
    environment,
    journal,
    observers,
    interrupts,
    progress: say,
  });
}

const notUsable = ({ environment }: Cast, why: string): OrdealError =>
  new OrdealError(
    "environment",
    "environment-unusable",
    `The environment ${environment.name} cannot be used here: ${why}`,
    "`ordeal doctor` says what each environment needs; `--env local` needs nothing.",
  );
