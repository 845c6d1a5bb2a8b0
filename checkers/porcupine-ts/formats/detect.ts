/** Tells a history's format from its first bytes. */
import { FormatError, excerpt } from "./format-error.ts";
import { isLogLine } from "./jepsen-log.ts";

export type Format = "json-lines" | "edn" | "jepsen-log";
export const FORMATS: readonly Format[] = ["json-lines", "edn", "jepsen-log"];

/** Enough for what Jepsen logs before the first operation. */
export const DETECTION_BYTES: number = 256 * 1024;

/**
 * The format of a file that begins with `head`; undefined while that cannot be told, which at the
 * end of the file means that it is empty or nobody's: see `refuseUnknown`. Bytes need no decoding
 * here, since all that decides is ASCII.
 */
export function detectFormat(head: Uint8Array): Format | undefined {
  const text = latin1(head).replace(/^ï»¿/, "");
  const start = text.replace(/^(?:[\s,]+|;[^\n]*\n)+/, "");
  if (/^\{\s*"/.test(start)) return "json-lines";
  if (/^(?:[[(]\s*)?(?:\{\s*[:}]|#[\w.]+\s*\{)/.test(start)) return "edn";
  if (/^[[(]\s*[\])]/.test(start)) return "edn";
  return text.split("\n").some((line) => isLogLine(line.trim())) ? "jepsen-log" : undefined;
}

export function refuseUnknown(head: Uint8Array): never {
  const start = latin1(head.subarray(0, 400)).trimStart();
  const hint = /^\[\s*\{\s*"/.test(start)
    ? "one JSON array: write one event a line, as jq -c '.[]' does"
    : `neither ${FORMATS.join(", nor ")}; it begins with ${excerpt(start)}`;
  throw new FormatError(1, `unknown format, ${hint}`);
}

export const isBlankText = (head: Uint8Array): boolean => /^(?:ï»¿)?\s*$/.test(latin1(head));

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
