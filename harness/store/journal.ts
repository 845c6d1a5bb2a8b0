/** Appends a history to its file as it happens. */
import { closeSync, openSync, writeSync } from "node:fs";
import { OrdealError } from "#core/errors.ts";
import type { Event } from "#core/history.ts";
import type { Journal } from "#core/ports/journal.ts";

/**
 * `append` is one `write` of whole lines and returns when the kernel has them: an invocation's bytes
 * are safe from our own death before its request may leave, a completion may be lost with us, and
 * what a power cut tears is the tail.
 */
export function openJournal(path: string): Journal & Disposable {
  const file = openSync(path, "a");
  return {
    append(events) {
      if (events.length > 0) writeAll(file, path, events.map(lineOf).join(""));
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

const lineOf = (event: Event): string => `${JSON.stringify(event)}\n`;

function writeAll(file: number, path: string, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(file, rest));
    } catch (error) {
      if (codeOf(error) === "EAGAIN") continue;
      throw cannotWrite(path, error);
    }
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;

function cannotWrite(path: string, cause: unknown): OrdealError {
  const full = codeOf(cause) === "ENOSPC";
  return new OrdealError(
    "environment",
    full ? "disk-full" : "cannot-write",
    `The history cannot be written to ${path}: ${full ? "the disk is full" : String(cause)}.`,
    "Free some space or choose another place with --out; what is written so far can be checked.",
    cause,
  );
}
