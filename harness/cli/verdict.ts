/** The last words of a run: on the terminal for a person, as JSON for a machine. */
import type { OrdealError } from "#core/errors.ts";
import type { RunRecord } from "#core/record.ts";
import { digestOf } from "#reports/render/digest.ts";
import { verdictText } from "#reports/render/terminal.ts";
import { shownPath } from "./shown-path.ts";
import { hasColors } from "./terminal.ts";

export interface Telling {
  readonly folder: string;
  /** The reports written, names within the folder. */
  readonly files: readonly string[];
  readonly failure: OrdealError | null;
  readonly json: boolean;
}

export function tell(record: RunRecord, telling: Telling): void {
  const { failure, folder, files } = telling;
  if (telling.json) {
    const error = failure === null ? null : errorFields(failure);
    return writeJson({ ...record.results, folder, files, failure: error });
  }
  const color = hasColors(process.stdout);
  process.stdout.write(`\n${verdictText(digestOf(record), { color })}`);
  if (failure !== null) process.stdout.write(`${failure.message}\n${failure.hint}\n`);
  if (files.includes("report.html"))
    process.stdout.write(`Report: ${shownPath(folder)}/report.html\n`);
}

/** The one document of `--json`, on a line of its own. */
export const writeJson = (value: unknown): void =>
  void process.stdout.write(`${JSON.stringify(value)}\n`);

export const errorFields = ({ code, message, hint }: OrdealError): Record<string, string> => ({
  code,
  message,
  hint,
});
