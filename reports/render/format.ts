/** Numbers, spans of time and foreign values as short text, the same on every machine. */
import type { Nanos } from "#core/units.ts";

/** 870 µs, 1.24 ms, 340 ms, 12.3 s, 2 min 5 s: three digits, never more precise than they are. */
export function duration(span: Nanos): string {
  if (span < 0) return `-${duration(-span as Nanos)}`;
  if (span < 999.5) return `${Math.round(span)} ns`;
  if (span < 999.5e3) return `${threeDigits(span / 1e3)} µs`;
  if (span < 999.5e6) return `${threeDigits(span / 1e6)} ms`;
  if (span < 99.95e9) return `${threeDigits(span / 1e9)} s`;
  const whole = Math.round(span / 1e9);
  const minutes = Math.floor(whole / 60);
  return `${count(minutes)} min ${whole % 60} s`;
}

function threeDigits(n: number): string {
  const digits = n < 9.995 ? 2 : n < 99.95 ? 1 : 0;
  const fixed = n.toFixed(digits);
  return digits === 0 ? fixed : fixed.replace(/\.?0+$/, "");
}

/** A moment of a run, in seconds since it began. */
export const moment = (at: Nanos): string => `${(at / 1e9).toFixed(3)} s`;

/** 1234567 as 1,234,567. */
export function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 fault", "3 faults". */
export const plural = (n: number, noun: string, many = `${noun}s`): string =>
  `${count(n)} ${n === 1 ? noun : many}`;

/** Rounded down, so that only what is complete reads 100 %, and down to what differs from 0 %. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "no data";
  if (part === whole) return "100 %";
  const hundredths = Math.floor((part / whole) * 10_000);
  if (hundredths === 0 && part > 0) return "< 0.01 %";
  return `${(hundredths / 100).toFixed(2)} %`;
}

export function rate(perSecond: number): string {
  return perSecond >= 100 ? `${count(perSecond)}/s` : `${threeDigits(perSecond)}/s`;
}

/** At most `limit` characters, with how many more there were. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit)}… (${count(text.length - limit)} more characters)`;
}

/** A value of a history as JSON, bounded: it may be anything that a system answered. */
export function json(value: unknown, limit = 120): string {
  return clip(JSON.stringify(value) ?? "nothing", limit);
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The first few of a list, with how many were left out. */
export function some(words: readonly string[], limit: number): string {
  if (words.length <= limit) return list(words);
  return `${words.slice(0, limit).join(", ")} and ${count(words.length - limit)} more`;
}

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Closes what may be a sentence already. It may begin with a name, which keeps its letters. */
export const sentence = (text: string): string =>
  /[.!?…]\)?\s*$/.test(text) ? text.trimEnd() : `${text}.`;
