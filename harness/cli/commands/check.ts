/** `ordeal check`: judges a run of the store again, or a foreign history. */
import { existsSync, statSync } from "node:fs";
import { listen } from "#engine/interrupts.ts";
import { readResults, findRun } from "#store/runs.ts";
import { EXIT, exitCodeOf, gravest, type ExitCode } from "../exit-codes.ts";
import { judgeAndDraw, judgeRun } from "../judging.ts";
import { Progress } from "../terminal.ts";
import { tell } from "../verdict.ts";
import { checkFile, type FileOptions } from "./check-file.ts";

export interface CheckOptions extends FileOptions {
  readonly out: string;
  readonly json: boolean;
}

/** A file is a foreign history, unless it is the history of a run. */
export async function checkCommand(given: string, options: CheckOptions): Promise<ExitCode> {
  const isFile = existsSync(given) && statSync(given).isFile();
  if (isFile) return checkFile(given, options);
  return await again(given, options, judgeRun);
}

/** `ordeal report`: draws a run of the store again, judged by today's checkers. */
export const reportCommand = (
  given: string,
  options: { readonly out: string; readonly json: boolean },
): Promise<ExitCode> => again(given, options, judgeAndDraw);

async function again(
  given: string,
  { out, json }: { readonly out: string; readonly json: boolean },
  how: typeof judgeRun,
): Promise<ExitCode> {
  const folder = findRun(out, given);
  using progress = new Progress();
  using interrupts = listen(
    () => progress.say("Stopping: the checkers say how far they got. Ctrl-C again leaves at once."),
    () => process.exit(EXIT.unknown),
  );
  const judgement = await how(folder, {
    interrupted: readResults(folder)?.interrupted ?? null,
    cancel: interrupts.cancel,
    progress: (sentence) => progress.say(sentence),
  });
  progress[Symbol.dispose]();
  tell(judgement.record, { ...judgement, folder, json });
  const stopped = interrupts.reason() === null ? EXIT.valid : EXIT.unknown;
  return gravest([exitCodeOf(judgement.record.results, judgement.failure !== null), stopped]);
}
