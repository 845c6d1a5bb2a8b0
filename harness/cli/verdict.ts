/** The last words of a run: on the terminal for a person, as JSON for a machine. */
import { relative } from "node:path";
import type { OrdealError } from "#core/errors.ts";
import type { RunRecord } from "#core/record.ts";
import { digestOf } from "#reports/render/digest.ts";
import { verdictText } from "#reports/render/terminal.ts";

export interface Telling {
  readonly folder: string;
  /** The reports written, names within the folder. */
  readonly files: readonly string[];
  readonly failure: OrdealError | null;
  readonly json: boolean;
}

export function tell(record: RunRecord, telling: Telling): void {
  if (telling.json) {
    const { failure, folder, files } = telling;
    const error = failure === null ? null : { code: failure.code, message: failure.message };
    process.stdout.write(
      `${JSON.stringify({ ...record.results, folder, files, failure: error })}\n`,
    );
    return;
  }
  const color = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
  process.stdout.write(`\n${verdictText(digestOf(record), { color })}`);
  if (telling.failure !== null)
    process.stdout.write(`${telling.failure.message}\n${telling.failure.hint}\n`);
  process.stdout.write(`Report: ${relative(process.cwd(), telling.folder)}/report.html\n`);
}
