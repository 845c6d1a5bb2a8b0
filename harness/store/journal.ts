/** Appends a history to its file as it happens. */
import { closeSync, openSync, writeSync } from "node:fs";
import type { Event } from "#core/history.ts";
import type { Journal } from "#core/ports/journal.ts";
import { cannotWrite, codeOf, storing } from "./trouble.ts";

/**
 * `append` is one `write` of whole lines and returns when the kernel has them: an invocation's bytes
 * are safe from our own death before its request may leave, a completion may be lost with us, and
 * what a power cut tears is the tail. After the first failure every append fails: what came after
 * half a line would not be a line.
 */
export function openJournal(path: string): Journal & Disposable {
  const file = storing("The history", path, () => openSync(path, "a"));
  let failure: unknown;
  return {
    append(events) {
      if (failure !== undefined) throw failure;
      if (events.length === 0) return;
      try {
        writeAll(file, events.map(lineOf).join(""));
      } catch (error) {
        failure = cannotWrite("The history", path, error);
        throw failure;
      }
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

const lineOf = (event: Event): string => `${JSON.stringify(event)}\n`;

function writeAll(file: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(file, rest));
    } catch (error) {
      if (codeOf(error) !== "EAGAIN") throw error;
    }
  }
}
