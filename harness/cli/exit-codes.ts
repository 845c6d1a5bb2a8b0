/** What the process says when it ends: one number, the gravest of what holds. */
import { missedIn } from "#core/objectives.ts";
import type { Results } from "#core/record.ts";

export const EXIT = {
  valid: 0,
  violation: 1,
  unknown: 2,
  objectiveMissed: 3,
  environmentFailed: 4,
  usage: 254,
  ourBug: 255,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A violation stands whatever else went wrong; a failed environment explains an unknown. */
const GRAVITY: readonly ExitCode[] = [
  EXIT.ourBug,
  EXIT.usage,
  EXIT.violation,
  EXIT.environmentFailed,
  EXIT.unknown,
  EXIT.objectiveMissed,
  EXIT.valid,
];

export const gravest = (codes: readonly ExitCode[]): ExitCode =>
  GRAVITY.find((code) => codes.includes(code)) ?? EXIT.valid;

/** A run that was stopped before its time is at best unknown. */
export function exitCodeOf(results: Results, environmentFailed: boolean): ExitCode {
  const codes: ExitCode[] = [verdictCode(results.valid)];
  if (Object.values(results.verdicts).some((verdict) => missedIn(verdict).length > 0))
    codes.push(EXIT.objectiveMissed);
  if (environmentFailed) codes.push(EXIT.environmentFailed);
  if (results.interrupted !== null) codes.push(EXIT.unknown);
  return gravest(codes);
}

export function verdictCode(valid: Results["valid"]): ExitCode {
  if (valid === "unknown") return EXIT.unknown;
  return valid ? EXIT.valid : EXIT.violation;
}
