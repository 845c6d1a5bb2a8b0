/** `ordeal run`: plan, run, judge, draw, and say what came of it. */
import { OrdealError } from "#core/errors.ts";
import type { Event } from "#core/history.ts";
import type { Environment } from "#core/ports/environment.ts";
import type { Simulator } from "#core/ports/simulator.ts";
import { listen, type Interrupts } from "#engine/interrupts.ts";
import { run, type RunEnd } from "#engine/run.ts";
import { openJournal } from "#store/journal.ts";
import { layout } from "#store/layout.ts";
import { createRun } from "#store/runs.ts";
import { commandLine } from "../command-line.ts";
import { EXIT, exitCodeOf, gravest, type ExitCode } from "../exit-codes.ts";
import { judgeAndDraw, type Judgement } from "../judging.ts";
import { cast, makePlan, type Cast, type RunOptions } from "../make-plan.ts";
import { partsOf, type Parts } from "../parts.ts";
import { sweepAll } from "../sweeping.ts";
import { targetOptionsOf } from "../target-options.ts";
import { Progress } from "../terminal.ts";
import { tell } from "../verdict.ts";

export async function runCommand(
  targets: readonly string[],
  options: RunOptions,
): Promise<ExitCode> {
  const chosen = cast(targets, options);
  const given = targetOptionsOf(chosen.target, options);
  const examination = await chosen.environment.examine();
  if (!examination.usable.available) throw notUsable(chosen, examination.usable.why);
  const plan = makePlan(chosen, options, examination, given, commandLine);
  // The target may find fault with what was typed: better now than when there is a folder.
  const parts = partsOf(plan);
  using progress = new Progress();
  await sweep(progress);
  const folder = createRun(options.out, plan);
  progress.say(
    `${plan.run} · seed ${plan.seed} · ${plan.nodes.length} nodes · ${plan.environment}`,
  );
  const played = await playAndJudge(chosen.environment, parts, { folder, progress });
  progress[Symbol.dispose]();
  tell(played.record, { ...played, folder, json: options.json });
  return played.code;
}

interface Setting {
  readonly folder: string;
  readonly progress: Progress;
}

export interface Played extends Judgement {
  /** Why it ended before its time, null if it did not. */
  readonly interrupted: string | null;
  readonly code: ExitCode;
}

/** Everything from the first event to the last verdict. */
export async function playAndJudge(
  environment: Environment | Simulator,
  parts: Parts,
  setting: Setting,
): Promise<Played> {
  const { folder, progress } = setting;
  // Virtual time passes within one turn: there a signal ends the process, as if nobody listened.
  const simulated = simulate(environment, parts, setting);
  let warning = "Stopping: healing, saving, judging what there is. Ctrl-C again leaves at once.";
  using interrupts = listen(
    () => progress.say(warning),
    () => process.exit(EXIT.unknown),
  );
  const end = simulated ?? (await perform(environment, parts, setting, interrupts));
  progress.over();
  warning = "Stopping: the checkers say how far they got. Ctrl-C again leaves at once.";
  const judgement = await judgeAndDraw(folder, {
    interrupted: end.interrupted,
    // Who stopped the run wants to know what there is; who stops the judging does not.
    cancel: interrupts.reason() === null ? interrupts.cancel : NEVER,
    progress: (sentence) => progress.say(sentence),
  });
  const failure = end.failure ?? judgement.failure;
  const interrupted = interrupts.reason();
  const stopped = interrupted === null ? EXIT.valid : EXIT.unknown;
  const code = gravest([exitCodeOf(judgement.record.results, failure !== null), stopped]);
  return { ...judgement, failure, interrupted, code };
}

const NEVER = new AbortController().signal;

/** What an earlier run left behind must not disturb this one, wherever it was. */
async function sweep(progress: Progress): Promise<void> {
  const { removed, failures } = await sweepAll();
  for (const thing of removed) progress.say(`Removed what a dead run left: ${thing}`);
  for (const failure of failures) progress.say(`Could not clean up: ${failure.message}`);
}

/** Null where the environment is a real one. */
function simulate(
  environment: Environment | Simulator,
  parts: Parts,
  setting: Setting,
): RunEnd | null {
  if (!("simulate" in environment)) return null;
  using journal = openJournal(layout.history(setting.folder));
  const observe = (event: Event): void => setting.progress.observe(event);
  journal.append(environment.simulate({ ...parts, observe, trace: null, shouldStop: () => false }));
  return { interrupted: null, failure: null };
}

/** Nothing to do where the environment is simulated. */
async function perform(
  environment: Environment | Simulator,
  parts: Parts,
  { folder, progress }: Setting,
  interrupts: Interrupts,
): Promise<RunEnd> {
  if ("simulate" in environment) return { interrupted: null, failure: null };
  using journal = openJournal(layout.history(folder));
  return await run({
    ...parts,
    folder,
    environment,
    journal,
    observers: [(event) => progress.observe(event)],
    interrupts,
    progress: (sentence) => progress.say(`  ${sentence}`),
  });
}

const notUsable = ({ environment }: Cast, why: string): OrdealError =>
  new OrdealError(
    "environment",
    "environment-unusable",
    `The environment ${environment.name} cannot be used here: ${why}`,
    "`ordeal doctor` says what each environment needs; `--env local` needs nothing.",
  );
