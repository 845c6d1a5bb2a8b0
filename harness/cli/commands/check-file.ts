/** Judges a foreign history: JSON lines, Jepsen's EDN or its plain logs, by a model of one's choice. */
import { closeSync, openSync, readSync } from "node:fs";
import { OrdealError } from "#core/errors.ts";
import { openTable, type TableFile } from "#checkers/porcupine-ts/formats/index.ts";
import {
  BadHistory,
  check,
  models,
  type Answer,
  type Model,
} from "#checkers/porcupine-ts/index.ts";
import { EXIT, verdictCode, type ExitCode } from "../exit-codes.ts";
import { durationMs, oneOf } from "../parse.ts";
import { paintFor } from "../terminal.ts";
import { writeJson } from "../verdict.ts";

export interface FileOptions {
  readonly model?: string;
  readonly failures: string;
  readonly checkTimeout: string;
  readonly json: boolean;
}

type ModelName = keyof typeof models;
const MODELS = Object.keys(models) as ModelName[];

export function checkFile(path: string, options: FileOptions): ExitCode {
  if (options.model === undefined)
    throw new OrdealError(
      "usage",
      "no-model",
      `${path} does not say what it is a history of.`,
      `Give --model, one of: ${MODELS.join(", ")}.`,
    );
  const model = models[oneOf("model", options.model, MODELS)]();
  const failures = oneOf("rule for failures", options.failures, ["ignore", "observe"]);
  const timeoutMs = durationMs("--check-timeout", options.checkTimeout);
  const deadline = performance.now() + timeoutMs;
  const { table, torn } = read(path, model, failures);
  const answer = check(table, model, {
    failures,
    shouldStop: () => performance.now() > deadline,
  });
  const { count } = table.columns;
  if (count === 0) return nothing(path, options.json);
  tell(answer, count, torn, options.json);
  return verdictCode(answer.valid);
}

/** What the file says wrongly is the user's to mend, so it is said with its line. */
function read(path: string, model: Model, failures: "ignore" | "observe"): TableFile {
  const file = openSync(path, "r");
  const reader = openTable(model, { failures });
  const buffer = new Uint8Array(1 << 20);
  try {
    for (let count; (count = readSync(file, buffer)) > 0;) reader.push(buffer.subarray(0, count));
    return reader.end();
  } catch (error) {
    if (!(error instanceof BadHistory)) throw error;
    const hint = "Histories are JSON lines as in a run's history.jsonl, Jepsen's EDN, or its logs.";
    throw new OrdealError("usage", "bad-history", `${path}, ${error.message}`, hint, error);
  } finally {
    closeSync(file);
  }
}

/** Every model accepts a history without operations, and that would say nothing. */
function nothing(path: string, json: boolean): ExitCode {
  const sentence = `${path} holds no operation: there is nothing to judge.`;
  if (json) writeJson({ valid: "unknown", reason: "too-little", sentence, operations: 0 });
  else process.stdout.write(`${paintFor(process.stdout)("yellow", "? unknown")}: ${sentence}\n`);
  return EXIT.unknown;
}

function tell(answer: Answer, count: number, torn: TableFile["torn"], json: boolean): void {
  if (json) return writeJson({ ...answer, operations: count, torn: torn ?? null });
  if (torn !== undefined) process.stderr.write(`line ${torn.line} was left out: ${torn.reason}\n`);
  process.stdout.write(`${sentenceOf(answer, count)}\n`);
}

function sentenceOf(answer: Answer, count: number): string {
  const paint = paintFor(process.stdout);
  const how = answer.decidedBy
    .map(
      ({ algorithm, keys, operations }) => `${algorithm} (${keys} keys, ${operations} operations)`,
    )
    .join(", ");
  const rule = `failed operations ${answer.failures === "ignore" ? "ignored" : "observed"}`;
  if (answer.valid === true)
    return `${paint("green", "✓ linearizable")}: ${count} operations, decided by ${how || "nothing to decide"}; ${rule}`;
  if (answer.valid === false)
    return `${paint("red", "✗ not linearizable")}: ${answer.evidence.sentence} (${rule})`;
  return `${paint("yellow", "? unknown")}: ${answer.sentence} (${rule})`;
}
