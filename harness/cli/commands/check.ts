/** `ordeal check`: judges a run of the store again, or a foreign history. */
import { existsSync, statSync } from "node:fs";
import { readResults, findRun } from "#store/runs.ts";
import { exitCodeOf, type ExitCode } from "../exit-codes.ts";
import { drawRun, judgeRun } from "../judging.ts";
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
  const folder = findRun(options.out, given);
  using progress = new Progress();
  const interrupted = readResults(folder)?.interrupted ?? null;
  const record = await judgeRun(folder, {
    interrupted,
    progress: (sentence) => progress.say(sentence),
  });
  progress[Symbol.dispose]();
  tell(record, { folder, files: [], failure: null, json: options.json });
  return exitCodeOf(record.results, false);
}

/** `ordeal report`: draws a run of the store again, judging it first if nobody has. */
export async function reportCommand(
  given: string,
  options: { readonly out: string; readonly json: boolean },
): Promise<ExitCode> {
  const folder = findRun(options.out, given);
  using progress = new Progress();
  const record = await judgeRun(folder, {
    interrupted: readResults(folder)?.interrupted ?? null,
    progress: (sentence) => progress.say(sentence),
  });
  const files = await drawRun(record, folder);
  progress[Symbol.dispose]();
  tell(record, { folder, files, failure: null, json: options.json });
  return exitCodeOf(record.results, false);
}
