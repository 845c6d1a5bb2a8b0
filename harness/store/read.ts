/** Reads a recorded history back, forgiving the torn line that a killed writer leaves. */
import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { OrdealError } from "#core/errors.ts";
import type { Event, History } from "#core/history.ts";
import { isEvent } from "./event.ts";

export interface Recording {
  readonly history: History;
  /** The last line was cut off in the middle: one record is lost. */
  readonly torn: boolean;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly hash: string;
}

/**
 * Reads in pieces, so that the text of a long history is never in memory at once. A run that was
 * killed before its first event has no file: nothing happened.
 */
export function readHistory(path: string): Recording {
  const history: Event[] = [];
  const hash = createHash("sha256");
  const decoder = new TextDecoder();
  let rest = "";
  for (const piece of pieces(path)) {
    hash.update(piece);
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) history.push(parse(line, history.length + 1, path));
  }
  const last = rest === "" ? undefined : tail(rest);
  if (last !== undefined) history.push(last);
  return { history, torn: rest !== "" && last === undefined, hash: hash.digest("hex") };
}

function* pieces(path: string): Generator<Uint8Array> {
  if (!existsSync(path)) return;
  const file = openSync(path, "r");
  const buffer = new Uint8Array(1 << 20);
  try {
    for (let read; (read = readSync(file, buffer)) > 0; ) yield buffer.subarray(0, read);
  } finally {
    closeSync(file);
  }
}

function parse(line: string, number: number, path: string): Event {
  try {
    const event: unknown = JSON.parse(line);
    if (isEvent(event)) return event;
  } catch {
    // Not JSON: the same complaint as for JSON of another shape.
  }
  throw new OrdealError(
    "usage",
    "bad-history",
    `${path}:${number} is not an event of a history: ${line.slice(0, 80)}`,
    "Each line is a JSON object with process, type and f, as in any history.jsonl of the store.",
  );
}

/** A last line without its newline counts if it is whole, and is dropped if it was torn. */
function tail(line: string): Event | undefined {
  try {
    const event: unknown = JSON.parse(line);
    return isEvent(event) ? event : undefined;
  } catch {
    return undefined;
  }
}
