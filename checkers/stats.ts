/** How often each word was tried, and what came of it. */
import type { Counts, StatsFigures } from "#core/figures.ts";
import { operationsOf, type Operation } from "#core/history.ts";
import type { Checker } from "#core/ports/checker.ts";
import type { Verdict } from "#core/verdict.ts";
import { count } from "./sentences.ts";

/** Unknown if a word never succeeded: whatever depends on it was then not tested. */
export const stats: Checker = {
  name: "stats",
  check(history) {
    const details = statsOf(operationsOf(history));
    const vain = Object.entries(details.words).find(([, counts]) => counts.ok === 0);
    if (details.total.attempts === 0) return tooLittle("Nothing was asked.", details);
    if (vain === undefined) return { valid: true, details };
    const [word, { attempts, errors }] = vain;
    const [error] = Object.keys(errors);
    const mostly = error === undefined ? "" : `, mostly with ${error}`;
    return tooLittle(`None of ${count(attempts, word)} succeeded${mostly}.`, details);
  },
};

export function statsOf(operations: readonly Operation[]): StatsFigures {
  const names = [...new Set(operations.map(({ f }) => f))].toSorted();
  const words = names.map((name) => [name, countsOf(operations.filter(({ f }) => f === name))]);
  return { total: countsOf(operations), words: Object.fromEntries(words) };
}

function countsOf(operations: readonly Operation[]): Counts {
  const counts = { ok: 0, fail: 0, info: 0 };
  const errors = new Map<string, number>();
  for (const { outcome } of operations) {
    counts[outcome.type]++;
    if (outcome.type !== "ok") {
      errors.set(outcome.error.code, (errors.get(outcome.error.code) ?? 0) + 1);
    }
  }
  const ranked = [...errors].toSorted(([, a], [, b]) => b - a);
  return { attempts: operations.length, ...counts, errors: Object.fromEntries(ranked) };
}

const tooLittle = (message: string, details: StatsFigures): Verdict => ({
  valid: "unknown",
  reason: "too-little",
  message,
  details,
});
