/** Whether two histories are the same to the byte, and if not, where they part. */
import { createHash } from "node:crypto";
import type { Event, History } from "#core/history.ts";

const lineOf = (event: Event | undefined): string =>
  event === undefined ? "nothing" : JSON.stringify(event);

/** Of the bytes that the journal would write. */
export function hashOf(history: History): string {
  const hash = createHash("sha256");
  for (const event of history) hash.update(`${lineOf(event)}\n`);
  return hash.digest("hex");
}

/** The first event in which they differ, in words; null if they don't. */
export function firstDifference(before: History, now: History): string | null {
  const length = Math.max(before.length, now.length);
  for (let i = 0; i < length; i++) {
    const [old, fresh] = [lineOf(before[i]), lineOf(now[i])];
    if (old !== fresh) return `event ${i} was\n    ${old}\n  and is now\n    ${fresh}`;
  }
  return null;
}
