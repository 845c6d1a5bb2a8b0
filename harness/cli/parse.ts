/** Turns what a person types into values, or says what would have done. */
import { OrdealError, unknownName } from "#core/errors.ts";

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** No timer of Node's takes longer than 24 days. */
const LONGEST_MS = 500 * 3_600_000;

/** `500ms`, `60s`, `2m`, `1.5h`; a bare number is seconds. */
export function durationMs(option: string, text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  const ms = Math.round(Number(digits) * (UNITS_MS[unit ?? "s"] ?? Number.NaN));
  if (ms >= 1 && ms <= LONGEST_MS) return ms;
  throw badValue(option, text, "a duration from 1ms to 500h, such as 500ms, 60s, 2m or 1h");
}

export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text.trim()) && value >= least && value <= most) return value;
  throw badValue(option, text, `a whole number from ${least} to ${most}`);
}

export function decimal(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d*\.?\d+(e-?\d+)?$/.test(text.trim()) && value >= least && value <= most) return value;
  throw badValue(option, text, `a number from ${least} to ${most}`);
}

/** A number of clients, or a multiple of the nodes: `10`, `2n`. */
export function concurrencyOf(text: string, nodes: number): number {
  const [, digits] = /^(\d+)n$/.exec(text.trim()) ?? [];
  const count = digits === undefined ? text : String(Number(digits) * nodes);
  return wholeNumber("--concurrency", count, 1, 10_000);
}

/** A list after commas, each from the valid ones; no name twice. */
export function names<T extends string>(
  what: string,
  text: string,
  valid: readonly T[],
): readonly T[] {
  const given = text.split(",").map((name) => name.trim());
  return [...new Set(given.map((name) => oneOf(what, name, valid)))];
}

export function oneOf<T extends string>(what: string, name: string, valid: readonly T[]): T {
  const found = valid.find((other) => other === name);
  if (found === undefined) throw unknownName(what, name, valid);
  return found;
}

const badValue = (option: string, text: string, wanted: string): OrdealError =>
  new OrdealError("usage", "bad-value", `${option} "${text}" is not ${wanted}.`, `Give ${wanted}.`);
